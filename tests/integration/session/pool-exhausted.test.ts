import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, isRetryable, PoolExhaustedError } from "../../../src/index.js";
import { isolate } from "../../../src/testing.js";
import { openFullPool } from "../../support/full-pool.js";
import { isStored, query, write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

const thisFile = fileURLToPath(import.meta.url);
let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = await openFullPool(() => testDatabase.open({ poolSize: 2, connectTimeout: 500 }));
  await Promise.all([write(database), write(database)]);
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

test("a caller that waits too long gets the names of the sessions that hold the connections, and where each was opened", async () => {
  await using first = await database.session();
  await using second = await database.session();
  await Promise.all([write(first), write(second)]);
  for (const call of [() => database.session(), () => write(database), () => database.transaction(write)]) {
    const refusal = await refusalOf(call());
    expect(refusal).toBeInstanceOf(PoolExhaustedError);
    expect(isRetryable(refusal)).toBe(true);
    expect(refusal.details.holders).toEqual([
      expect.stringMatching(/^session, for \d+ ms, opened /),
      expect.stringMatching(/^session, for \d+ ms, opened /),
    ]);
    for (const holder of refusal.details.holders as string[]) {
      expect(holder).toContain(thisFile);
      expect(refusal.message).toContain(holder);
    }
  }
});

test("single operations are named by their operation", async () => {
  await using lock = await database.session();
  const gameId = await write(database);
  await query(lock, `select from games where id = '${gameId}' for update`);
  const blocked = database.transaction((session) =>
    query(session, `delete from games where id = '${gameId}'`),
  );
  const refusal = await refusalOf(database.session());
  expect(refusal.details.holders).toHaveLength(2);
  await lock.rollback();
  await blocked;
});

test("a transaction within a transaction fails instead of hanging if the pool has no more connections", async () => {
  const work = database.transaction(() =>
    database.transaction(() => database.transaction(async () => "never")),
  );
  const refusal = await refusalOf(work);
  expect(refusal).toBeInstanceOf(PoolExhaustedError);
  expect(refusal.details.holders).toHaveLength(2);
});

test("an isolated test is named as such", async () => {
  const isolated = [await isolate(database), await isolate(database)];
  const refusal = await refusalOf(database.session());
  expect(refusal.details.holders).toEqual([
    expect.stringMatching(/^isolated test, for/),
    expect.stringMatching(/^isolated test, for/),
  ]);
  for (const { rollback } of isolated) await rollback();
});

test("the pool continues as soon as a connection is free", async () => {
  const holders = [await database.session(), await database.session()];
  const refused = [1, 2, 3].map(() => refusalOf(database.session()));
  await Promise.all(refused);
  const waiting = database.transaction(write);
  await holders[0]?.close();
  expect(await isStored(database, await waiting)).toBe(true);
  await holders[1]?.close();
  expect(database.figures).toEqual({ open: 2, idle: 2, waiting: 0, limit: 2 });
});

test("the figures show how many connections there are, and their states", async () => {
  const fresh = await testDatabase.open({ poolSize: 2 });
  expect(fresh.figures).toEqual({ open: 1, idle: 1, waiting: 0, limit: 2 });
  const first = await fresh.session();
  expect(fresh.figures).toEqual({ open: 1, idle: 0, waiting: 0, limit: 2 });
  const second = await fresh.session();
  expect(fresh.figures).toEqual({ open: 2, idle: 0, waiting: 0, limit: 2 });
  const third = fresh.session();
  expect(fresh.figures).toEqual({ open: 2, idle: 0, waiting: 1, limit: 2 });
  await first.close();
  await (await third).close();
  await second.commit();
  expect(fresh.figures).toEqual({ open: 2, idle: 2, waiting: 0, limit: 2 });
  await fresh.close();
  expect(fresh.figures).toEqual({ open: 0, idle: 0, waiting: 0, limit: 2 });
});
