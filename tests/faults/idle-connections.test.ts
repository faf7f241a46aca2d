import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { CommitOutcomeUnknownError, DatabaseOperations, isRetryable } from "../../src/index.js";
import { faultBench, type ProxiedDatabase } from "../support/fault-bench.js";
import { until } from "../support/faults.js";
import { newPlay, type StagedGame, stageGame } from "../support/game-fixtures.js";
import { errorResponse, readyForQuery } from "../support/wire-messages.js";

const poolSize = 5;
const bench = faultBench();
const playNumbers = Array.from({ length: 20 }, (_, index) => index + 1);

/** A handle with a pool full of idle connections. */
async function idlePool(): Promise<ProxiedDatabase & { game: StagedGame; operations: DatabaseOperations }> {
  const handle = await bench().open({ poolSize });
  const game = await stageGame(handle.database);
  const sessions = await Promise.all(Array.from({ length: poolSize }, () => handle.database.session()));
  await Promise.all(sessions.map((session) => session.close()));
  expect(handle.database.figures).toMatchObject({ open: poolSize, idle: poolSize });
  return { ...handle, game, operations: new DatabaseOperations(handle.database) };
}

async function expectAllWork({ operations, game, database }: Awaited<ReturnType<typeof idlePool>>) {
  await Promise.all(playNumbers.map((playNumber) => operations.savePlay(newPlay(game, { playNumber }))));
  expect(await bench().elsewhere.getPlays(game.gameId)).toHaveLength(playNumbers.length);
  const { open, idle, waiting } = database.figures;
  expect({ inUse: open - idle, waiting }).toEqual({ inUse: 0, waiting: 0 });
}

it("idle connections that the server ends are replaced, and no caller notices", async () => {
  const handle = await idlePool();
  const { rowCount } = await bench().admin.query(
    "select pg_terminate_backend(pid, 10000) from pg_stat_activity where application_name = $1",
    [handle.applicationName],
  );
  expect(rowCount).toBe(poolSize);
  await until("the pool has heard of it", () => handle.database.figures.open === 0);
  await expectAllWork(handle);
});

for (const manner of ["cut", "reset"] as const) {
  it(`idle connections that are ${manner} are replaced, and no caller notices`, async () => {
    const handle = await idlePool();
    for (const link of handle.proxy.links) link[manner]();
    await until("the pool has heard of it", () => handle.database.figures.open === 0);
    await expectAllWork(handle);
  });

  it(`calls made at the moment when every idle connection is ${manner} succeed or may be made again`, async () => {
    const handle = await idlePool();
    const { operations, game } = handle;
    const calls = playNumbers.map((playNumber) => operations.savePlay(newPlay(game, { playNumber })));
    const reads = playNumbers.map(() => operations.getPlays(game.gameId));
    for (const link of handle.proxy.links) link[manner]();
    for (const outcome of await Promise.allSettled(calls)) {
      if (outcome.status === "rejected" && !isRetryable(outcome.reason))
        expect(outcome.reason).toBeInstanceOf(CommitOutcomeUnknownError);
    }
    for (const outcome of await Promise.allSettled(reads))
      if (outcome.status === "rejected") expect(isRetryable(outcome.reason)).toBe(true);
    await expectAllWork(handle);
  });
}

it("a server that closes a connection right after opening it affects no other caller", async () => {
  const handle = await bench().open({ poolSize: 1 });
  const game = await stageGame(handle.database);
  const [only] = handle.proxy.links;
  only?.cut();
  await until("the pool has heard of it", () => handle.database.figures.open === 0);
  handle.proxy.trap("answer", "startup", (link) => {
    link.answer(readyForQuery("I"), errorResponse("57P01", "terminating connection", "FATAL"));
    link.cut();
    return "drop";
  });
  const operations = new DatabaseOperations(handle.database);
  const first = await operations.getPlays(game.gameId).catch((error: unknown) => error);
  expect(Array.isArray(first) || isRetryable(first)).toBe(true);
  expect(await operations.getPlays(game.gameId)).toEqual([]);
});

it("a handle without a living idle connection closes immediately", async () => {
  const handle = await idlePool();
  for (const link of handle.proxy.links) link.swallow();
  expect(await handle.database.close({ within: 100 })).toEqual([]);
  handle.proxy.close();
});

it("plays succeed although idle connections were silently dropped", async () => {
  const { proxy, game, operations } = await idlePool();
  for (const link of proxy.links) link.swallow();
  // A connection that was just used is not tested before its next use.
  await sleep(1_500);
  for (const playNumber of playNumbers.slice(0, 5)) await operations.savePlay(newPlay(game, { playNumber }));
  expect(await bench().elsewhere.getPlays(game.gameId)).toHaveLength(5);
});

it("the connection and its prepared statements stay open between plays that are far apart", async () => {
  const { database, proxy } = await bench().open({ poolSize: 3, idleTimeout: 100, minPoolSize: 2 });
  const game = await stageGame(database);
  const sessions = await Promise.all([1, 2, 3].map(() => database.session()));
  await Promise.all(sessions.map((session) => session.close()));
  await until("the superfluous one is closed", () => database.figures.open === 2);
  await sleep(500);
  expect(database.figures).toMatchObject({ open: 2, idle: 2 });
  const kept = proxy.links;
  await new DatabaseOperations(database).savePlay(newPlay(game));
  expect(proxy.links).toEqual(kept);
});

it("a connection that is old enough is replaced while it is idle", async () => {
  const { database, proxy } = await bench().open({ poolSize: 1, maxLifetime: 200 });
  const [first] = proxy.links;
  await until("another connection", () => proxy.links.length === 1 && proxy.links[0] !== first);
  await new DatabaseOperations(database).savePlay(newPlay(await stageGame(database)));
});
