import { expect, it } from "vitest";
import type { Play, PlayInput } from "../../../../src/index.js";
import { newPlay, stageGame } from "../../../support/game-fixtures.js";
import { type At, inEveryMode } from "../../../support/places.js";
import { readPaths, withReals } from "../../../support/read-paths.js";
import { tellingPlays } from "../../../support/telling-plays.js";

const flags = ["isNewInning", "isTied", "isGoAhead", "inPow", "locked", "complete"];
const absent = [
  ...["catcherId", "defenderId", "runnerId", "onFirstId", "onSecondId", "onThirdId"],
  ...["batterFinal", "onFirstFinal", "onSecondFinal", "onThirdFinal", "diceRoll", "hitType"],
  ...["resultDescription", "checkPos", "wpa", "re24"],
  ...["responsibleBatterId", "responsiblePitcherId"],
  ...["onFirstPitcherId", "onSecondPitcherId", "onThirdPitcherId"],
  ...["stolenBaseCode", "caughtStealingCode", "earnedRunCode"],
  ...["putoutPositions", "assistPositions", "errorPositions"],
];
const counts = [
  ...["pa", "ab", "hit", "double", "triple", "homerun", "bb", "ibb", "so", "hbp", "rbi", "sacBunt", "sacFly"],
  ...[
    "gidp",
    "sb",
    "cs",
    "pickOff",
    "wildPitch",
    "passedBall",
    "balk",
    "error",
    "bphr",
    "bpfo",
    "bp1b",
    "bplo",
  ],
  ...["outsRecorded", "earnedRuns", "teamUnearnedRuns", "doublePlay", "triplePlay"],
];
const all = (names: readonly string[], value: unknown) =>
  Object.fromEntries(names.map((name) => [name, value]));

/** The values of columns that a play leaves out. */
const defaults: Record<string, unknown> = {
  ...all(flags, false),
  ...all(absent, null),
  ...all(counts, 0),
  playMetadata: {},
};

const bit = (id: number | null | undefined, value: number) => (id == null ? 0 : value);

/** The whole row that a play must become, generated columns included. */
function rowOf(play: PlayInput, id: number, createdAt: Date): Record<string, unknown> {
  const finals = [play.batterFinal, play.onFirstFinal, play.onSecondFinal, play.onThirdFinal];
  return withReals({
    ...defaults,
    createdAt,
    ...play,
    id,
    onBaseCode: bit(play.onFirstId, 1) + bit(play.onSecondId, 2) + bit(play.onThirdId, 4),
    runsScored: finals.filter((final) => final === 4).length,
  } as Record<string, unknown>);
}

export function describePlayColumns(at: At): void {
  inEveryMode("every column of a play", at, ({ perform }) => {
    it("is read with its default if it was left out", async () => {
      const game = await stageGame(at().database);
      const id = await perform((operations) => operations.savePlay(newPlay(game)));
      for (const { read } of readPaths) {
        const [stored] = (await perform((operations) => read(operations, game.gameId))) as [Play];
        expect(stored.createdAt).toBeInstanceOf(Date);
        expect(stored).toStrictEqual(rowOf(newPlay(game), id, stored.createdAt));
      }
    });

    it("is read as it was given, however it is read", async () => {
      const game = await stageGame(at().database);
      const createdAt = new Date("1999-12-31T23:59:59.999Z");
      const given = tellingPlays(game).map((play) => ({ createdAt, ...play }));
      const ids = await perform((operations) => Promise.all(given.map((play) => operations.savePlay(play))));
      const expected = given.map((play, index) => rowOf(play, ids[index] as number, createdAt));
      for (const { name, read } of readPaths) {
        const stored = await perform((operations) => read(operations, game.gameId));
        expect([name, stored.map((play) => withReals(play))]).toStrictEqual([name, expected]);
      }
    });

    it("is given another value than its default by the plays of the test before", async () => {
      const game = await stageGame(at().database);
      const given = tellingPlays(game);
      const told = Object.keys(defaults).filter((column) =>
        given.some((play) => {
          const value = (play as Record<string, unknown>)[column] ?? null;
          return column in play && JSON.stringify(value) !== JSON.stringify(defaults[column]);
        }),
      );
      expect(told.sort()).toEqual(Object.keys(defaults).sort());
      const id = await perform((operations) => operations.savePlay(given[0] as PlayInput));
      const [stored] = (await perform((operations) => operations.getPlays(game.gameId))) as [Play];
      const required = ["gameId", "playNumber", "inning", "half", "outsBefore", "battingOrder", "awayScore"];
      const made = ["homeScore", "batterId", "pitcherId", "createdAt", "id", "onBaseCode", "runsScored"];
      expect(Object.keys(stored).sort()).toEqual([...required, ...made, ...Object.keys(defaults)].sort());
      expect(stored.id).toBe(id);
    });
  });
}
