import { expect, it } from "vitest";
import {
  DatabaseOperations,
  isRetryable,
  type OpenOptions,
  PoolExhaustedError,
  type Session,
} from "../../src/index.js";
import { faultBench, type ProxiedDatabase } from "../support/fault-bench.js";
import { hear } from "../support/faults.js";
import { fillPool } from "../support/full-pool.js";
import { newPlay, stageGame } from "../support/game-fixtures.js";
import { insist } from "../support/insist.js";
import { rejectionOf } from "../support/sample-inputs.js";

const limits = { poolSize: 2, connectTimeout: 500 } as const;
const bench = faultBench();

async function openFull(options: OpenOptions): Promise<ProxiedDatabase> {
  const handle = await insist(() => bench().open(options));
  await fillPool(handle.database);
  return handle;
}

/** A handle with all connections held by sessions. */
async function exhausted(options: OpenOptions = limits) {
  const handle = await openFull(options);
  const game = await stageGame(handle.database);
  const sessions: Session[] = [];
  for (let held = 0; held < handle.database.figures.limit; held += 1)
    sessions.push(await handle.database.session());
  return { ...handle, game, sessions, operations: new DatabaseOperations(handle.database) };
}

it("an exhausted pool is reported within its time limit, with the names of the calls that hold the connections", async () => {
  const { database, operations, game, sessions } = await exhausted();
  const refusal = await rejectionOf(operations.savePlay(newPlay(game)));
  expect(refusal).toBeInstanceOf(PoolExhaustedError);
  expect(isRetryable(refusal)).toBe(true);
  const { message, details } = refusal as PoolExhaustedError;
  expect(details).toMatchObject({ open: 2, idle: 0, limit: 2 });
  const holders = details.holders as string[];
  expect(holders).toHaveLength(2);
  for (const holder of holders) {
    expect(holder).toMatch(/^session, for \d+ ms, opened at .*exhausted-pool\.test\.ts/);
    expect(message).toContain(holder);
  }
  expect(message).not.toContain(new URL(bench().url).password);

  for (const session of sessions) await session.close();
  await operations.savePlay(newPlay(game));
  expect(database.figures).toMatchObject({ open: 2, idle: 2, waiting: 0 });
});

it("a single operation that holds a connection is named too", async () => {
  const { database, proxy } = await openFull({ ...limits, poolSize: 1 });
  const game = await stageGame(database);
  const operations = new DatabaseOperations(database);
  let refusal: unknown;
  proxy.trap("request", "savePlay", async () => {
    refusal = await rejectionOf(operations.getPlays(game.gameId));
  });
  await operations.savePlay(newPlay(game));
  expect(refusal).toBeInstanceOf(PoolExhaustedError);
  expect((refusal as PoolExhaustedError).details.holders).toEqual([expect.stringMatching(/^savePlay, for/)]);
  expect(await operations.getPlays(game.gameId)).toHaveLength(1);
});

it("callers that waited too long leave nothing behind", async () => {
  const { database, operations, game, sessions } = await exhausted();
  const calls = Array.from({ length: 10 }, () => rejectionOf(operations.getPlays(game.gameId)));
  expect(database.figures.waiting).toBe(10);
  for (const refusal of await Promise.all(calls)) expect(refusal).toBeInstanceOf(PoolExhaustedError);
  expect(database.figures).toMatchObject({ open: 2, idle: 0, waiting: 0 });

  for (const session of sessions) await session.close();
  const results = Array.from({ length: 20 }, () => operations.getPlays(game.gameId));
  expect(await Promise.all(results)).toHaveLength(20);
  expect(database.figures).toMatchObject({ open: 2, idle: 2, waiting: 0 });
});

for (const manner of ["cut", "reset"] as const) {
  it(`a caller that waits gets a new connection when those that are held are ${manner}`, async () => {
    const { proxy, operations, game, sessions } = await exhausted({ poolSize: 2, connectTimeout: 120_000 });
    const waiting = operations.savePlay(newPlay(game));
    for (const link of proxy.links) link[manner]();
    await hear();
    for (const session of sessions) await session.close();
    await waiting;
    expect(await bench().elsewhere.getPlays(game.gameId)).toHaveLength(1);
  });
}
