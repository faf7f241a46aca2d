import { expect, test } from "vitest";
import { StatementCancelledError } from "../../../src/index.js";
import { deferred } from "../../support/deferred.js";
import { onServer } from "../../support/places.js";
import { isStored, oneValue, query, write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";
import { openTransactions, until, untilNotRunning, untilRunning } from "../../support/server-activity.js";
import { countStatements } from "../../support/statement-counter.js";

const at = onServer();
const reason = new Error("the player has left");

test("an abort cancels the running statement on the server, and the caller gets the reason", async () => {
  const { database, elsewhere } = at();
  const controller = new AbortController();
  await using session = await database.session({ signal: controller.signal });
  const refusing = refusalOf(query(session, "select pg_sleep(61)"));
  await untilRunning(elsewhere, "pg_sleep(61)");
  controller.abort(reason);
  const refusal = await refusing;
  expect(refusal).toBeInstanceOf(StatementCancelledError);
  expect(refusal.cause).toBe(reason);
  await untilNotRunning(elsewhere, "pg_sleep(61)");
});

test("an abort ends a whole transaction: nothing is stored, and the pool is intact", async () => {
  const { database, elsewhere } = at();
  const controller = new AbortController();
  let gameId = "";
  const work = database.transaction(
    async (session) => {
      gameId = await write(session);
      await query(session, "select pg_sleep(62)");
    },
    { signal: controller.signal },
  );
  const refusing = refusalOf(work);
  await untilRunning(elsewhere, "pg_sleep(62)");
  controller.abort(reason);
  expect(await refusing).toBeInstanceOf(StatementCancelledError);
  await untilNotRunning(elsewhere, "pg_sleep(62)");
  expect(await isStored(elsewhere, gameId)).toBe(false);
  expect(database.figures).toMatchObject({ idle: database.figures.open, waiting: 0 });
  expect(await isStored(elsewhere, await write(database))).toBe(true);
});

test("statements that wait after the running one fail with it, and do not run", async () => {
  const { database, elsewhere } = at();
  const controller = new AbortController();
  await using session = await database.session({ signal: controller.signal });
  const sleeping = refusalOf(query(session, "select pg_sleep(63)"));
  await untilRunning(elsewhere, "pg_sleep(63)");
  const behind = [write(session), session.savepoint(write), query(session, "select 1")].map(refusalOf);
  controller.abort(reason);
  for (const refusal of await Promise.all([sleeping, ...behind])) {
    expect(refusal).toBeInstanceOf(StatementCancelledError);
    expect(refusal.cause).toBe(reason);
  }
});

test("an abort ends the wait for a lock", async () => {
  const { database, elsewhere } = at();
  const gameId = await write(elsewhere);
  const lock = `select from games where id = '${gameId}' for update`;
  await using holder = await elsewhere.session();
  await query(holder, lock);
  const controller = new AbortController();
  await using session = await database.session({ signal: controller.signal });
  const refusing = refusalOf(query(session, lock));
  await untilRunning(elsewhere, "for update");
  controller.abort(reason);
  expect(await refusing).toBeInstanceOf(StatementCancelledError);
});

test("an abort inside a savepoint ends the whole transaction", async () => {
  const { database, elsewhere } = at();
  const controller = new AbortController();
  const work = database.transaction(
    async (session) => {
      await session.savepoint((scope) => query(scope, "select pg_sleep(64)")).catch(() => {});
      return write(session);
    },
    { signal: controller.signal },
  );
  const refusing = refusalOf(work);
  await untilRunning(elsewhere, "pg_sleep(64)");
  controller.abort(reason);
  const refusal = await refusing;
  expect(refusal).toBeInstanceOf(StatementCancelledError);
  expect(refusal.cause).toBe(reason);
});

test("after an abort between statements no other is sent, and the connection is usable after the rollback", async () => {
  const { database, elsewhere } = at();
  const controller = new AbortController();
  const session = await database.session({ signal: controller.signal });
  const gameId = await write(session);
  const process = await oneValue(session, "select pg_backend_pid()");
  using counter = countStatements();
  controller.abort(reason);
  expect(session.state).toBe("ending");
  for (const call of [write(session), session.savepoint(write), session.commit()]) {
    const refusal = await refusalOf(call);
    expect(refusal).toBeInstanceOf(StatementCancelledError);
    expect(refusal.cause).toBe(reason);
  }
  expect(counter.sent).toEqual(["rollback"]);
  expect(await isStored(elsewhere, gameId)).toBe(false);
  expect(await database.transaction((next) => oneValue(next, "select pg_backend_pid()"))).toBe(process);
});

test("an abort while a callback does something else is reported at its next statement", async () => {
  const { database } = at();
  const controller = new AbortController();
  const busy = deferred();
  const work = database.transaction(
    async (session) => {
      await write(session);
      await busy.promise;
      await write(session);
    },
    { signal: controller.signal },
  );
  const refusing = refusalOf(work);
  controller.abort(reason);
  busy.resolve();
  expect((await refusing).cause).toBe(reason);
});

test("an abort that the callback does not notice still prevents the commit", async () => {
  const controller = new AbortController();
  let gameId = "";
  const work = at().database.transaction(
    async (session) => {
      gameId = await write(session);
      controller.abort(reason);
    },
    { signal: controller.signal },
  );
  expect(await refusalOf(work)).toBeInstanceOf(StatementCancelledError);
  expect(await isStored(at().elsewhere, gameId)).toBe(false);
});

test("an abort ends no other session", async () => {
  const { database, elsewhere } = at();
  const controller = new AbortController();
  await using aborted = await database.session({ signal: controller.signal });
  await using other = await database.session();
  const refusing = refusalOf(query(aborted, "select pg_sleep(65)"));
  const gameId = await write(other);
  await untilRunning(elsewhere, "pg_sleep(65)");
  controller.abort(reason);
  await refusing;
  await other.commit();
  expect(await isStored(elsewhere, gameId)).toBe(true);
});

test("nothing is left open on the server after aborts", async () => {
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      const controller = new AbortController();
      const work = at().database.transaction((session) => query(session, "select pg_sleep(66)"), {
        signal: controller.signal,
      });
      const refusing = refusalOf(work);
      await untilRunning(at().elsewhere, "pg_sleep(66)");
      controller.abort();
      await refusing;
    }),
  );
  await untilNotRunning(at().elsewhere, "pg_sleep(66)");
  // A caller may be aborted while its BEGIN is on the way: its answer comes at once, and the server rolls back when it gets there.
  await until("no transaction is open", async () => (await openTransactions(at().elsewhere)) === 0);
  // A caller that was aborted while its connection was opened returns it as soon as it is open.
  await until("nobody waits or holds a connection", () => {
    const { waiting, idle, open } = at().database.figures;
    return waiting === 0 && idle === open;
  });
});
