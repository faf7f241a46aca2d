import { expect, test } from "vitest";
import { DatabaseOperations, recoverGame, StatementCancelledError, withSignal } from "../../../src/index.js";
import { newGame, stageGame } from "../../support/game-fixtures.js";
import { onServer, serverDatabase } from "../../support/places.js";
import { isStored, query, write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";
import { openTransactions, until, untilBlocked } from "../../support/server-activity.js";
import { countStatements } from "../../support/statement-counter.js";

const at = onServer();
const own = serverDatabase();
const reason = new Error("the player has left");

/** The running statement waits for a lock until its signal aborts. */
test("an abort cancels an operation on the server, and nothing of it is kept", async () => {
  const { database, elsewhere } = at();
  const { gameId } = await stageGame(database);
  await using holder = await elsewhere.session();
  await query(holder, `select from games where id = '${gameId}' for update`);
  const controller = new AbortController();
  const operations = new DatabaseOperations(withSignal(database, controller.signal));
  const pausing = refusalOf(operations.startGame(gameId));
  await untilBlocked(elsewhere);
  controller.abort(reason);
  const refusal = await pausing;
  expect(refusal).toBeInstanceOf(StatementCancelledError);
  expect(refusal.cause).toBe(reason);
  await holder.rollback();
  const loaded = await new DatabaseOperations(database).loadGameState(gameId);
  expect(loaded?.game.status).toBe("pending");
  await until("no transaction is left", async () => (await openTransactions(elsewhere)) === 0);
});

test("with an aborted signal nothing is sent, on a database, a session and a reader, by operations and recovery", async () => {
  const { database } = at();
  await using session = await database.session();
  const { gameId } = await stageGame(database);
  using counter = countStatements();
  for (const target of [database, session, database.reader({ stale: true })]) {
    const aborted = withSignal(target, AbortSignal.abort(reason));
    for (const call of [new DatabaseOperations(aborted).getPlays(gameId), recoverGame(aborted, gameId)]) {
      const refusal = await refusalOf(call);
      expect(refusal).toBeInstanceOf(StatementCancelledError);
      expect(refusal.cause).toBe(reason);
    }
  }
  expect(counter.sent).toEqual([]);
  expect(session.state).toBe("open");
});

test("an abort while an operation waits for a connection ends the wait", async () => {
  await using database = await own().open({ poolSize: 1 });
  const holder = await database.session();
  const controller = new AbortController();
  const waiting = refusalOf(write(withSignal(database, controller.signal)));
  controller.abort(reason);
  expect((await waiting).cause).toBe(reason);
  await holder.close();
  await write(database);
});

test("an abort of a running operation in a session ends the whole session", async () => {
  const { database, elsewhere } = at();
  const { gameId } = await stageGame(database);
  await using holder = await elsewhere.session();
  await query(holder, `select from games where id = '${gameId}' for update`);
  const session = await database.session();
  const written = await write(session);
  const controller = new AbortController();
  const pausing = refusalOf(new DatabaseOperations(withSignal(session, controller.signal)).startGame(gameId));
  await untilBlocked(elsewhere);
  controller.abort(reason);
  expect((await pausing).cause).toBe(reason);
  await holder.rollback();
  expect(await refusalOf(session.commit())).toBeInstanceOf(StatementCancelledError);
  expect(await isStored(elsewhere, written)).toBe(false);
});

test("a signal that aborts after an operation changes nothing, and keeps no listener", async () => {
  const { database } = at();
  const controller = new AbortController();
  let listeners = 0;
  const { addEventListener, removeEventListener } = controller.signal;
  controller.signal.addEventListener = (...given: Parameters<typeof addEventListener>) => {
    listeners += 1;
    addEventListener.apply(controller.signal, given);
  };
  controller.signal.removeEventListener = (...given: Parameters<typeof removeEventListener>) => {
    listeners -= 1;
    removeEventListener.apply(controller.signal, given);
  };
  const gameId = await write(withSignal(database, controller.signal));
  await database.transaction(async (session) => {
    await new DatabaseOperations(withSignal(session, controller.signal)).createGame(newGame());
  });
  expect(listeners).toBe(0);
  controller.abort(reason);
  expect(await isStored(database, gameId)).toBe(true);
});
