import { readdir, readFile } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ProgressLine } from "../../../src/cli/output.js";
import { csvOf } from "../../../src/cli/stats/csv-output.js";
import { terminalText } from "../../../src/cli/terminal-text.js";

const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));
const obeyed =
  /(?!\u200c|\u200d|\ufe0e|\ufe0f)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;

describe("text for a terminal", () => {
  it("has nothing that a terminal interprets, and is unchanged if it had nothing", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const safe = terminalText(text);
        expect(safe).not.toMatch(obeyed);
        expect(terminalText(safe)).toBe(safe);
        if (!obeyed.test(text)) expect(safe).toBe(text);
      }),
    );
  });

  it("means the same in JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), anyText, (value, text) => {
        const json = JSON.stringify([value, text]);
        expect(JSON.parse(terminalText(json))).toEqual(JSON.parse(json));
      }),
    );
  });

  it.each([
    ["\u001b[31m", "\\u001b[31m"],
    ["a\nb\r\n\t", "a\\nb\\r\\n\\t"],
    ["\u007f\u0085\u009b", "\\u007f\\u0085\\u009b"],
    ["\u061c\u200e\u200f\u202a\u202e\u2066\u2069", "\\u061c\\u200e\\u200f\\u202a\\u202e\\u2066\\u2069"],
    ["\ud800x", "\\ud800x"],
    ["a\u200bb\ufeff\u00ad\u2060\u3164", "a\\u200bb\\ufeff\\u00ad\\u2060\\u3164"],
    ["\u{e0041}\u{e0100}", "\\udb40\\udc41\\udb40\\udd00"],
    ["\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"],
    ["José Ramírez 山田 ⚾👨‍👩‍👧", "José Ramírez 山田 ⚾👨‍👩‍👧"],
  ])("%j is printed as %s", (text, printed) => {
    expect(terminalText(text)).toBe(printed);
  });
});

it("only one file of the command line writes to the terminal", async () => {
  const folder = new URL("../../../src/cli/", import.meta.url);
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".ts"));
  const writing = await Promise.all(
    files.map(async (name) => {
      const text = await readFile(new URL(name, folder), "utf8");
      return /\bconsole\b|process\.std(out|err)\b(?!\.columns)/.test(text) ? [name] : [];
    }),
  );
  expect(files.length).toBeGreaterThan(20);
  expect(writing.flat()).toEqual(["output.ts"]);
});

describe("a progress line", () => {
  const drawn = (isTTY: boolean, columns: number) => {
    const written: string[] = [];
    const line = new ProgressLine({ isTTY, columns, write: (text) => written.push(text) });
    return { line, written };
  };

  it("is redrawn in place, cut to the width and without control characters, and removed at the end", () => {
    const { line, written } = drawn(true, 12);
    line.show("play\u001b[2J\nof the game");
    line.end();
    expect(written).toEqual(["\r\u001b[Kplay\\u001b[", "\r\u001b[K"]);
  });

  it("is moved below lines that stay", () => {
    const { line, written } = drawn(true, 40);
    line.show("47 %");
    line.around(() => written.push("a problem\n"));
    expect(written).toEqual(["\r\u001b[K47 %", "\r\u001b[K", "a problem\n", "\r\u001b[K47 %"]);
  });

  it.each([
    [false, 80],
    [true, 0],
  ])("is not drawn where it cannot be: a terminal %s, %i columns", (isTTY, columns) => {
    const { line, written } = drawn(isTTY, columns);
    line.show("47 %");
    line.end();
    expect(written).toEqual([]);
  });
});

describe("CSV", () => {
  it.each([
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\n=x",
    "  =1+1",
    "＝1+1",
    "--1",
    "-",
    "=",
    "+1-",
  ])("does not contain %j as a formula", (text) => {
    const [, line] = csvOf([{ text }]);
    expect(line?.replace(/^"/, "").startsWith("'")).toBe(true);
    expect(csvOf([{ text }], { raw: true })[1]?.replace(/^"/, "").startsWith("'")).toBe(false);
  });

  it.each([[-5], [-0.25], ["-0.25"], ["+3"], [".312"], ["6.2"], ["Juan Soto"], ["a=b"], [""]])(
    "leaves %j as it is",
    (value) => {
      expect(csvOf([{ value }])).toEqual(["value", String(value)]);
    },
  );

  it("is read back unchanged with --raw, whatever it contains", () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        const [, line = ""] = csvOf([{ one, other }], { raw: true });
        expect(parsed(line)).toEqual([one, other]);
      }),
    );
  });
});

function parsed(line: string): string[] {
  const cells = line.match(/("(?:[^"]|"")*"|[^",]*)(,|$)/gsu) ?? [];
  return cells
    .slice(0, 2)
    .map((cell) => cell.replace(/,$/, ""))
    .map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
}
