import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { DugoutError, ValidationError } from "../../../../src/errors/errors.js";
import { checkedEvent } from "../../../../src/rules/notation/check-event.js";
import { formatPlay } from "../../../../src/rules/notation/format-play.js";
import { parsePlay } from "../../../../src/rules/notation/parse-play.js";
import { scorePlay } from "../../../../src/rules/scoring/score-play.js";
import { gameWith } from "../../../support/scoring-game.js";

/** What is wrong with an event, by field. */
function issuesOf(event: unknown): Record<string, string> {
  try {
    scorePlay(gameWith([1]), event as never);
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return Object.fromEntries(error.issues.map(({ field, message }) => [field, message]));
  }
  return {};
}

const base = "must be first, second, third or home";
const fielder = "must be a fielder's number from 1 to 9";
const note = "is not a note of the notation, such as TH, WP or INT";

describe("an event from JavaScript or JSON is refused with each wrong field:", () => {
  test.each<[unknown, Record<string, string>]>([
    ...[null, undefined, 5, [], ["S8"], true].map((given): [unknown, Record<string, string>] => [
      given,
      { "": "must be a text in Retrosheet's notation, or an object" },
    ]),
    [{}, { event: "must be a text, such as single" }],
    [{ event: ["single"] }, { event: "must be a text, such as single" }],
    [{ event: "single", fieldedBy: "8" }, { fieldedBy: fielder }],
    [
      { event: "single", thenBy: 5, groundRule: 1 },
      { thenBy: "must be a list", groundRule: "must be true or false" },
    ],
    [{ event: "single", advances: { first: "fourth" } }, { "advances.first": base }],
    [{ event: "single", advances: [] }, { advances: "must be an object" }],
    [{ event: "single", advances: { first: 3 } }, { "advances.first": "must be an object" }],
    [
      { event: "single", advances: { first: { out: "yes" } } },
      { "advances.first.to": "is missing", "advances.first.out": "must be true or false" },
    ],
    [
      { event: "single", advances: { first: { to: "home", plays: [{}] } } },
      { "advances.first.plays.0.fielders": "is missing" },
    ],
    [
      { event: "single", advances: { first: { to: "home", run: "earned", notes: ["WP)"] } } },
      { "advances.first.run": "must be unearned or team unearned", "advances.first.notes.0": note },
    ],
    [{ event: "out" }, { plays: "is missing" }],
    [{ event: "out", plays: [] }, { plays: "must not be empty" }],
    [
      { event: "out", plays: [{ fielders: [0, 10, 4.5] }] },
      { "plays.0.fielders.0": fielder, "plays.0.fielders.1": fielder, "plays.0.fielders.2": fielder },
    ],
    [
      { event: "out", plays: [{ fielders: [6], runner: "batter" }] },
      { "plays.0.runner": "must be first, second or third" },
    ],
    [{ event: "stolen base" }, { base: "is missing" }],
    [{ event: "pickoff", base: "home" }, { base: "must be first, second or third" }],
    [{ event: "error" }, { fielder: "is missing" }],
    [{ event: "walk", with: { event: "wild pitch" } }, { with: "must be a list" }],
    [
      { event: "walk", with: [{ event: "stolen base", base: "first" }] },
      { "with.0.base": "must be second, third or home" },
    ],
    [{ event: "single", modifiers: "SF" }, { modifiers: "must be a list" }],
    [
      { event: "single", modifiers: ["gdp", "X.1-H"], marks: "; drop" },
      {
        "modifiers.0": "must be capital letters and digits, such as GDP",
        "modifiers.1": "must be capital letters and digits, such as GDP",
        marks: "may contain only !, ?, #, + and -",
      },
    ],
  ])("%j", (event, issues) => {
    expect(issuesOf(event)).toEqual(issues);
  });

  test("a field that there is not, because its name is wrong or it belongs to another event", () => {
    expect(Object.keys(issuesOf({ event: "single", advance: { first: "home" } }))).toEqual(["advance"]);
    expect(Object.keys(issuesOf({ event: "single", advances: { frist: "home" } }))).toEqual([
      "advances.frist",
    ]);
    expect(Object.keys(issuesOf({ event: "walk", fieldedBy: 8 }))).toEqual(["fieldedBy"]);
    expect(Object.keys(issuesOf({ event: "walk", with: [{ event: "single" }] }))).toEqual(["with.0.event"]);
    expect(Object.keys(issuesOf(JSON.parse('{"event":"single","__proto__":{}}')))).toEqual(["__proto__"]);
  });

  test.each(["constructor", "__proto__", "toString", "slam dunk", ""])("an event named %j", (event) => {
    expect(() => scorePlay(gameWith([1]), { event } as never)).toThrow(
      new RegExp(`^There is no event "${event}"\\.$`),
    );
  });
});

const anything = fc.anything({ maxDepth: 3 });
const nearlyAnEvent = fc.record(
  {
    event: fc.constantFrom(
      "single",
      "out",
      "walk",
      "error",
      "stolen base",
      "pickoff",
      "interference",
      "balk",
    ),
    ...{ plays: anything, advances: anything, with: anything, fielder: anything, base: anything },
    ...{ modifiers: anything, marks: anything, fieldedBy: anything },
  },
  { requiredKeys: [] },
);

it("nothing else than a typed error comes of any value", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        anything.filter((value) => typeof value !== "string"),
        nearlyAnEvent,
      ),
      (value) => {
        try {
          scorePlay(gameWith([1, 2]), value as never);
        } catch (error) {
          expect(error).toBeInstanceOf(DugoutError);
        }
      },
    ),
  );
});

it("an event that passes can be written, and read again", () => {
  fc.assert(
    fc.property(nearlyAnEvent, (value) => {
      try {
        checkedEvent(value);
      } catch {
        return;
      }
      if ((value as { event?: string }).event !== undefined) parsePlay(formatPlay(value as never));
    }),
  );
});
