import { expect, test } from "vitest";
import { StatementCancelledError } from "../../../src/index.js";
import { onServer } from "../../support/places.js";
import { fail, oneValue, queryAlone, write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";
import { until } from "../../support/server-activity.js";

const at = onServer();

test("the signal of a session that may still commit has not aborted, nor that of one that has", async () => {
  await using session = await at().database.session();
  const { signal } = session;
  expect(signal.aborted).toBe(false);
  await write(session);
  expect(signal.aborted).toBe(false);
  await session.commit();
  expect(signal.aborted).toBe(false);
  expect(session.signal.aborted).toBe(false);
});

test("it aborts when a statement fails outside of a savepoint, with that failure as reason", async () => {
  await using session = await at().database.session();
  const { signal } = session;
  const failure = await refusalOf(fail(session));
  expect(signal.aborted).toBe(true);
  expect(signal.reason).toBe(failure);
});

test("it does not abort when a statement fails inside a savepoint", async () => {
  await using session = await at().database.session();
  const { signal } = session;
  await refusalOf(session.savepoint(async (scope) => fail(scope)));
  expect(signal.aborted).toBe(false);
  await session.commit();
});

test("it aborts with a rollback and with a close", async () => {
  for (const end of ["rollback", "close"] as const) {
    const session = await at().database.session();
    const { signal } = session;
    await write(session);
    await session[end]();
    expect(signal.aborted).toBe(true);
  }
});

test("it has aborted if it is first read after the end", async () => {
  const session = await at().database.session();
  await session.rollback();
  expect(session.signal.aborted).toBe(true);
});

test("it aborts with the caller's own signal, and that signal's reason is the cause", async () => {
  const controller = new AbortController();
  await using session = await at().database.session({ signal: controller.signal });
  const { signal } = session;
  const reason = new Error("the player has left");
  controller.abort(reason);
  expect(signal.aborted).toBe(true);
  expect(signal.reason).toBeInstanceOf(StatementCancelledError);
  expect(signal.reason.cause).toBe(reason);
});

test("it aborts when the server ends the connection, at the latest with the next statement", async () => {
  const { database, elsewhere } = at();
  await using session = await database.session();
  const { signal } = session;
  const process = await oneValue(session, "select pg_backend_pid()");
  await queryAlone(elsewhere, `select pg_terminate_backend(${process})`);
  await until("the loss", async () => {
    await write(session).catch(() => {});
    return session.state === "rolledBack";
  });
  expect(signal.aborted).toBe(true);
  expect(signal.reason).toMatchObject({ code: "CONNECTION_LOST" });
});

test("other work of a transaction's callback can stop with it", async () => {
  const work = at().database.transaction(async (session) => {
    const { signal } = session;
    const other = new Promise((_, reject) => {
      signal.addEventListener("abort", () => reject(new Error("stopped")), { once: true });
    });
    await Promise.all([other, fail(session).catch(() => {})]);
  });
  await expect(work).rejects.toEqual(new Error("stopped"));
});
