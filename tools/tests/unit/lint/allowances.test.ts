import { describe, expect, test } from "vitest";
import { lintRules } from "../../../lint/lint-rules.js";
import { lintFiles } from "./lint-sql.js";

/** The rules found in an up part, each with its line; the part begins on line 2. */
async function foundIn(...lines: string[]): Promise<[line: number, rule: string][]> {
  const findings = await lintFiles(`-- Up Migration\n${lines.join("\n")}\n-- Down Migration\nselect 1;\n`);
  return findings.map(({ line, rule }) => [line, rule]);
}

const allow = "-- lint: allow truncate, because nobody plays yet";

describe("a finding is allowed by a comment with a reason", () => {
  test.each([
    ["on the line right above", [allow, "truncate plays;"]],
    ["in other letters", ["-- LINT: Allow truncate, Because nobody plays yet", "truncate plays;"]],
    ["with less punctuation", ["--lint:allow truncate because nobody plays yet", "truncate plays;"]],
    ["with other comments between", ["select 1;", "", allow, "-- Start over.", "truncate plays;"]],
    ["indented", ["select 1;", `  ${allow}`, "  truncate plays;"]],
    ["above a statement that ends elsewhere", [allow, "truncate", "  plays;"]],
    ["behind another statement's last line", ["select", "  1;", allow, "truncate plays;"]],
  ])("%s", async (_, lines) => {
    expect(await foundIn(...lines)).toEqual([]);
  });

  test("for everything of that kind in the statement", async () => {
    expect(await foundIn(allow, "truncate plays, plays;")).toEqual([]);
  });

  test("and another rule by another comment", async () => {
    const both = [allow, "-- lint: allow several-tables-locked, because nobody plays yet"];
    expect(await foundIn(...both, "truncate plays, games;")).toEqual([]);
  });

  test("in a down part too", async () => {
    const index =
      "-- lint: allow drop-index-without-concurrently, because nobody plays yet\ndrop index plays_id_idx;";
    expect(await lintFiles(`-- Up Migration\nselect 1;\n-- Down Migration\n${index}\n`)).toEqual([]);
  });

  test("with line ends of Windows", async () => {
    const file = `-- Up Migration\n${allow}\ntruncate plays;\n-- Down Migration\nselect 1;\n`;
    expect(await lintFiles(file.replaceAll("\n", "\r\n"))).toEqual([]);
  });
});

describe("a finding is not allowed by a comment", () => {
  test.each([
    ["above another statement", [allow, "truncate plays;", "truncate plays;"], [[4, "truncate"]]],
    [
      "with a blank line between",
      [allow, "", "truncate plays;"],
      [
        [2, "allow-nothing"],
        [4, "truncate"],
      ],
    ],
    [
      "below",
      ["truncate plays;", allow],
      [
        [2, "truncate"],
        [3, "allow-nothing"],
      ],
    ],
    ["at the end of the line", [`truncate plays; ${allow}`], [[2, "truncate"]]],
    ["within the statement", ["truncate", allow, "plays;"], [[2, "truncate"]]],
    [
      "for another rule",
      ["-- lint: allow lock-table, because nobody plays yet", "truncate plays;"],
      [
        [2, "allow-nothing"],
        [3, "truncate"],
      ],
    ],
    [
      "without a reason",
      ["-- lint: allow truncate", "truncate plays;"],
      [
        [2, "allow-without-reason"],
        [3, "truncate"],
      ],
    ],
    [
      "with an empty reason",
      ["-- lint: allow truncate, because  ", "truncate plays;"],
      [
        [2, "allow-without-reason"],
        [3, "truncate"],
      ],
    ],
    [
      "for a rule that does not exist",
      ["-- lint: allow truncation, because nobody plays yet", "truncate plays;"],
      [
        [2, "allow-unknown-rule"],
        [3, "truncate"],
      ],
    ],
    [
      "that says something else",
      ["-- lint: ignore", "truncate plays;"],
      [
        [2, "allow-without-reason"],
        [3, "truncate"],
      ],
    ],
  ])("%s", async (_, lines, found) => {
    expect(await foundIn(...lines)).toEqual(found);
  });
});

test("a comment that allows something that is not there is reported, because it would hide a later finding", async () => {
  expect(await foundIn(allow, "select 1;")).toEqual([[2, "allow-nothing"]]);
});

test("a comment at the end of a part is reported", async () => {
  expect(await foundIn("select 1;", allow)).toEqual([[3, "allow-nothing"]]);
});

test("a rule about up parts cannot be allowed in a down part, where it finds nothing", async () => {
  const findings = await lintFiles(
    `-- Up Migration\nselect 1;\n-- Down Migration\n${allow}\ntruncate plays;\n`,
  );
  expect(findings).toMatchObject([{ line: 4, rule: "allow-nothing", statement: allow }]);
});

test("a similar comment in a function's body has no effect", async () => {
  const body = "create function f() returns void language plpgsql as $$\nbegin\n-- lint: allow x\nend\n$$;";
  expect(await foundIn(...body.split("\n"))).toEqual([]);
});

test("for an unknown rule the error lists all rules", async () => {
  const file = "-- Up Migration\n-- lint: allow x, because y\nselect 1;\n-- Down Migration\nselect 1;\n";
  const [finding] = await lintFiles(file);
  expect(finding?.danger).toContain("no rule x");
  for (const { name } of lintRules) expect(finding?.safeWay).toContain(name);
});

test("rules have unique names in small letters", () => {
  const names = lintRules.map(({ name }) => name);
  expect(names.filter((name) => !/^[a-z]+(-[a-z]+)*$/.test(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});
