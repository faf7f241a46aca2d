import { expect, it, onTestFinished } from "vitest";
import { ConnectionFailedError, Database, DatabaseOperations, isRetryable } from "../../src/index.js";
import { faultBench } from "../support/fault-bench.js";
import { until } from "../support/faults.js";
import { newPlay, stageGame } from "../support/game-fixtures.js";
import { PostgresProxy } from "../support/postgres-proxy.js";
import { rejectionOf } from "../support/sample-inputs.js";
import { errorResponse } from "../support/wire-messages.js";

const bench = faultBench();
const inUse = ({ figures }: Database) => figures.open - figures.idle;

/** Checks that the error is Dugout's, names the server, and does not contain the password. */
function expectRefusal(error: unknown): asserts error is ConnectionFailedError {
  expect(error).toBeInstanceOf(ConnectionFailedError);
  const { message, details, cause } = error as ConnectionFailedError;
  expect(isRetryable(error)).toBe(true);
  expect(cause).toBeInstanceOf(Error);
  expect(details.target).toContain("127.0.0.1");
  const password = new URL(bench().url).password;
  expect(`${message} ${JSON.stringify(details)} ${String(cause)}`).not.toContain(password);
}

it("opening a database where nothing listens fails with an error that says so", async () => {
  const proxy = await PostgresProxy.start(bench().url);
  proxy.refuse();
  const refusal = await rejectionOf(Database.open(proxy.url));
  expectRefusal(refusal);
  expect(refusal.message).toContain("nothing listens there");
});

it("opening a database that accepts the connection and does not answer fails at the time limit", async () => {
  const proxy = await PostgresProxy.start(bench().url);
  onTestFinished(() => proxy.close());
  const trap = proxy.trap("request", "startup", (link) => {
    link.swallow();
    return "drop";
  });
  const refusal = await rejectionOf(Database.open(proxy.url, { connectTimeout: 3_000 }));
  expectRefusal(refusal);
  expect(refusal.message).toContain("did not answer within 3000 ms");
  await until("its socket is given up", () => trap.link?.isHeld === false);
});

for (const [sqlState, words, message] of [
  ["53300", "has no connection left", "no"],
  ["57P03", "is starting up or shutting down", "no"],
  // PgBouncer, which has no SQLSTATE for it.
  ["08P01", "has no connection left", "no more connections allowed (max_client_conn)"],
  ["08P01", "has no connection left", "client connections exceeded (max_user_client_connections)"],
] as const) {
  const answer = message === "no" ? sqlState : `${sqlState} and "${message}"`;
  const refuseNext = (proxy: PostgresProxy, times: number) =>
    Array.from({ length: times }, () =>
      proxy.trap("request", "startup", (link) => {
        link.answer(errorResponse(sqlState, message, "FATAL"));
        link.cut();
        return "drop";
      }),
    );
  const cutOff = async () => {
    const { database, proxy } = await bench().open({ connectTimeout: 120_000, minPoolSize: 0 });
    const game = await stageGame(database);
    for (const link of proxy.links) link.cut();
    await until("the pool has heard of it", () => database.figures.open === 0);
    return { database, proxy, game };
  };

  it(`callers wait for a server that answers new connections with ${answer} for a while`, async () => {
    const { database, proxy, game } = await cutOff();
    const refusals = refuseNext(proxy, 4);
    await new DatabaseOperations(database).savePlay(newPlay(game));
    expect(refusals.filter(({ link }) => link !== undefined)).toHaveLength(4);
    expect(inUse(database)).toBe(0);
  });

  it(`opening a database on a server that answers with ${answer} for a while waits for it`, async () => {
    const proxy = await PostgresProxy.start(bench().url);
    onTestFinished(() => proxy.close());
    const refusals = refuseNext(proxy, 3);
    await using database = await Database.open(proxy.url);
    await database.withClient(async () => {});
    expect(refusals.filter(({ link }) => link !== undefined)).toHaveLength(3);
  });

  it(`a server that continues to answer with ${answer} gives an error that says that it ${words}`, async () => {
    const proxy = await PostgresProxy.start(bench().url);
    onTestFinished(() => proxy.close());
    refuseNext(proxy, 1_000);
    const refusal = await rejectionOf(Database.open(proxy.url, { connectTimeout: 5_000 }));
    expectRefusal(refusal);
    expect(refusal.message).toContain(words);
  });
}

it("while connections are refused, each call fails immediately without an effect; afterwards calls work again", async () => {
  const { database, proxy } = await bench().open();
  const game = await stageGame(database);
  const operations = new DatabaseOperations(database);
  const playNumbers = Array.from({ length: 20 }, (_, index) => index + 1);
  const saveAll = () => playNumbers.map((playNumber) => operations.savePlay(newPlay(game, { playNumber })));
  proxy.refuse();
  for (const link of proxy.links) link.cut();
  await until("the pool has heard of it", () => database.figures.open === 0);

  for (const outcome of await Promise.allSettled(saveAll()))
    expectRefusal(outcome.status === "rejected" && outcome.reason);
  expectRefusal(await rejectionOf(database.session()));
  expectRefusal(await rejectionOf(database.transaction(async () => {})));
  expect(await bench().elsewhere.getPlays(game.gameId)).toEqual([]);
  expect({ open: database.figures.open, waiting: database.figures.waiting }).toEqual({ open: 0, waiting: 0 });

  await proxy.listen();
  await Promise.all(saveAll());
  expect(await bench().elsewhere.getPlays(game.gameId)).toHaveLength(playNumbers.length);
  expect(inUse(database)).toBe(0);
});

it("connection attempts that got no answer leave the pool as large as before", async () => {
  const poolSize = 3;
  const { database, proxy } = await bench().open({ poolSize, connectTimeout: 5_000 });
  const game = await stageGame(database);
  const operations = new DatabaseOperations(database);
  for (const link of proxy.links) link.cut();
  await until("the pool has heard of it", () => database.figures.open === 0);
  const traps = Array.from({ length: poolSize }, () =>
    proxy.trap("request", "startup", (link) => {
      link.swallow();
      return "drop";
    }),
  );
  const calls = Array.from({ length: poolSize }, () => rejectionOf(operations.getPlays(game.gameId)));
  for (const refusal of await Promise.all(calls)) expectRefusal(refusal);
  expect(traps.filter(({ link }) => link !== undefined)).toHaveLength(poolSize);
  expect(database.figures).toMatchObject({ open: 0, waiting: 0 });

  const sessions = await Promise.all(Array.from({ length: poolSize }, () => database.session()));
  expect(database.figures).toMatchObject({ open: poolSize, idle: 0 });
  await Promise.all(sessions.map((session) => session.close()));
});
