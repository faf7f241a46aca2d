import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { type Database, DatabaseOperations } from "../../../src/index.js";
import { newGame } from "../../support/game-fixtures.js";
import { write } from "../../support/raw-sql.js";
import { until } from "../../support/server-activity.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

let testDatabase: TestDatabase;
let database: Database;
let warnings: Error[] = [];
/** Node's own listener, which would print them. */
let printers: NodeJS.WarningListener[] = [];
const note = (warning: Error) => {
  if (warning.name === "DugoutLongSession") warnings.push(warning);
};

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = await testDatabase.open({ warnOfSessionsAfter: 40 });
  printers = process.listeners("warning");
  process.removeAllListeners("warning");
  process.on("warning", note);
});
afterAll(async () => {
  process.off("warning", note);
  for (const printer of printers) process.on("warning", printer);
  await database.close();
  await testDatabase.drop();
});
beforeEach(() => {
  warnings = [];
});

const warned = () => until("the warning", () => warnings.length > 0);
const longer = () => new Promise((resolve) => setTimeout(resolve, 250));

test("a session that stays open too long is reported once, with the file that opened it", async () => {
  await using session = await database.session();
  await warned();
  expect(warnings[0]?.message).toContain("40 ms");
  expect(warnings[0]?.message).toContain(fileURLToPath(import.meta.url));
  await write(session);
  await longer();
  expect(warnings).toHaveLength(1);
});

test("a transaction whose callback takes too long is reported too", async () => {
  await database.transaction(async (session) => {
    await write(session);
    await warned();
  });
  expect(warnings[0]?.message).toContain(fileURLToPath(import.meta.url));
});

test("each of several sessions is reported, also one that is opened later", async () => {
  const sessions = [await database.session(), await database.session()];
  await until("two warnings", () => warnings.length === 2);
  sessions.push(await database.session());
  await until("three warnings", () => warnings.length === 3);
  await longer();
  expect(warnings).toHaveLength(3);
  await Promise.all(sessions.map((session) => session.close()));
});

test("sessions that end in time are not reported", async () => {
  // The clock stands still while they are open, however long that takes, and continues after it.
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  for (let number = 0; number < 5; number += 1) await database.transaction(write);
  vi.setSystemTime(Date.now() + 3_600_000);
  await longer();
  expect(warnings).toEqual([]);
});

test("a single operation is not reported, however long it waits", async () => {
  const game = newGame();
  const blocker = await testDatabase.open();
  const session = await blocker.session();
  await new DatabaseOperations(session).createGame(game);
  const waiting = new DatabaseOperations(database).createGame(game);
  await longer();
  expect(warnings).toEqual([]);
  await session.rollback();
  await waiting;
  await blocker.close();
});

test("0 means never", async () => {
  const quiet = await testDatabase.open({ warnOfSessionsAfter: 0 });
  const session = await quiet.session();
  await longer();
  expect(warnings).toEqual([]);
  await session.close();
  await quiet.close();
});

test("a session that was reported may continue and commit", async () => {
  await using session = await database.session();
  await warned();
  await write(session);
  await session.commit();
  expect(session.state).toBe("committed");
});
