import { expect, test } from "vitest";
import { StatementCancelledError } from "../../../src/index.js";
import { onServer } from "../../support/places.js";
import { isStored, query, write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";
import { openTransactions, until } from "../../support/server-activity.js";

const at = onServer();
const reason = new Error("the player has left");

/** Nobody calls the session again: only the abort can have ended its transaction. */
const untilRolledBack = () =>
  until("the server has no transaction open", async () => (await openTransactions(at().elsewhere)) === 0);

test("an abort rolls an idle session back on the server immediately, and frees its locks and its connection", async () => {
  const { database, elsewhere } = at();
  const controller = new AbortController();
  const session = await database.session({ signal: controller.signal });
  const gameId = await write(session);
  controller.abort(reason);
  await untilRolledBack();
  await until("the connection is back", () => database.figures.idle === database.figures.open);
  expect(session.state).toBe("rolledBack");
  expect(session.signal.aborted).toBe(true);
  expect(await isStored(elsewhere, gameId)).toBe(false);
  for (const call of [() => write(session), () => session.savepoint(write), () => session.commit()]) {
    const refusal = await refusalOf(call());
    expect(refusal).toBeInstanceOf(StatementCancelledError);
    expect(refusal.cause).toBe(reason);
  }
  await session.rollback();
});

test("an abort returns the connection of a session that has done nothing", async () => {
  const { database } = at();
  const controller = new AbortController();
  const session = await database.session({ signal: controller.signal });
  controller.abort(reason);
  await until("the connection is back", () => database.figures.idle === database.figures.open);
  expect(await refusalOf(session.commit())).toBeInstanceOf(StatementCancelledError);
});

test("an abort ends a session even if its caller never uses it again after the cancelled statement", async () => {
  const { database } = at();
  const controller = new AbortController();
  const session = await database.session({ signal: controller.signal });
  await write(session);
  const sleeping = refusalOf(query(session, "select pg_sleep(600)"));
  controller.abort(reason);
  expect(await sleeping).toBeInstanceOf(StatementCancelledError);
  await untilRolledBack();
});

test("an abort between the statements of a callback rolls back while the callback still runs", async () => {
  const { database } = at();
  const controller = new AbortController();
  const work = database.transaction(
    async (session) => {
      await write(session);
      controller.abort(reason);
      await untilRolledBack();
    },
    { signal: controller.signal },
  );
  expect(await refusalOf(work)).toBeInstanceOf(StatementCancelledError);
});

test("an abort inside a savepoint rolls the whole transaction back", async () => {
  const { database } = at();
  const controller = new AbortController();
  const session = await database.session({ signal: controller.signal });
  const work = session.savepoint(async (scope) => {
    await write(scope);
    controller.abort(reason);
    await untilRolledBack();
  });
  expect(await refusalOf(work)).toBeInstanceOf(StatementCancelledError);
});
