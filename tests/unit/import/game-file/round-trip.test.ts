import fc from "fast-check";
import { expect, test } from "vitest";
import type { GameFile } from "../../../../src/import/game-file/game-file.js";
import { parseGameFile } from "../../../../src/import/game-file/parse-game-file.js";
import { writeGameFile } from "../../../../src/import/game-file/write-game-file.js";
import { smallGameFile } from "../../../support/game-files.js";

const text = fc.option(fc.string({ unit: "grapheme" }).map((made) => made.replaceAll("\0", "")));
const time = fc.date({ noInvalidDate: true, min: new Date("0001-01-01"), max: new Date("9999-12-31") });
const real = fc.option(fc.double({ min: -1, max: 1, noNaN: true }).map((value) => value + 0));
const json = fc.dictionary(
  fc.string({ unit: "grapheme" }).map((made) => made.replaceAll("\0", "")),
  fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.integer())),
  { maxKeys: 3, noNullPrototype: true },
);

const game = fc.record({
  status: fc.constantFrom("pending", "active", "completed"),
  homeTeamName: text,
  homeTeamIsAi: fc.boolean(),
  homeScore: fc.nat(999),
  winnerTeamId: fc.constantFrom(null, 1, 2),
  createdAt: time,
  startedAt: fc.option(time),
  season: fc.option(fc.constantFrom("2020", "2016 postseason")),
  metadata: json,
});
const entry = fc.record({
  playerName: text,
  isStarter: fc.boolean(),
  isActive: fc.boolean(),
  enteredInning: fc.integer({ min: 1, max: 99 }),
});
/** Of the second entry, who is the only pitcher. */
const decision = fc.constantFrom(null, "win" as const, "loss" as const, "save" as const);
const play = fc.record({
  inning: fc.integer({ min: 1, max: 99 }),
  half: fc.constantFrom("top", "bottom"),
  isTied: fc.boolean(),
  resultDescription: text,
  checkPos: fc.constantFrom(null, "P", "SS"),
  playMetadata: json,
  createdAt: time,
  error: fc.nat(9),
  wpa: real,
  re24: real,
  responsibleBatterId: fc.constantFrom(null, 1),
  responsiblePitcherId: fc.constantFrom(null, 2),
  putoutPositions: fc.constantFrom(null, "3", "643"),
  errorPositions: fc.constantFrom(null, "6"),
});

/** The small valid file, with random values wherever the format allows them. */
const gameFile: fc.Arbitrary<GameFile> = fc
  .record({
    game,
    entries: fc.array(entry, { minLength: 3, maxLength: 3 }),
    plays: fc.array(play, { maxLength: 2 }),
    decision,
  })
  .map((made) => {
    const file = parseGameFile(smallGameFile());
    return {
      ...file,
      game: { ...file.game, ...made.game } as GameFile["game"],
      lineups: file.lineups.map((line, index) => ({
        ...{ ...line, ...made.entries[index] },
        decision: line.position === "P" ? made.decision : null,
      })),
      plays: file.plays.map(
        (line, index) => ({ ...line, ...made.plays[index] }) as GameFile["plays"][number],
      ),
    };
  });

test("a game file that is written and read again is the same", () => {
  fc.assert(
    fc.property(gameFile, (file) => {
      expect(parseGameFile(JSON.parse(writeGameFile(file)))).toEqual(file);
    }),
  );
});

test("writing what was written gives the same text", () => {
  fc.assert(
    fc.property(gameFile, (file) => {
      const written = writeGameFile(file);
      expect(writeGameFile(parseGameFile(JSON.parse(written)))).toBe(written);
    }),
  );
});

test("a value that is the column's default is left out; others stay, null included", () => {
  const file = parseGameFile(smallGameFile());
  const written = writeGameFile({
    ...file,
    lineups: file.lineups.map((line) => ({ ...line, isStarter: false, isActive: true })),
  });
  const { lineups, plays } = JSON.parse(written) as { lineups: object[]; plays: object[] };
  expect(lineups[0]).toEqual({
    id: 1,
    teamId: 2,
    playerId: 201,
    position: "SS",
    battingOrder: 1,
    isStarter: false,
  });
  expect(Object.keys(plays[1] ?? {}).toSorted()).toEqual(
    [
      ...["awayScore", "batterId", "battingOrder", "createdAt", "half", "homeScore", "inning"],
      ...["outsBefore", "pitcherId", "playNumber", "runnerId"],
    ].toSorted(),
  );
});

test("every entry and every play is on its own line", () => {
  const lines = writeGameFile(parseGameFile(smallGameFile())).split("\n");
  expect(lines.filter((line) => line.includes('"playNumber"'))).toHaveLength(2);
  expect(lines.filter((line) => line.includes('"playerId"'))).toHaveLength(5);
  expect(lines.at(-1)).toBe("");
});
