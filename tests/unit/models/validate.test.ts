import { expect, test } from "vitest";
import { ValidationError } from "../../../src/errors/errors.js";
import { gameInput, gameRules } from "../../../src/models/games-table.js";
import { playRules } from "../../../src/models/play-rules.js";
import { playInput, playRanges } from "../../../src/models/plays-table.js";
import { validate } from "../../../src/models/validate.js";
import { sampleGame, samplePlay, thrownBy } from "../../support/sample-inputs.js";

const checkPlay = (input: unknown) =>
  validate<Record<string, unknown>>("The play", playInput, input, playRules);

function issuesOf(input: unknown): Record<string, string> {
  const error = thrownBy(() => checkPlay(input)) as ValidationError;
  expect(error).toBeInstanceOf(ValidationError);
  return Object.fromEntries(error.issues.map(({ field, message }) => [field, message]));
}

test("a valid input comes back with its defaults", () => {
  expect(checkPlay(samplePlay)).toMatchObject({ ...samplePlay, pa: 0, playMetadata: {} });
});

test("all problems are reported together: invalid fields, unknown fields, broken rules", () => {
  const input = {
    ...samplePlay,
    inning: 0,
    half: "left",
    umpire: 3,
    hit: 1,
    homerun: 0,
    pitcherId: undefined,
  };
  expect(issuesOf(input)).toEqual({
    inning: "must be at least 1",
    half: "must be one of: top, bottom",
    umpire: "is not a known field",
    pitcherId: "is missing",
    hit: "and so must not be more than ab together",
  });
});

test.each<[string, object, string]>([
  ["a missing field", { batterId: undefined }, "batterId is missing"],
  ["null where there must be a value", { batterId: null }, "batterId must be a number"],
  ["text for a number", { batterId: "7" }, "batterId must be a number"],
  ["a fraction", { pa: 0.5 }, "pa must be a whole number"],
  ["an identifier beyond 2^53", { runnerId: 2 ** 53 }, "runnerId must be at most 9007199254740991"],
  ["a number for text", { diceRoll: 7 }, "diceRoll must be text"],
  ["a number for true or false", { locked: 1 }, "locked must be true or false"],
  ["text for a time", { createdAt: "2024-05-01" }, "createdAt must be a Date"],
  ["a time that is none", { createdAt: new Date(Number.NaN) }, "createdAt must be a Date"],
  ["a list for a JSON object", { playMetadata: [] }, "playMetadata must be a JSON object"],
  ["a game id that is none", { gameId: "7" }, "gameId must be a UUID"],
  ["an unknown position", { checkPos: "QB" }, "checkPos must be one of: P, C, 1B, 2B"],
  ["NUL in text", { hitType: "a\0" }, "hitType must be text that PostgreSQL can store"],
  ["undefined in JSON", { playMetadata: { a: undefined } }, "playMetadata must be a JSON object: finite"],
])("%s has a plain message", (_, change, phrase) => {
  const { message } = thrownBy(() => checkPlay({ ...samplePlay, ...change })) as Error;
  expect(message).toMatch(/^The play is not valid: .*\.$/);
  expect(message).toContain(phrase);
});

test.each(Object.entries(playRanges))(
  "%s accepts its range and nothing else",
  (field, [smallest, largest]) => {
    const beside = { [smallest - 1]: `at least ${smallest}`, [largest + 1]: `at most ${largest}` };
    for (const [value, phrase] of Object.entries(beside))
      expect(issuesOf({ ...samplePlay, [field]: Number(value) })[field]).toBe(`must be ${phrase}`);
    for (const value of [smallest, largest])
      expect(playInput().safeParse({ ...samplePlay, [field]: value }).success).toBe(true);
  },
);

test("a number far outside is named once, with the narrower range", () => {
  for (const [field, value, phrase] of [
    ["inning", 40_000, "must be at most 99"],
    ["inning", -40_000, "must be at least 1"],
    ["wpa", 1e9, "must be at most 1"],
    ["batterId", 2 ** 60, "must be at most 9007199254740991"],
  ] as const) {
    const { issues } = thrownBy(() =>
      checkPlay({ ...samplePlay, homerun: 0, [field]: value }),
    ) as ValidationError;
    expect(issues).toEqual([{ field, message: phrase }]);
  }
});

test("a rule is not reported if only another field is invalid", () => {
  expect(Object.keys(issuesOf({ ...samplePlay, inning: 0 }))).toEqual(["inning"]);
  const { half: _half, ...withoutHalf } = samplePlay;
  expect(Object.keys(issuesOf(withoutHalf))).toEqual(["half"]);
});

test("a rule about an invalid field is not checked", () => {
  expect(Object.keys(issuesOf({ ...samplePlay, homerun: 0, hit: 1, ab: 7 }))).toEqual(["ab"]);
});

test.each([[null], [undefined], [7], ["play"], [[]]])("%j is not a play, and is reported once", (input) => {
  const { issues, message } = thrownBy(() => checkPlay(input)) as ValidationError;
  expect(issues.map(({ field }) => field)).toEqual([""]);
  expect(message).toMatch(/^The play is not valid: (is missing|must be an object)\.$/);
});

test("a game's teams differ, and its winner is one of them", () => {
  const check = (change: object) => () =>
    validate("The game", gameInput, { ...sampleGame, ...change }, gameRules);
  expect(check({ winnerTeamId: 2 })).not.toThrow();
  expect(check({ awayTeamId: 1 })).toThrow("awayTeamId must be another team than homeTeamId");
  expect(check({ winnerTeamId: 3 })).toThrow("winnerTeamId must be one of the game's two teams");
});

test("the values that were wrong are not repeated in the error", () => {
  const secret = "hunter2-hunter2-hunter2";
  const error = thrownBy(() => checkPlay({ ...samplePlay, batterId: secret, half: secret })) as Error;
  expect(`${error.message} ${JSON.stringify(error)}`).not.toContain(secret);
});
