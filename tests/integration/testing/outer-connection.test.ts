import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type Database,
  DatabaseClosedError,
  DatabaseOperations,
  DugoutError,
  PoolExhaustedError,
} from "../../../src/index.js";
import { isolate } from "../../../src/testing.js";
import { newGame } from "../../support/game-fixtures.js";
import { isStored, oneValue, query, queryAlone, write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";
import { openTransactions, untilBlocked } from "../../support/server-activity.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

let testDatabase: TestDatabase;
/** One connection: what an isolated test leaves behind, the next user of the connection finds. */
let narrow: Database;
let elsewhere: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  narrow = await testDatabase.open({ poolSize: 1, connectTimeout: 1_000 });
  elsewhere = await testDatabase.open();
});
afterAll(async () => {
  await Promise.all([narrow.close(), elsewhere.close()]);
  await testDatabase.drop();
});

const process = () => narrow.transaction((session) => oneValue(session, "select pg_backend_pid()"));

it("another connection sees nothing of an isolated test, not even what it commits", async () => {
  await using isolated = await isolate(narrow);
  const gameIds = [await write(isolated.database), await isolated.database.transaction(write)];
  for (const gameId of gameIds) {
    expect(await isStored(isolated.database, gameId)).toBe(true);
    expect(await isStored(elsewhere, gameId)).toBe(false);
  }
});

it("the connection is returned clean: the same one, without an open transaction or changed settings", async () => {
  const before = await process();
  const isolated = await isolate(narrow);
  await isolated.database.transaction((session) => query(session, "set local statement_timeout = 1234"), {
    isolation: "serializable",
    statementTimeout: 999,
  });
  await isolated.rollback();
  expect(await openTransactions(elsewhere)).toBe(0);
  expect(await process()).toBe(before);
  await using session = await narrow.session();
  expect(await oneValue(session, "show statement_timeout")).toBe("30s");
});

it("a connection on which a test changed a setting is not used again", async () => {
  const before = await process();
  const isolated = await isolate(narrow);
  await queryAlone(isolated.database, "set search_path = nowhere");
  await isolated.rollback();
  expect(await openTransactions(elsewhere)).toBe(0);
  expect(await process()).not.toBe(before);
  await using session = await narrow.session();
  expect(await oneValue(session, "show search_path")).toBe('"$user", public');
});

it("two isolated tests at once see nothing of each other", async () => {
  const [one, other] = [await isolate(elsewhere), await isolate(elsewhere)];
  const gameId = await write(one.database);
  expect(await isStored(other.database, gameId)).toBe(false);
  await Promise.all([one.rollback(), other.rollback()]);
});

it("a session that would wait for its own caller is refused, with the reason", async () => {
  await using isolated = await isolate(narrow);
  const nested = isolated.database.transaction(() => isolated.database.transaction(write));
  const refusal = await refusalOf(nested);
  expect(refusal).toBeInstanceOf(PoolExhaustedError);
  expect(refusal.message).toContain("isolated test");
  await write(isolated.database);
});

it("a connection that breaks during the test fails its calls, and the pool gets a new one", async () => {
  const isolated = await isolate(narrow);
  const broken = await isolated.database.transaction((session) =>
    oneValue(session, "select pg_backend_pid()"),
  );
  await queryAlone(elsewhere, `select pg_terminate_backend(${broken}, 5000)`);
  expect(await refusalOf(write(isolated.database))).toBeInstanceOf(DugoutError);
  expect(await refusalOf(isolated.database.transaction(write))).toBeInstanceOf(DugoutError);
  await isolated.rollback();
  expect(await process()).not.toBe(broken);
});

it("a rollback while a standalone operation waits for a lock waits with it, and leaves the connection clean", async () => {
  const game = newGame();
  for (const end of ["commit", "rollback"] as const) {
    await using holder = await elsewhere.session();
    await new DatabaseOperations(holder).createGame(game);
    const isolated = await isolate(narrow);
    const waiting = new DatabaseOperations(isolated.database).createGame(game).catch((error) => error);
    await untilBlocked(elsewhere);
    const rollingBack = isolated.rollback();
    await holder[end]();
    await Promise.all([waiting, rollingBack]);
    expect(await narrow.transaction((session) => write(session))).toBeDefined();
    await queryAlone(elsewhere, `delete from games where id = '${game.gameId}'`);
  }
  expect(narrow.figures).toMatchObject({ open: 1, idle: 1, waiting: 0 });
});

it("a database that is closed while a test is isolated on it waits for the test, then cuts it off", async () => {
  const database = await testDatabase.open();
  const isolated = await isolate(database);
  const gameId = await write(isolated.database);
  const [cut] = await database.close({ within: 0 });
  expect(cut).toContain("isolated test");
  await refusalOf(write(isolated.database));
  await isolated.rollback();
  expect(await isStored(elsewhere, gameId)).toBe(false);
  expect(await refusalOf(isolate(database))).toBeInstanceOf(DatabaseClosedError);
});

it("a test that ends in time is waited for by the close of its database", async () => {
  const database = await testDatabase.open();
  const isolated = await isolate(database);
  const closing = database.close();
  await write(isolated.database);
  await isolated.rollback();
  expect(await closing).toEqual([]);
});
