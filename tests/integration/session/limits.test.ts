import { expect, test } from "vitest";
import { ConnectionLostError, StatementCancelledError } from "../../../src/index.js";
import { onServer } from "../../support/places.js";
import { isStored, oneValue, query, write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";
import { until } from "../../support/server-activity.js";
import { createTestDatabase } from "../../support/test-database.js";

const at = onServer();

test("a statement that runs longer than statementTimeout is ended by the server", async () => {
  await using session = await at().database.session({ statementTimeout: 50 });
  const refusal = await refusalOf(query(session, "select pg_sleep(20)"));
  expect(refusal).toBeInstanceOf(StatementCancelledError);
  expect(refusal.message).toContain("statement_timeout");
  expect(session.state).toBe("failed");
});

test("each statement has the full statementTimeout", async () => {
  await using session = await at().database.session({ statementTimeout: 1_500 });
  for (let number = 0; number < 4; number += 1) {
    const began = performance.now();
    const refusal = await query(session, "select pg_sleep(0.45)").then(
      () => undefined,
      (error: unknown) => error,
    );
    if (refusal === undefined) continue;
    // On a busy machine one statement may use the limit up by itself.
    expect(refusal).toBeInstanceOf(StatementCancelledError);
    expect(performance.now() - began).toBeGreaterThanOrEqual(1_500);
    return;
  }
  await session.commit();
});

test("a statement that waits longer than lockTimeout for a lock is ended by the server", async () => {
  const { database, elsewhere } = at();
  const gameId = await write(database);
  const lock = `select from games where id = '${gameId}' for update`;
  await using holder = await elsewhere.session();
  await query(holder, lock);
  await using session = await database.session({ lockTimeout: 50 });
  const refusal = await refusalOf(query(session, lock));
  expect(refusal).toBeInstanceOf(StatementCancelledError);
  expect(refusal.message).toContain("lock_timeout");
});

test("a statement that was ended inside a savepoint does not end the session", async () => {
  const { database, elsewhere } = at();
  const gameId = await database.transaction(async (session) => {
    const ended = session.savepoint(async (scope) => {
      await query(scope, "set local statement_timeout = 50");
      await query(scope, "select pg_sleep(20)");
    });
    expect(await refusalOf(ended)).toBeInstanceOf(StatementCancelledError);
    return write(session);
  });
  expect(await isStored(elsewhere, gameId)).toBe(true);
});

test("a session that is idle longer than idleTimeout is ended by the server, and the next one works", async () => {
  const { database, elsewhere } = at();
  await using session = await database.session();
  const [gameId, process] = await Promise.all([write(session), oneValue(session, "select pg_backend_pid()")]);
  await query(session, "set local idle_in_transaction_session_timeout = 50");
  await until("the end of the idle session", async () => {
    const [row] = await elsewhere.transaction((other) =>
      query(other, `select count(*)::int as count from pg_stat_activity where pid = ${process}`),
    );
    return row?.count === 0;
  });
  expect(await refusalOf(query(session, "select 1"))).toBeInstanceOf(ConnectionLostError);
  expect(session.state).toBe("rolledBack");
  expect(await isStored(elsewhere, gameId)).toBe(false);
  await write(database);
});

test("a session may have a longer limit than the database", async () => {
  const testDatabase = await createTestDatabase();
  {
    await using database = await testDatabase.open({ statementTimeout: 1_000 });
    const slow = () => database.transaction((session) => query(session, "select pg_sleep(1.5)"));
    expect(await refusalOf(slow())).toBeInstanceOf(StatementCancelledError);
    await database.transaction((session) => query(session, "select pg_sleep(1.5)"), { statementTimeout: 0 });
    await database.transaction((session) => query(session, "select pg_sleep(1.5)"), {
      statementTimeout: 120_000,
    });
    expect(await refusalOf(slow())).toBeInstanceOf(StatementCancelledError);
  }
  await testDatabase.drop();
});
