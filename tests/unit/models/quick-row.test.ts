import fc from "fast-check";
import { expect, it } from "vitest";
import { parseGameFile } from "../../../src/import.js";
import { gameInput, gameStateInput } from "../../../src/models/games.js";
import { readQuickly } from "../../../src/models/input.js";
import { lineupInput } from "../../../src/models/lineups.js";
import { playInput } from "../../../src/models/plays/index.js";
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

it.each(samples)("what is read quickly of %s is what the schema gives", (_, schema, sample) => {
  const verdicts = { quick: 0, slow: 0 };
  const field = fc.constantFrom(...Object.keys(schema.shape), "surprise");
  fc.assert(
    fc.property(fc.array(fc.tuple(field, odd), { maxLength: 3 }), (changes) => {
      const input = { ...sample, ...Object.fromEntries(changes) };
      const quick = readQuickly(schema, input);
      verdicts[quick === undefined ? "slow" : "quick"] += 1;
      if (quick !== undefined) expect(schema.parse(input)).toEqual(quick);
    }),
    { numRuns: propertyRuns(1_000) },
  );
  expect(verdicts.quick).toBeGreaterThan(propertyRuns(100));
  expect(verdicts.slow).toBeGreaterThan(propertyRuns(100));
});

it.each([null, 7, "play", [samplePlay]])("%o is left to the schema", (input) => {
  expect(readQuickly(playInput, input)).toBeUndefined();
});

it("real plays are read quickly, so that the schema is rarely asked", async () => {
  const { plays } = parseGameFile(JSON.parse(await worldSeriesText()));
  const slow = plays.filter(
    (play) => readQuickly(playInput, { ...play, gameId: sampleGameId }) === undefined,
  );
  expect(slow).toEqual([]);
});
