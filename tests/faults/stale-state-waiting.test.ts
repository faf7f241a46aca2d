import { describe, expect, it } from "vitest";
import {
  DatabaseOperations,
  GameStatusError,
  type LoadedGame,
  StaleGameStateError,
} from "../../src/index.js";
import { behind } from "../support/behind.js";
import { newPlay, type StagedGame, stageGame } from "../support/game-fixtures.js";
import { beliefs, stateWithRuns } from "../support/game-server.js";
import { onServer } from "../support/places.js";
import { refusalOf } from "../support/refusals.js";
import { expectNothingUnhandled } from "../support/unhandled.js";

const at = onServer();
expectNothingUnhandled();
const one = () => new DatabaseOperations(at().database);
const other = () => new DatabaseOperations(at().elsewhere);

async function load({ gameId }: StagedGame): Promise<LoadedGame> {
  const loaded = await other().loadGameState(gameId);
  if (loaded === null) throw new Error(`game ${gameId} is gone`);
  return loaded;
}

const ended = (end: "commit" | "rollback") => ({ ...at(), end });

describe("a server that waits for another server's transaction", () => {
  const record = (game: StagedGame, hitType: string, options?: object) => (operations: DatabaseOperations) =>
    operations.recordPlay(newPlay(game, { hitType }), stateWithRuns(1), options);

  it.each(Object.entries(beliefs))(
    "is stale if that transaction is committed, by its %s",
    async (_, believe) => {
      const game = await stageGame(at().database);
      const recording = behind(
        ended("commit"),
        record(game, "fly", believe(0)),
        record(game, "bunt", believe(0)),
      );
      const refusal = await refusalOf(recording);
      expect(refusal).toBeInstanceOf(StaleGameStateError);
      expect(refusal.details).toMatchObject({ stateVersion: 1, lastPlay: 1 });
      expect((await load(game)).plays.map(({ hitType }) => hitType)).toEqual(["fly"]);
    },
  );

  it.each(Object.entries(beliefs))(
    "records if that transaction is rolled back, by its %s",
    async (_, believe) => {
      const game = await stageGame(at().database);
      const recorded = await behind(
        ended("rollback"),
        record(game, "fly", believe(0)),
        record(game, "bunt", believe(0)),
      );
      expect(recorded.stateVersion).toBe(1);
      expect((await load(game)).plays.map(({ hitType }) => hitType)).toEqual(["bunt"]);
    },
  );

  it("gets the first one's answer if it is the same play", async () => {
    const game = await stageGame(at().database);
    const same = record(game, "fly", { expectedVersion: 0 });
    const recorded = await behind(ended("commit"), same, same);
    expect(recorded).toEqual({
      playId: (await load(game)).plays[0]?.id,
      stateVersion: 1,
    });
  });

  it("records after a change that does not affect its expectation: it reads again", async () => {
    const game = await stageGame(at().database);
    const start = (operations: DatabaseOperations) => operations.startGame(game.gameId);
    const recorded = await behind(ended("commit"), start, record(game, "fly", { expectedLastPlay: 0 }));
    expect(recorded.stateVersion).toBe(2);
    expect((await load(game)).game).toMatchObject({
      status: "active",
      stateVersion: 2,
    });
  });

  it("is stale after a rewind, although the number of its play is free", async () => {
    const game = await stageGame(at().database);
    for (const playNumber of [1, 2])
      await one().recordPlay(newPlay(game, { playNumber, outsBefore: 0 }), stateWithRuns(0));
    const rewind = (operations: DatabaseOperations) => operations.rewindGame(game.gameId, 1);
    const third = (options: object) => (operations: DatabaseOperations) =>
      operations.recordPlay(newPlay(game, { playNumber: 3 }), stateWithRuns(0), options);
    const refusal = await refusalOf(behind(ended("commit"), rewind, third({ expectedLastPlay: 2 })));
    expect(refusal).toBeInstanceOf(StaleGameStateError);
    expect(refusal.details).toMatchObject({ lastPlay: 1, stateVersion: 3 });
    expect((await load(game)).plays).toHaveLength(1);
  });

  it("changes the state only if the version is still the current one", async () => {
    const game = await stageGame(at().database);
    const change = (runs: number) => (operations: DatabaseOperations) =>
      operations.updateGameState(game.gameId, stateWithRuns(runs), { expectedVersion: 0 });
    expect(await behind(ended("rollback"), change(1), change(2))).toEqual({ stateVersion: 1 });
    const again = (runs: number) => (operations: DatabaseOperations) =>
      operations.updateGameState(game.gameId, stateWithRuns(runs), { expectedVersion: 1 });
    expect(await refusalOf(behind(ended("commit"), again(3), again(4)))).toBeInstanceOf(StaleGameStateError);
    expect((await load(game)).game).toMatchObject({
      ...stateWithRuns(3),
      stateVersion: 2,
    });
  });

  it("repeats a step of the first one only if that was rolled back", async () => {
    const game = await stageGame(at().database);
    const start = (operations: DatabaseOperations) => operations.startGame(game.gameId);
    expect((await behind(ended("rollback"), start, start)).stateVersion).toBe(1);
    const pause = (operations: DatabaseOperations) => operations.pauseGame(game.gameId);
    const refusal = await refusalOf(behind(ended("commit"), pause, pause));
    expect(refusal).toBeInstanceOf(GameStatusError);
    expect(refusal.details).toMatchObject({ status: "paused", stateVersion: 2 });
  });

  it("takes a step that became legal only by the first one's step", async () => {
    const game = await stageGame(at().database);
    await one().startGame(game.gameId);
    const pause = (operations: DatabaseOperations) => operations.pauseGame(game.gameId);
    const complete = (operations: DatabaseOperations) => operations.completeGame(game.gameId);
    expect(await behind(ended("commit"), pause, complete)).toMatchObject({
      status: "completed",
      stateVersion: 3,
    });
  });

  it("is stale at repeatable read too: PostgreSQL aborts the transaction, and the next attempt sees the change", async () => {
    const game = await stageGame(at().database);
    let attempts = 0;
    const transaction = at().database.transaction(
      async (session) => {
        const operations = new DatabaseOperations(session);
        await operations.loadGameState(game.gameId);
        attempts += 1;
        if (attempts === 1) await record(game, "fly")(other());
        return record(game, "bunt", { expectedVersion: 0 })(operations);
      },
      { isolation: "repeatable read" },
    );
    expect(await refusalOf(transaction)).toBeInstanceOf(StaleGameStateError);
    expect(attempts).toBe(2);
    expect((await load(game)).plays.map(({ hitType }) => hitType)).toEqual(["fly"]);
  });
});
