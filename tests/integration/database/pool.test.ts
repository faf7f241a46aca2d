import { describe, expect, it } from "vitest";
import { DatabaseOperations, isRetryable, PoolExhaustedError } from "../../../src/index.js";
import { openFullPool } from "../../support/full-pool.js";
import { newGame, newPlay, stageGame } from "../../support/game-fixtures.js";
import { serverDatabase } from "../../support/places.js";
import { connectionsNamed } from "../../support/plain-client.js";
import { refusalOf } from "../../support/refusals.js";
import { until } from "../../support/server-activity.js";

const server = serverDatabase();

describe("standalone operations in parallel", () => {
  it("use free connections, and open new ones up to the limit", async () => {
    await using database = await server().open({ poolSize: 4, applicationName: "each its own" });
    const operations = new DatabaseOperations(database);
    expect(database.figures).toEqual({ open: 1, idle: 1, waiting: 0, limit: 4 });
    await Promise.all([operations.createGame(newGame()), operations.createGame(newGame())]);
    await until("a second connection", () => database.figures.idle === 2);
    expect(database.figures).toEqual({ open: 2, idle: 2, waiting: 0, limit: 4 });
    expect(await connectionsNamed(server().url, "each its own")).toHaveLength(2);
  });

  it("share a pool of 5 in hundreds: each one completes, and no sixth connection is opened", async () => {
    await using database = await server().open({ poolSize: 5, applicationName: "five for all" });
    const operations = new DatabaseOperations(database);
    const game = await stageGame(database);
    const plays = Array.from({ length: 200 }, (_, index) => newPlay(game, { playNumber: index + 1 }));
    const saving = Promise.all(plays.map((play) => operations.savePlay(play)));
    expect(database.figures.waiting).toBeGreaterThan(100);
    const ids = await saving;
    expect(new Set(ids).size).toBe(200);
    await until("five connections", () => database.figures.idle === 5);
    expect(database.figures).toEqual({ open: 5, idle: 5, waiting: 0, limit: 5 });
    expect(await connectionsNamed(server().url, "five for all")).toHaveLength(5);
    expect((await operations.getPlays(game.gameId)).map(({ id }) => id)).toEqual(ids);
  });

  it("increment the state version once each, however they interleave", async () => {
    await using database = await server().open({ poolSize: 5 });
    const operations = new DatabaseOperations(database);
    const game = await stageGame(database);
    const recorded = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        operations.recordPlay(newPlay(game, { playNumber: index + 1 }), {
          ...{ inning: 1, half: "top", homeScore: 0, awayScore: 0 },
        }),
      ),
    );
    const versions = recorded.map(({ stateVersion }) => stateVersion).sort((one, other) => one - other);
    expect(versions).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  });
});

describe("operations in one session", () => {
  it("use one connection, whatever runs at the same time", async () => {
    await using database = await server().open({ poolSize: 4, applicationName: "one session" });
    await database.transaction(async (session) => {
      const operations = new DatabaseOperations(session);
      await Promise.all(Array.from({ length: 10 }, () => operations.createGame(newGame())));
      expect(database.figures).toEqual({ open: 1, idle: 0, waiting: 0, limit: 4 });
      expect(await connectionsNamed(server().url, "one session")).toHaveLength(1);
    });
    expect(database.figures).toEqual({ open: 1, idle: 1, waiting: 0, limit: 4 });
  });

  it("of two sessions use two connections, and commit independently", async () => {
    await using database = await server().open({ poolSize: 4 });
    await using one = await database.session();
    await using other = await database.session();
    const [first, second] = [newGame(), newGame()];
    await new DatabaseOperations(one).createGame(first);
    await new DatabaseOperations(other).createGame(second);
    expect(database.figures).toMatchObject({ open: 2, idle: 0 });
    await one.commit();
    await other.rollback();
    const operations = new DatabaseOperations(database);
    expect((await operations.loadGameState(first.gameId))?.game.id).toBe(first.gameId);
    expect(await operations.loadGameState(second.gameId)).toBeNull();
  });
});

describe("a pool whose connections are all in use", () => {
  it("makes a caller wait until one is returned", async () => {
    await using database = await server().open({ poolSize: 1 });
    const session = await database.session();
    const game = newGame();
    await new DatabaseOperations(session).createGame(game);
    const loading = new DatabaseOperations(database).loadGameState(game.gameId);
    expect(database.figures).toEqual({ open: 1, idle: 0, waiting: 1, limit: 1 });
    await session.commit();
    expect((await loading)?.game.id).toBe(game.gameId);
  });

  it("is a PoolExhaustedError that names who holds the connections", async () => {
    await using database = await openFullPool(() => server().open({ poolSize: 2, connectTimeout: 500 }));
    await using _first = await database.session();
    const running = database.transaction(async () => {
      const refusal = await refusalOf(new DatabaseOperations(database).createGame(newGame()));
      expect(refusal).toBeInstanceOf(PoolExhaustedError);
      expect(isRetryable(refusal)).toBe(true);
      const holders = refusal.details.holders as string[];
      expect(holders).toHaveLength(2);
      for (const holder of holders) {
        expect(holder).toMatch(/^session, for \d+ ms, opened .*pool\.test\.ts/);
        expect(refusal.message).toContain(holder);
      }
      expect(refusal.details).toMatchObject({ open: 2, idle: 0, limit: 2 });
    });
    await running;
    expect(await new DatabaseOperations(database).createGame(newGame())).toMatchObject({ inning: 1 });
  });
});
