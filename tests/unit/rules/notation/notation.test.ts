import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { NotationError } from "../../../../src/errors/errors.js";
import { formatPlay } from "../../../../src/rules/notation/format-play.js";
import { parsePlay } from "../../../../src/rules/notation/parse-play.js";
import type { PlayEvent } from "../../../../src/rules/notation/play-event.js";
import { allPlayTexts } from "../../../support/event-files.js";
import { anyPlayEvent } from "../../../support/play-arbitraries.js";
import { needsRealGames } from "../../../support/retrosheet.js";

const examples: readonly (readonly [string, PlayEvent])[] = [
  ["S8.2-H;1-3", { event: "single", fieldedBy: 8, advances: { second: "home", first: "third" } }],
  ["S57/G56", { event: "single", fieldedBy: 5, thenBy: [7], modifiers: ["G56"] }],
  ["DGR/7L/INT", { event: "double", groundRule: true, modifiers: ["7L", "INT"] }],
  ["HR8/IPHR", { event: "homerun", fieldedBy: 8, modifiers: ["IPHR"] }],
  ["S", { event: "single" }],
  ["63/G6M+", { event: "out", plays: [{ fielders: [6, 3] }], modifiers: ["G6M+"] }],
  [
    "64(1)3/GDP",
    { event: "out", plays: [{ fielders: [6, 4], runner: "first" }, { fielders: [3] }], modifiers: ["GDP"] },
  ],
  [
    "4(B)6(2)/LDP",
    { event: "out", plays: [{ fielders: [4] }, { fielders: [6], runner: "second" }], modifiers: ["LDP"] },
  ],
  ["3E1/G34", { event: "out", plays: [{ fielders: [3], error: 1 }], modifiers: ["G34"] }],
  [
    "99/SF.3-H(UR);1-2#",
    {
      event: "out",
      plays: [{ fielders: [] }],
      modifiers: ["SF"],
      advances: { third: { to: "home", run: "unearned" }, first: { to: "second", marks: "#" } },
    },
  ],
  ["13#", { event: "out", plays: [{ fielders: [1, 3] }], marks: "#" }],
  ["K23", { event: "strikeout", plays: [{ fielders: [2, 3] }] }],
  ["K+WP.B-1", { event: "strikeout", with: [{ event: "wild pitch" }], advances: { batter: "first" } }],
  [
    "K+E2.3-H(UR)(NR);B-1",
    {
      event: "strikeout",
      with: [{ event: "error", fielder: 2 }],
      advances: { third: { to: "home", run: "unearned", rbi: false }, batter: "first" },
    },
  ],
  [
    "K+CS2(26)/DP",
    {
      event: "strikeout",
      with: [{ event: "caught stealing", base: "second", plays: [{ fielders: [2, 6] }] }],
      modifiers: ["DP"],
    },
  ],
  ["W+PB.2-3", { event: "walk", with: [{ event: "passed ball" }], advances: { second: "third" } }],
  ["IW", { event: "intentional walk" }],
  ["SB3;SB2", { event: "stolen base", base: "third", with: [{ event: "stolen base", base: "second" }] }],
  ["SBH(UR)", { event: "stolen base", base: "home", run: "unearned" }],
  [
    "POCS2(1361)",
    { event: "caught stealing", base: "second", pickoff: true, plays: [{ fielders: [1, 3, 6, 1] }] },
  ],
  [
    "PO1(E1/TH).1-2",
    {
      event: "pickoff",
      base: "first",
      plays: [{ fielders: [], error: 1, notes: ["TH"] }],
      advances: { first: "second" },
    },
  ],
  ["CS2(99)", { event: "caught stealing", base: "second", plays: [{ fielders: [] }] }],
  ["C/E2", { event: "interference", error: 2 }],
  ["C/1E2", { event: "interference", error: 2, assist: 1 }],
  ["FLE5/P5F", { event: "foul error", fielder: 5, modifiers: ["P5F"] }],
  ["E4", { event: "error", fielder: 4 }],
  [
    "FC6.2X3(65)",
    {
      event: "fielder's choice",
      fieldedBy: 6,
      advances: { second: { to: "third", out: true, plays: [{ fielders: [6, 5] }] } },
    },
  ],
  [
    "S9.BXH(UR)(86E2)",
    {
      event: "single",
      fieldedBy: 9,
      advances: {
        batter: { to: "home", out: true, run: "unearned", plays: [{ fielders: [8, 6], error: 2 }] },
      },
    },
  ],
  [
    "OA/BINT.3XH(2)",
    {
      event: "other advance",
      modifiers: ["BINT"],
      advances: { third: { to: "home", out: true, plays: [{ fielders: [2] }] } },
    },
  ],
  ["BK.3-H", { event: "balk", advances: { third: "home" } }],
  ["DI.1-2", { event: "defensive indifference", advances: { first: "second" } }],
  ["NP", { event: "no play" }],
];

describe("parsePlay reads", () => {
  test.each(examples)("%s", (text, event) => {
    expect(parsePlay(text)).toEqual(event);
  });

  test.each([
    ["s8.2-h", "S8.2-H"],
    ["H/F7", "HR/F7"],
    ["HBP", "HP"],
    ["I+WP.1-3", "IW+WP.1-3"],
    ["OBA.1-2", "OA.1-2"],
    ["64(1)3(B)/GDP", "64(1)3/GDP"],
    ["S?8/L+!.2X3(6)?", "S8?!/L+.2X3(6)?"],
    ["53+/G", "53+/G"],
    ["2XH(NORBI)", "2XH(NR)"],
    ["S0", "S"],
    [" W ", "W"],
    ["S9.2XH(9S)", "S9.2XH(9/S)"],
  ])("another way to write it: %s is %s", (text, same) => {
    const play = text.startsWith("2X") ? `S8.${text}` : text;
    expect(formatPlay(parsePlay(play))).toBe(same.startsWith("2X") ? `S8.${same}` : same);
  });
});

describe("a text that is not a play is refused with the position of the first invalid character:", () => {
  test.each([
    ["", 0],
    ["X9", 0],
    ["S8.2-5", 5],
    ["S8.2-H;", 7],
    ["S8.", 3],
    ["S8.2H", 4],
    ["S8.2-H;2-3", 7],
    ["64(1", 4],
    ["64(5)3", 3],
    ["K+XX", 2],
    ["E", 1],
    ["SB1", 2],
    ["PO4(13)", 2],
    ["CS2(", 4],
    ["CS2()", 4],
    ["S8.1X3(E)", 7],
    ["S8.1-3(URR)", 7],
    ["S8/G+/H_", 7],
    ["NP S8", 2],
    ["ẞ8", 0],
  ])("%s at %i", (text, position) => {
    expect(() => parsePlay(text)).toThrow(NotationError);
    expect(positionIn(text)).toBe(position);
  });

  test("the message shows the text, the position, and what was expected", () => {
    expect(() => parsePlay("S8.2-5")).toThrow(
      '"S8.2-5" is not a play: at character 6 there is "5", where the base where he goes (1, 2, 3 or H) is expected.',
    );
    expect(() => parsePlay("64(1")).toThrow(
      /^"64\(1" is not a play: at character 5 the text ends, where "\)" is expected\.$/,
    );
  });
});

it("every text is either a play, or a NotationError with a position in the text", () => {
  const letters = fc.constantFrom(
    ..."SDTHRKWIEFCPOBNAGL0123456789().;/+-X#!?",
    "SB2",
    "POCS",
    "(UR)",
    "/TH",
    ".1-2",
  );
  const texts = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.array(letters).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const position = positionIn(text);
      return position === undefined || (position >= 0 && position <= text.length);
    }),
    { numRuns: 500 },
  );
});

it("every written event is read back as the same event", () => {
  fc.assert(
    fc.property(anyPlayEvent, (event) => {
      expect(parsePlay(formatPlay(event))).toEqual(event);
    }),
    { numRuns: 500 },
  );
});

it("every text that can be read is written and read back as the same event", () => {
  const parts = fc.constantFrom(
    "S8",
    "K",
    "+WP",
    "64(1)3",
    "/GDP",
    "#",
    ".1-2",
    ";2X3(65)",
    "(UR)",
    "C/E2",
    "SB2",
    "POCS2(13)",
  );
  fc.assert(
    fc.property(fc.array(parts), (texts) => {
      const text = texts.join("");
      if (positionIn(text) !== undefined) return;
      expect(parsePlay(formatPlay(parsePlay(text)))).toEqual(parsePlay(text));
    }),
    { numRuns: 500 },
  );
});

it("every play of every real game is read, written, and read back the same", needsRealGames, () => {
  const texts = allPlayTexts();
  expect(texts.length).toBeGreaterThan(7_000);
  for (const text of texts) expect(parsePlay(formatPlay(parsePlay(text))), text).toEqual(parsePlay(text));
  const rewritten = texts.filter((text) => formatPlay(parsePlay(text)) !== text);
  console.log(`${texts.length} plays; written otherwise: ${rewritten.join(" ")}`);
});

function positionIn(text: string): number | undefined {
  try {
    parsePlay(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof NotationError)) throw error;
    return error.position;
  }
}
