import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, DatabaseOperations, PlayConflictError } from "../../../src/index.js";
import { newPlay, stageGame } from "../../support/game-fixtures.js";
import { serverDatabase } from "../../support/places.js";
import { refusalOf } from "../../support/refusals.js";
import { untilBlocked } from "../../support/server-activity.js";

const server = serverDatabase();
let one: Database;
let other: Database;

beforeAll(async () => {
  [one, other] = await Promise.all([server().open(), server().open()]);
});

afterAll(() => Promise.all([one.close(), other.close()]));

const state = (awayScore: number) => ({ inning: 1, half: "top", homeScore: 0, awayScore }) as const;

describe("the same play, saved by two connections at once", () => {
  it("gives both the same id, and is stored once", async () => {
    const game = await stageGame(one);
    for (let playNumber = 1; playNumber <= 25; playNumber += 1) {
      const play = newPlay(game, { playNumber });
      const ids = await Promise.all(
        [one, other, one, other].map((database) => new DatabaseOperations(database).savePlay(play)),
      );
      expect(new Set(ids).size).toBe(1);
    }
    expect(await new DatabaseOperations(one).getPlays(game.gameId)).toHaveLength(25);
  });

  it("returns the first's id to the second, which waits for the first's transaction", async () => {
    const game = await stageGame(one);
    await using session = await one.session();
    const first = await new DatabaseOperations(session).savePlay(newPlay(game));
    const second = new DatabaseOperations(other).savePlay(newPlay(game));
    await untilBlocked(one);
    await session.commit();
    expect(await second).toBe(first);
  });

  it("is stored by the second when the first's transaction is rolled back", async () => {
    const game = await stageGame(one);
    await using session = await one.session();
    await new DatabaseOperations(session).savePlay(newPlay(game));
    const second = new DatabaseOperations(other).savePlay(newPlay(game));
    await untilBlocked(one);
    await session.rollback();
    const id = await second;
    const [stored] = await new DatabaseOperations(one).getPlays(game.gameId);
    expect(stored?.id).toBe(id);
  });

  it("is recorded once, and increments the state version once", async () => {
    const game = await stageGame(one);
    for (let playNumber = 1; playNumber <= 25; playNumber += 1) {
      const play = newPlay(game, { playNumber });
      const recorded = await Promise.all(
        [one, other, one].map((database) =>
          new DatabaseOperations(database).recordPlay(play, state(playNumber)),
        ),
      );
      expect(new Set(recorded.map(({ playId }) => playId)).size).toBe(1);
    }
    const loaded = await new DatabaseOperations(one).loadGameState(game.gameId);
    expect(loaded?.game).toMatchObject({ stateVersion: 25, awayScore: 25 });
  });
});

describe("two plays under one number, saved at once", () => {
  it("are one success and one PlayConflictError", async () => {
    const game = await stageGame(one);
    for (let playNumber = 1; playNumber <= 25; playNumber += 1) {
      const outcomes = await Promise.allSettled([
        new DatabaseOperations(one).savePlay(newPlay(game, { playNumber, hitType: "bunt" })),
        new DatabaseOperations(other).savePlay(newPlay(game, { playNumber, hitType: "fly" })),
      ]);
      const won = outcomes.filter((outcome) => outcome.status === "fulfilled");
      const lost = outcomes.filter((outcome) => outcome.status === "rejected");
      expect([won.length, lost.length]).toEqual([1, 1]);
      expect(lost[0]?.reason).toBeInstanceOf(PlayConflictError);
      expect(lost[0]?.reason.details).toEqual({ gameId: game.gameId, playNumber, differs: ["hitType"] });
    }
    expect(await new DatabaseOperations(one).getPlays(game.gameId)).toHaveLength(25);
  });

  it("are recorded only with the state of the one that succeeds", async () => {
    const game = await stageGame(one);
    const outcomes = await Promise.allSettled([
      new DatabaseOperations(one).recordPlay(newPlay(game, { hitType: "bunt" }), state(1)),
      new DatabaseOperations(other).recordPlay(newPlay(game, { hitType: "fly" }), state(2)),
    ]);
    const winner = outcomes.findIndex(({ status }) => status === "fulfilled");
    const loaded = await new DatabaseOperations(one).loadGameState(game.gameId);
    expect(loaded?.game).toMatchObject({ awayScore: winner + 1, stateVersion: 1 });
    expect(loaded?.plays[0]?.hitType).toBe(["bunt", "fly"][winner]);
  });

  it("conflict within a session too, which may continue", async () => {
    const game = await stageGame(one);
    await one.transaction(async (session) => {
      const operations = new DatabaseOperations(session);
      await operations.savePlay(newPlay(game));
      const refusal = await refusalOf(operations.savePlay(newPlay(game, { half: "bottom" })));
      expect(refusal).toBeInstanceOf(PlayConflictError);
      await operations.savePlay(newPlay(game, { playNumber: 2 }));
    });
    expect(await new DatabaseOperations(other).getPlays(game.gameId)).toHaveLength(2);
  });
});
