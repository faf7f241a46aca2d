import { EventEmitter, once } from "node:events";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { DatabaseOperations, StatementCancelledError } from "../../src/index.js";
import { faultBench, type ProxiedDatabase } from "../support/fault-bench.js";
import { until, untilGone, untilLocked } from "../support/faults.js";
import { newPlay, stageGame } from "../support/game-fixtures.js";
import { lockGame } from "../support/lock-game.js";
import type { ProxyLink } from "../support/proxy-link.js";
import { rejectionOf } from "../support/sample-inputs.js";

const bench = faultBench();
const reason = new Error("the player has left");

/** Delays the next cancel request, like a slow network, until it is released. */
function slowCancel({ proxy }: ProxiedDatabase) {
  const gate = new EventEmitter();
  const trap = proxy.trap("request", "cancel", async (link) => {
    link.loseClient();
    await once(gate, "open");
  });
  const sent = proxy.trap("sent", "cancel", () => {});
  return {
    taken: () => until("the cancel request is on its way", () => trap.link !== undefined),
    async letGo() {
      gate.emit("open");
      await until("the cancel request has gone to the server", () => sent.link !== undefined);
    },
  };
}

/** Opens a handle, and aborts a session on it while one of its statements waits for a lock on the game. */
async function abortedWhileBusy() {
  const handle = await bench().open({ statementTimeout: 10_000, poolSize: 1 });
  const game = await stageGame(handle.database);
  const cancel = slowCancel(handle);
  const unlock = await lockGame(bench().admin, game.gameId);
  const [link] = handle.proxy.links as [ProxyLink];
  const abort = new AbortController();
  const aborted = rejectionOf(
    handle.database.transaction((session) => new DatabaseOperations(session).savePlay(newPlay(game)), {
      signal: abort.signal,
    }),
  );
  await untilLocked(link.processId, bench().admin);
  abort.abort(reason);
  await cancel.taken();
  return { ...handle, game, cancel, unlock, aborted, processId: link.processId };
}

/** Uses the one connection that the pool has, while a late cancel request arrives. */
async function useWhileItArrives({
  database,
  proxy,
  cancel,
  processId,
}: Awaited<ReturnType<typeof abortedWhileBusy>>) {
  const users = Array.from({ length: 5 }, (_, user) =>
    database.transaction(async (session) => {
      const slow = session.run((db) => db.execute(sql`select ${user}::int as user, pg_sleep(0.1)`));
      if (user === 0) await cancel.letGo();
      return slow;
    }),
  );
  const answers = await Promise.all(users);
  expect(answers.map(({ rows }) => rows[0]?.user)).toEqual([0, 1, 2, 3, 4]);
  expect(proxy.links.map((link) => link.processId)).not.toContain(processId);
}

it("a cancel request that arrives after its statement has ended cancels no other statement", async () => {
  const state = await abortedWhileBusy();
  await state.unlock();
  const failure = await state.aborted;
  expect(failure).toBeInstanceOf(StatementCancelledError);
  expect((failure as Error).cause).toBe(reason);
  await useWhileItArrives(state);
  await untilGone(state.processId, bench().admin);
  expect(await bench().elsewhere.getPlays(state.game.gameId)).toEqual([]);
});

it("a slow cancel request ends the statement that it was meant for, when it arrives", async () => {
  const state = await abortedWhileBusy();
  await state.cancel.letGo();
  // The lock is still held: only the cancel can have ended the statement that waits for it.
  expect(await state.aborted).toBeInstanceOf(StatementCancelledError);
  await state.unlock();
  await useWhileItArrives(state);
  await untilGone(state.processId, bench().admin);
  expect(await bench().elsewhere.getPlays(state.game.gameId)).toEqual([]);
});

it("an abort whose cancel request cannot be delivered still ends the session", async () => {
  const handle = await bench().open({ statementTimeout: 10_000, poolSize: 1 });
  const game = await stageGame(handle.database);
  const unlock = await lockGame(bench().admin, game.gameId);
  const [link] = handle.proxy.links as [ProxyLink];
  const abort = new AbortController();
  await using session = await handle.database.session({ signal: abort.signal });
  const saved = new DatabaseOperations(session).savePlay(newPlay(game));
  await untilLocked(link.processId, bench().admin);
  handle.proxy.refuse();
  abort.abort(reason);
  await unlock();
  // Its statement was executed, and will be rolled back.
  expect(await saved).toBeTypeOf("number");
  expect(await rejectionOf(session.commit())).toBeInstanceOf(StatementCancelledError);
  expect(session.state).toBe("rolledBack");
  await untilGone(link.processId, bench().admin);
  expect(await bench().elsewhere.getPlays(game.gameId)).toEqual([]);

  await handle.proxy.listen();
  await new DatabaseOperations(handle.database).savePlay(newPlay(game));
  expect(handle.database.figures).toMatchObject({ open: 1, idle: 1, waiting: 0 });
});

it("an abort during COMMIT does not delay it, and sends no cancel request", async () => {
  const handle = await bench().open({ poolSize: 1 });
  const game = await stageGame(handle.database);
  const abort = new AbortController();
  const cancel = handle.proxy.trap("request", "cancel", () => {});
  handle.proxy.trap("request", "commit", () => abort.abort(reason));
  await handle.database.transaction((session) => new DatabaseOperations(session).savePlay(newPlay(game)), {
    signal: abort.signal,
  });
  expect(cancel.link).toBeUndefined();
  expect(await bench().elsewhere.getPlays(game.gameId)).toHaveLength(1);
});
