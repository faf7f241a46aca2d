import { afterAll, beforeAll, expect, it } from "vitest";
import {
  Database,
  DatabaseOperations,
  isRetryable,
  newGameId,
  ServerReadOnlyError,
  StatementFailedError,
} from "../../src/index.js";
import { newGame } from "../support/game-fixtures.js";
import { MovableAddress } from "../support/movable-address.js";
import { withClient } from "../support/plain-client.js";
import { isStored, query, write } from "../support/raw-sql.js";
import { refusalOf } from "../support/refusals.js";
import { ReplicatedServer } from "../support/replicated-server.js";
import { until } from "../support/server-activity.js";
import { expectNothingUnhandled } from "../support/unhandled.js";

let servers: ReplicatedServer;
let address: MovableAddress;
let database: Database;

expectNothingUnhandled();
beforeAll(async () => {
  servers = await ReplicatedServer.create();
  address = await MovableAddress.to(servers.primary.port);
  database = await Database.open(address.url(servers.primary.url()), { poolSize: 3 });
});
afterAll(async () => {
  await database?.close();
  await address?.[Symbol.asyncDispose]();
  await servers?.dispose();
});

async function fillPool(): Promise<void> {
  const sessions = await Promise.all([1, 2, 3].map(() => database.session()));
  await Promise.all(sessions.map((session) => session.close()));
  expect(database.figures).toMatchObject({ open: 3, idle: 3 });
}

it("a write in a read-only transaction does not mean that the server is read-only", async () => {
  await fillPool();
  await using session = await database.session({ readOnly: true });
  const refusal = await refusalOf(new DatabaseOperations(session).createGame(newGame()));
  expect(refusal).toBeInstanceOf(StatementFailedError);
  expect(isRetryable(refusal)).toBe(false);
  await session.close();
  expect(database.figures).toMatchObject({ open: 3, idle: 3 });
});

it("a standby refuses each kind of write as a server that is read-only", async () => {
  await using standby = await Database.open(servers.replica.url());
  const operations = new DatabaseOperations(standby);
  expect(await operations.loadGameState(newGameId())).toBeNull();
  const ways: readonly (() => Promise<unknown>)[] = [
    () => operations.createGame(newGame()),
    () => standby.transaction((session) => write(session)),
    () => standby.transaction((session) => query(session, "select * from games for update")),
    () => standby.transaction((session) => query(session, "lock table games in exclusive mode")),
    () => standby.transaction((session) => query(session, "listen something")),
    () => standby.transaction((session) => write(session), { readOnly: false }),
    () => standby.transaction((session) => write(session), { isolation: "serializable" }),
  ];
  for (const way of ways) {
    const refusal = await refusalOf(way());
    expect(refusal).toBeInstanceOf(ServerReadOnlyError);
    expect(isRetryable(refusal)).toBe(true);
  }
});

it("a standby is refused if a writable server is requested, and accepted after it is promoted", async () => {
  const demanding = { targetSessionAttrs: "read-write" } as const;
  const refused = Database.open(servers.replica.url(), { ...demanding, connectTimeout: 500 });
  expect(await refusalOf(refused)).toBeInstanceOf(ServerReadOnlyError);
  const url = `${servers.replica.url()}?target_session_attrs=read-write`;
  const opening = Database.open(url, { connectTimeout: 60_000 });
  await fillPool();

  // The old primary keeps running without accepting writes, and the address still leads to it.
  await withClient(servers.primary.url(), async (client) => {
    await client.query("alter system set default_transaction_read_only = on");
    await client.query("select pg_reload_conf()");
  });
  await until("the old primary accepts no writes", async () => {
    const { error } = await write(database).then(
      () => ({ error: undefined }),
      (error: unknown) => ({ error }),
    );
    if (error !== undefined) expect(error).toBeInstanceOf(ServerReadOnlyError);
    return error !== undefined;
  });
  expect(database.figures.open).toBe(0);
  expect(await refusalOf(write(database))).toBeInstanceOf(ServerReadOnlyError);
  await fillPool();
  await servers.onReplica("select pg_promote()");
  await using opened = await opening;
  address.target = servers.replica.port;

  const first = await refusalOf(database.transaction((session) => write(session)));
  expect(first).toBeInstanceOf(ServerReadOnlyError);
  expect(isRetryable(first)).toBe(true);
  const gameIds = await Promise.all(Array.from({ length: 20 }, () => write(database)));
  for (const gameId of gameIds) expect(await isStored(opened, gameId)).toBe(true);
});
