import { describe, expect, test } from "vitest";
import { SessionClosedError } from "../../../src/index.js";
import { deferred } from "../../support/deferred.js";
import { onServer } from "../../support/places.js";
import { fail, isStored, write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";
import { createTestDatabase } from "../../support/test-database.js";

const at = onServer();

test("callbacks are called in the order of registration, once, after the commit is confirmed", async () => {
  const called: string[] = [];
  await using session = await at().database.session();
  await write(session);
  for (const name of ["first", "second", "third"]) {
    session.onCommit(() => called.push(`${name} ${session.state}`));
  }
  expect(called).toEqual([]);
  await session.commit();
  expect(called).toEqual(["first committed", "second committed", "third committed"]);
  await refusalOf(session.commit());
  await session.close();
  expect(called).toHaveLength(3);
});

test("when a callback is called, another connection sees what was committed", async () => {
  const { database, elsewhere } = at();
  const seen: boolean[] = [];
  await database.transaction(async (session) => {
    const gameId = await write(session);
    session.onCommit(async () => seen.push(await isStored(elsewhere, gameId)));
  });
  expect(seen).toEqual([true]);
});

test("each callback's promise is awaited before the next is called, and before commit() returns", async () => {
  const order: string[] = [];
  await using session = await at().database.session();
  for (const name of ["slow", "quick"]) {
    session.onCommit(async () => {
      order.push(`${name} begins`);
      if (name === "slow") for (let turns = 0; turns < 5; turns += 1) await new Promise(setImmediate);
      order.push(`${name} ends`);
    });
  }
  await session.commit();
  expect(order).toEqual(["slow begins", "slow ends", "quick begins", "quick ends"]);
});

test("a transaction that sent nothing commits, and calls them too", async () => {
  const called = await at().database.transaction(async (session) => {
    const called: string[] = [];
    session.onCommit(() => called.push("called"));
    return called;
  });
  expect(called).toEqual(["called"]);
});

test("the connection is free again when they are called", async () => {
  const testDatabase = await createTestDatabase();
  {
    await using narrow = await testDatabase.open({ poolSize: 1, connectTimeout: 120_000 });
    const written = deferred<string>();
    await narrow.transaction(async (session) => {
      session.onCommit(async () => written.resolve(await write(narrow)));
    });
    expect(await isStored(narrow, await written.promise)).toBe(true);
  }
  await testDatabase.drop();
});

test("the session refuses calls in them", async () => {
  const refusals: unknown[] = [];
  await at().database.transaction(async (session) => {
    session.onCommit(async () => refusals.push(await refusalOf(write(session))));
  });
  expect(refusals).toEqual([expect.any(SessionClosedError)]);
});

describe("they are never called", () => {
  test("after a rollback or a close", async () => {
    for (const end of ["rollback", "close"] as const) {
      const session = await at().database.session();
      let called = false;
      session.onCommit(() => {
        called = true;
      });
      await write(session);
      await session[end]();
      expect(called).toBe(false);
    }
  });

  test("when the transaction's callback throws, or swallowed a failure", async () => {
    let calls = 0;
    const throwing = at().database.transaction(async (session) => {
      session.onCommit(() => calls++);
      throw new Error("no");
    });
    await expect(throwing).rejects.toThrow("no");
    const swallowing = at().database.transaction(async (session) => {
      session.onCommit(() => calls++);
      await refusalOf(fail(session));
      session.onCommit(() => calls++);
    });
    await refusalOf(swallowing);
    expect(calls).toBe(0);
  });

  test("when a commit is refused after a failure", async () => {
    const session = await at().database.session();
    let calls = 0;
    session.onCommit(() => calls++);
    await refusalOf(fail(session));
    await refusalOf(session.commit());
    expect(calls).toBe(0);
  });
});

describe("those of a savepoint", () => {
  test("are called with the transaction's, in the order of registration", async () => {
    const called: string[] = [];
    await at().database.transaction(async (session) => {
      session.onCommit(() => called.push("before"));
      await session.savepoint(async (scope) => {
        scope.onCommit(() => called.push("outer"));
        await scope.savepoint(async (inner) => inner.onCommit(() => called.push("inner")));
        scope.onCommit(() => called.push("outer again"));
        expect(called).toEqual([]);
      });
      session.onCommit(() => called.push("after"));
      expect(called).toEqual([]);
    });
    expect(called).toEqual(["before", "outer", "inner", "outer again", "after"]);
  });

  test("keep their order when the session registers others in the meantime", async () => {
    const called: string[] = [];
    const registered = deferred();
    const go = deferred();
    await at().database.transaction(async (session) => {
      const running = session.savepoint(async (scope) => {
        scope.onCommit(() => called.push("first"));
        registered.resolve();
        await go.promise;
        scope.onCommit(() => called.push("third"));
      });
      await registered.promise;
      session.onCommit(() => called.push("second"));
      go.resolve();
      await running;
    });
    expect(called).toEqual(["first", "second", "third"]);
  });

  test("are not called if it was rolled back, even if the transaction commits", async () => {
    const called: string[] = [];
    await at().database.transaction(async (session) => {
      session.onCommit(() => called.push("session"));
      const failing = session.savepoint(async (scope) => {
        scope.onCommit(() => called.push("failed"));
        await scope.savepoint(async (inner) => inner.onCommit(() => called.push("within the failed")));
        await fail(scope);
      });
      await refusalOf(failing);
      await session.savepoint(async (scope) => scope.onCommit(() => called.push("kept")));
    });
    expect(called).toEqual(["session", "kept"]);
  });

  test("are not called when the transaction is rolled back", async () => {
    let calls = 0;
    const session = await at().database.session();
    await session.savepoint(async (scope) => scope.onCommit(() => calls++));
    await session.rollback();
    expect(calls).toBe(0);
  });
});
