import fc from "fast-check";
import { expect, it } from "vitest";
import { parseGameFile } from "../../../src/import.js";
import { gameInput, gameStateInput } from "../../../src/models/games-table.js";
import { lineupInput } from "../../../src/models/lineups-table.js";
import { playInput } from "../../../src/models/plays-table.js";
import { validateWithoutZod } from "../../../src/models/validate-without-zod.js";
import { worldSeriesText } from "../../support/examples.js";
import { propertyRuns } from "../../support/property-runs.js";
import { sampleGame, sampleGameId, samplePlay } from "../../support/sample-inputs.js";

const odd = fc.oneof(
  fc.integer({ min: -3, max: 20 }),
  fc.constantFrom(
    ...[
      null,
      undefined,
      true,
      false,
      "",
      "63",
      "0",
      "P",
      "top",
      "sba",
      sampleGameId,
      sampleGameId.toUpperCase(),
    ],
    ...[Number.NaN, Number.POSITIVE_INFINITY, 1.5, -0.5, 2 ** 60, -40_000, 70_000],
  ),
  fc.constantFrom(new Date(Number.NaN), new Date("0000-01-01T00:00:00Z"), new Date("2020-07-24T00:00:00Z")),
  fc.constantFrom("nul \0", "half \ud800", {}, [], { at: new Date() }, { deep: [1, "two", null] }),
);

const sampleState = { gameId: sampleGameId, inning: 3, half: "top", homeScore: 0, awayScore: 2 };

const samples = [
  ["plays", playInput, { ...samplePlay, createdAt: new Date(0) }],
  ["games", gameInput, { ...sampleGame, createdAt: new Date(0) }],
  ["a game's state", gameStateInput, sampleState],
  ["lineups", lineupInput, { gameId: sampleGameId, teamId: 1, position: "P" }],
] as const;

it.each(samples)("validation without zod returns the same %s as the schema", (_, schema, sample) => {
  expect(validateWithoutZod(schema, sample)).toEqual(schema().parse(sample));
  expect(validateWithoutZod(schema, { ...sample, surprise: 1 })).toBeUndefined();
  const field = fc.constantFrom(...Object.keys(schema().shape), "surprise");
  fc.assert(
    fc.property(fc.array(fc.tuple(field, odd), { maxLength: 3 }), (changes) => {
      const input = { ...sample, ...Object.fromEntries(changes) };
      const valid = validateWithoutZod(schema, input);
      if (valid !== undefined) expect(schema().parse(input)).toEqual(valid);
    }),
    { numRuns: propertyRuns(1_000) },
  );
});

it.each([null, 7, "play", [samplePlay]])("%o is left to the schema", (input) => {
  expect(validateWithoutZod(playInput, input)).toBeUndefined();
});

it("real plays are validated without zod", async () => {
  const { plays } = parseGameFile(JSON.parse(await worldSeriesText()));
  const undecided = plays.filter(
    (play) => validateWithoutZod(playInput, { ...play, gameId: sampleGameId }) === undefined,
  );
  expect(undecided).toEqual([]);
});
