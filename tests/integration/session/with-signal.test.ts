import { expect, test } from "vitest";
import {
  DatabaseOperations,
  type Executor,
  recoverGame,
  StatementCancelledError,
  withSignal,
} from "../../../src/index.js";
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

/** Counts a signal's listeners: how many there are, and how many there were at most. */
function countListeners(signal: AbortSignal): { now: number; most: number } {
  const count = { now: 0, most: 0 };
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...given: Parameters<typeof addEventListener>) => {
    count.now += 1;
    count.most = Math.max(count.most, count.now);
    addEventListener.apply(signal, given);
  };
  signal.removeEventListener = (...given: Parameters<typeof removeEventListener>) => {
    count.now -= 1;
    removeEventListener.apply(signal, given);
  };
  return count;
}

test("a signal that aborts after an operation changes nothing, and keeps no listener", async () => {
  const { database } = at();
  const controller = new AbortController();
  const listeners = countListeners(controller.signal);
  const gameId = await write(withSignal(database, controller.signal));
  await database.transaction(async (session) => {
    await new DatabaseOperations(withSignal(session, controller.signal)).createGame(newGame());
  });
  expect(listeners.now).toBe(0);
  controller.abort(reason);
  expect(await isStored(database, gameId)).toBe(true);
});

test("many calls with one signal at once add one listener, so that Node does not warn of a memory leak", async () => {
  const { database } = at();
  const { signal } = new AbortController();
  const listeners = countListeners(signal);
  const twenty = (call: () => Promise<unknown>) => Promise.allSettled(Array.from({ length: 20 }, call));
  const read = (session: Executor) =>
    new DatabaseOperations(withSignal(session, signal)).listGames({ limit: 1 });
  await twenty(() => read(database));
  await database.transaction((session) => twenty(() => read(session)), { signal });
  await twenty(() => database.transaction(async () => {}, { signal }));
  await twenty(() =>
    database.transaction(
      async (session, attempt) => {
        await query(session, attempt === 1 ? "do $$ begin raise sqlstate '40001'; end $$" : "select 1");
      },
      { signal, isolation: "serializable" },
    ),
  );
  expect(listeners).toEqual({ now: 0, most: 1 });
});
