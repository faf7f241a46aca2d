import { expect, test } from "vitest";
import { deferred } from "../../support/deferred.js";
import { holdCommits } from "../../support/held-commits.js";
import { onServer } from "../../support/places.js";
import { fail, query, write } from "../../support/raw-sql.js";
import { rejectionOf } from "../../support/sample-inputs.js";
import { openTransactions, untilRunning } from "../../support/server-activity.js";

const at = onServer();

test("a session is open until its first statement, and has nothing begun on the server", async () => {
  await using session = await at().database.session();
  expect(session.state).toBe("open");
  expect(await openTransactions(at().elsewhere)).toBe(0);
});

test("it is active from the first answer on", async () => {
  await using session = await at().database.session();
  await write(session);
  expect(session.state).toBe("active");
  expect(await openTransactions(at().elsewhere)).toBe(1);
});

test("a read begins the transaction too", async () => {
  await using session = await at().database.session();
  await query(session, "select 1");
  expect(session.state).toBe("active");
});

test("a failed statement makes it failed, and it stays so until the rollback", async () => {
  await using session = await at().database.session();
  await rejectionOf(fail(session));
  expect(session.state).toBe("failed");
  await rejectionOf(write(session));
  expect(session.state).toBe("failed");
  await session.rollback();
  expect(session.state).toBe("rolledBack");
});

test("a first statement that fails leaves it failed, not open", async () => {
  await using session = await at().database.session();
  await rejectionOf(query(session, "this is not SQL"));
  expect(session.state).toBe("failed");
});

test("a refused input sends nothing and leaves the state as it is", async () => {
  await using session = await at().database.session();
  await rejectionOf(session.run((db) => db.execute("commit")));
  expect(session.state).toBe("open");
});

test("it is ending during COMMIT, and committed after the answer", async () => {
  await using commits = await holdCommits(at().elsewhere);
  await using session = await at().database.session();
  await commits.hold(session);
  const committing = session.commit();
  await untilRunning(at().elsewhere, "commit");
  expect(session.state).toBe("ending");
  await commits.release();
  await committing;
  expect(session.state).toBe("committed");
});

test("it is ending during ROLLBACK, and rolledBack after the answer", async () => {
  await using session = await at().database.session();
  await write(session);
  const rollingBack = session.rollback();
  // It is sent in this turn of the event loop, and so cannot have its answer yet.
  for (let step = 0; step < 50 && session.state === "active"; step += 1) await Promise.resolve();
  expect(session.state).toBe("ending");
  await rollingBack;
  expect(session.state).toBe("rolledBack");
});

test("a session that did nothing ends in the requested state, without sending anything", async () => {
  const [committed, rolledBack, closed] = await Promise.all([1, 2, 3].map(() => at().database.session()));
  await Promise.all([committed?.commit(), rolledBack?.rollback(), closed?.close()]);
  expect([committed?.state, rolledBack?.state, closed?.state]).toEqual([
    "committed",
    "rolledBack",
    "rolledBack",
  ]);
});

test("a transaction's session is open in its callback, and committed after it", async () => {
  const { database } = at();
  const { session, inside } = await database.transaction(async (session) => ({
    session,
    inside: session.state,
  }));
  expect(inside).toBe("open");
  expect(session.state).toBe("committed");
});

test("a transaction's session is rolled back when its callback throws", async () => {
  const given = deferred<{ readonly state: string }>();
  const work = at().database.transaction(async (session) => {
    given.resolve(session);
    await write(session);
    throw new Error("no");
  });
  expect(await rejectionOf(work)).toEqual(new Error("no"));
  expect((await given.promise).state).toBe("rolledBack");
});

test("a failure inside a savepoint makes the session failed until the savepoint is left", async () => {
  await at().database.transaction(async (session) => {
    const failing = session.savepoint(async (scope) => {
      await rejectionOf(fail(scope));
      expect(session.state).toBe("failed");
      throw new Error("left");
    });
    await rejectionOf(failing);
    expect(session.state).toBe("active");
  });
});
