import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  ConnectionLostError,
  type Database,
  DatabaseClosedError,
  DugoutError,
  type OpenOptions,
} from "../../../src/index.js";
import { isolate } from "../../../src/testing.js";
import { deferred } from "../../support/deferred.js";
import { holdCommits } from "../../support/held-commits.js";
import { isStored, query, write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";
import { untilNotRunning, untilRunning } from "../../support/server-activity.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

let testDatabase: TestDatabase;
let elsewhere: Database;
const open = (options?: OpenOptions) => testDatabase.open(options);

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  elsewhere = await open();
});
afterAll(async () => {
  await elsewhere.close();
  await testDatabase.drop();
});

test("close() waits for running work, ends nothing by force, and leaves no connection", async () => {
  const database = await open();
  const session = await database.session();
  const begun = deferred();
  const transaction = database.transaction(async (other) => {
    begun.resolve();
    await query(other, "select pg_sleep(0.1)");
    return write(other);
  });
  await begun.promise;
  const closing = database.close();
  const gameId = await write(session);
  await session.commit();
  expect(await closing).toEqual([]);
  expect(await isStored(elsewhere, await transaction)).toBe(true);
  expect(await isStored(elsewhere, gameId)).toBe(true);
  expect(database.figures).toMatchObject({ open: 0, idle: 0, waiting: 0 });
});

test.each([Number.POSITIVE_INFINITY, 2 ** 31])(
  "close() waits for running work without a limit, with within: %s",
  async (within) => {
    const database = await open();
    const session = await database.session();
    const gameId = await write(session);
    const closing = database.close({ within });
    await query(session, "select pg_sleep(0.1)");
    await session.commit();
    expect(await closing).toEqual([]);
    expect(await isStored(elsewhere, gameId)).toBe(true);
  },
);

test("a limit that is not a time is refused, and nothing is closed", async () => {
  await using database = await open();
  for (const within of [Number.NaN, -1, "5"])
    expect(await refusalOf(database.close({ within: within as number }))).toMatchObject({
      code: "CONFIGURATION",
    });
  expect(database.isClosed).toBe(false);
});

test("an idle database is closed immediately", async () => {
  const database = await open();
  expect(await database.close()).toEqual([]);
});

test("work that takes longer than the limit is ended by force, named, and rolled back", async () => {
  const database = await open();
  const session = await database.session();
  const gameId = await write(session);
  const running = refusalOf(database.transaction((other) => query(other, "select pg_sleep(71)")));
  const alone = refusalOf(database.transaction((other) => query(other, "select pg_sleep(72)")));
  await untilRunning(elsewhere, "pg_sleep(71)");
  await untilRunning(elsewhere, "pg_sleep(72)");
  const cut = await database.close({ within: 20 });
  expect(cut).toHaveLength(3);
  for (const line of cut) {
    expect(line).toMatch(/^session, for \d+ ms, opened /);
    expect(line).toContain(fileURLToPath(import.meta.url));
  }
  expect(await running).toBeInstanceOf(ConnectionLostError);
  expect(await alone).toBeInstanceOf(ConnectionLostError);
  expect(session.state).toBe("rolledBack");
  expect(session.signal.aborted).toBe(true);
  expect(await isStored(elsewhere, gameId)).toBe(false);
});

test("work that is ended by force soon ends on the server too", async () => {
  const database = await open({ statementTimeout: 0 });
  const running = refusalOf(database.transaction((session) => query(session, "select pg_sleep(73)")));
  await untilRunning(elsewhere, "pg_sleep(73)");
  await database.close({ within: 0 });
  await running;
  await untilNotRunning(elsewhere, "pg_sleep(73)");
});

test("a session that was ended by force refuses all later calls, and its rollback and close do nothing", async () => {
  const database = await open();
  const session = await database.session();
  const gameId = await write(session);
  await database.close({ within: 0 });
  expect(await refusalOf(write(session))).toBeInstanceOf(DugoutError);
  await refusalOf(session.commit());
  await session.rollback();
  await session.close();
  expect(await isStored(elsewhere, gameId)).toBe(false);
});

test("a transaction that continues after it was ended by force fails, and nothing is stored", async () => {
  const database = await open();
  let gameId = "";
  const work = database.transaction(async (session) => {
    gameId = await write(session);
    await database.close({ within: 0 });
  });
  await refusalOf(work);
  expect(await isStored(elsewhere, gameId)).toBe(false);
});

test("a COMMIT that is ended by force is an unknown outcome, and not a failure", async () => {
  const database = await open();
  await using commits = await holdCommits(elsewhere);
  const work = database.transaction((session) => commits.hold(session));
  const refusing = refusalOf(work);
  await untilRunning(elsewhere, "commit");
  expect(await database.close({ within: 0 })).toHaveLength(1);
  expect(await refusing).toMatchObject({ code: "COMMIT_OUTCOME_UNKNOWN" });
  await elsewhere.transaction((session) =>
    query(
      session,
      "select pg_terminate_backend(pid) from pg_stat_activity where query = 'commit' and state = 'active' and datname = current_database()",
    ),
  );
  await untilNotRunning(elsewhere, "commit");
});

test("a second close() waits for the first, and returns the same", async () => {
  const database = await open();
  await database.session();
  const [first, second] = await Promise.all([
    database.close({ within: 10 }),
    database.close({ within: 60_000 }),
  ]);
  expect(first).toHaveLength(1);
  expect(second).toEqual(first);
  expect(await database.close()).toEqual(first);
});

test("leaving `await using` closes", async () => {
  let left: Database | undefined;
  {
    await using database = await open();
    left = database;
    expect(database.isClosed).toBe(false);
    await write(database);
  }
  expect(left.isClosed).toBe(true);
});

test("use after close() is refused, whatever the call, while it is closing and after it", async () => {
  const database = await open();
  const session = await database.session();
  const calls = [
    () => write(database),
    () => database.session(),
    () => database.transaction(write),
    () => isolate(database),
  ];
  const closing = database.close();
  for (const call of calls) expect(await refusalOf(call())).toBeInstanceOf(DatabaseClosedError);
  const gameId = await write(session);
  await session.commit();
  expect(await closing).toEqual([]);
  expect(await isStored(elsewhere, gameId)).toBe(true);
  for (const call of calls) expect(await refusalOf(call())).toBeInstanceOf(DatabaseClosedError);
});

test("callers that wait for a connection are refused immediately, and not after their time limit", async () => {
  const database = await open({ poolSize: 1, connectTimeout: 600_000 });
  const session = await database.session();
  const waiting = [write(database), database.session(), database.transaction(write), write(database)].map(
    refusalOf,
  );
  const closing = database.close();
  const gameId = await write(session);
  await session.commit();
  for (const refusal of await Promise.all(waiting)) expect(refusal).toBeInstanceOf(DatabaseClosedError);
  expect(await closing).toEqual([]);
  expect(await isStored(elsewhere, gameId)).toBe(true);
});

test("the error names the database, without its password", async () => {
  const database = await open();
  await database.close();
  const refusal = await refusalOf(write(database));
  const { password, pathname } = new URL(testDatabase.url);
  expect(refusal.message).toContain(pathname.slice(1));
  expect(JSON.stringify([refusal.message, refusal.details])).not.toContain(`:${password}@`);
});
