import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, StatementCancelledError } from "../../../src/index.js";
import { holdCommits } from "../../support/held-commits.js";
import { onServer } from "../../support/places.js";
import { isStored, query, write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";
import { untilRunning } from "../../support/server-activity.js";
import { countStatements } from "../../support/statement-counter.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

const at = onServer();
const reason = new Error("the player has left");
let testDatabase: TestDatabase;
/** With one connection, anything that an abort leaves behind affects the next caller. */
let narrow: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  narrow = await testDatabase.open({ poolSize: 1 });
});
afterAll(async () => {
  await narrow.close();
  await testDatabase.drop();
});

test("with a signal that has already aborted, no connection is taken, nothing is called and nothing is sent", async () => {
  const { database } = at();
  const { idle } = database.figures;
  using counter = countStatements();
  let calls = 0;
  const signal = AbortSignal.abort(reason);
  const refusing = [database.session({ signal }), database.transaction(async () => calls++, { signal })].map(
    refusalOf,
  );
  expect(database.figures).toMatchObject({ idle, waiting: 0 });
  for (const refusal of await Promise.all(refusing)) {
    expect(refusal).toBeInstanceOf(StatementCancelledError);
    expect(refusal.cause).toBe(reason);
  }
  expect(calls).toBe(0);
  expect(counter.sent).toEqual([]);
  expect(database.figures).toMatchObject({ idle, waiting: 0 });
});

test("an abort during the wait for a connection ends the wait, and the connection is not lost", async () => {
  const holder = await narrow.session();
  const controller = new AbortController();
  const refusing = refusalOf(narrow.session({ signal: controller.signal }));
  controller.abort(reason);
  const refusal = await refusing;
  expect(refusal).toBeInstanceOf(StatementCancelledError);
  expect(refusal.cause).toBe(reason);
  await holder.close();
  const next = await narrow.session();
  await write(next);
  await next.commit();
  expect(narrow.figures).toMatchObject({ open: 1, idle: 1, waiting: 0 });
});

test("callers after one that stopped waiting get their turn", async () => {
  const holder = await narrow.session();
  const controller = new AbortController();
  const refusing = refusalOf(narrow.transaction(write, { signal: controller.signal }));
  const behind = [narrow.transaction(write), write(narrow)];
  controller.abort(reason);
  await refusing;
  await holder.close();
  await Promise.all(behind);
});

test("after an abort before the first statement nothing is sent, not even BEGIN", async () => {
  const controller = new AbortController();
  const session = await narrow.session({ signal: controller.signal });
  controller.abort(reason);
  using counter = countStatements();
  expect((await refusalOf(write(session))).cause).toBe(reason);
  await session.close();
  expect(counter.sent).toEqual([]);
  expect(narrow.figures).toMatchObject({ open: 1, idle: 1 });
});

test("after an abort during BEGIN nothing else is sent", async () => {
  const controller = new AbortController();
  const session = await narrow.session({ signal: controller.signal });
  using counter = countStatements();
  const together = write(session).catch((error: unknown) => error);
  await new Promise(process.nextTick);
  const refusing = refusalOf(write(session));
  controller.abort(reason);
  expect(await refusing).toBeInstanceOf(StatementCancelledError);
  await together;
  expect(await refusalOf(session.commit())).toBeInstanceOf(StatementCancelledError);
  expect(counter.sent).toHaveLength(2);
  expect(counter.sent[0]).toBe("begin");
  await write(narrow);
});

test("an abort does not delay a running COMMIT", async () => {
  const { database, elsewhere } = at();
  await using commits = await holdCommits(elsewhere);
  const controller = new AbortController();
  let gameId = "";
  const work = database.transaction(
    async (session) => {
      gameId = await write(session);
      await commits.hold(session);
    },
    { signal: controller.signal },
  );
  await untilRunning(elsewhere, "commit");
  controller.abort(reason);
  await commits.release();
  await work;
  expect(await isStored(elsewhere, gameId)).toBe(true);
});

test("an abort after the end changes nothing", async () => {
  const controller = new AbortController();
  const session = await narrow.session({ signal: controller.signal });
  const gameId = await write(session);
  await session.commit();
  controller.abort(reason);
  expect(session.state).toBe("committed");
  expect(await isStored(narrow, gameId)).toBe(true);
});

test("a signal that many sessions share holds no reference to a session that has ended", async () => {
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
  await narrow.transaction(write, { signal: controller.signal });
  await refusalOf(
    narrow.transaction((session) => query(session, "select 1 / 0"), { signal: controller.signal }),
  );
  expect(listeners).toBe(0);
});

test("an abort at the end of its statement never cancels a later one", async () => {
  const work = (signal?: AbortSignal) =>
    narrow.transaction((session) => query(session, "select pg_sleep(0.001)"), signal && { signal });
  await work();
  const began = performance.now();
  for (let round = 0; round < 5; round += 1) await work();
  const usual = (performance.now() - began) / 5;
  const rounds = 60;
  let cancelled = 0;
  for (let round = 0; round < rounds; round += 1) {
    const controller = new AbortController();
    const outcome = work(controller.signal).then(
      () => 0,
      () => 1,
    );
    // The abort moves from before BEGIN, where it certainly ends the work, to after COMMIT, a little later in each round.
    if (round > 0) await new Promise((resolve) => setTimeout(resolve, (2 * usual * round) / rounds));
    controller.abort(reason);
    const next = narrow.transaction((session) => query(session, "select pg_sleep(0.002)"));
    await write(narrow);
    await next;
    cancelled += await outcome;
  }
  expect(cancelled).toBeGreaterThan(0);
  expect(narrow.figures).toMatchObject({ open: 1, idle: 1, waiting: 0 });
});
