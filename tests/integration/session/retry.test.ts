import { describe, expect, test } from "vitest";
import {
  CommitCallbackError,
  DeadlockError,
  SerializationFailureError,
  TransactionAbortedError,
} from "../../../src/index.js";
import { needs } from "../../support/needs.js";
import { onServer } from "../../support/places.js";
import { isStored, query, write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";
import { deadlock, serializationConflict } from "../../support/rivals.js";
import { isOnCitus } from "../../support/test-database.js";

const at = onServer();

describe.each([
  ["a serialization failure", serializationConflict, SerializationFailureError],
  ["a deadlock", deadlock, DeadlockError],
] as const)("after %s", (_, arrange, ErrorClass) => {
  /** A cluster aborts the transaction that began to write last, which in these tests is the other one. */
  const choosing = needs(!isOnCitus || arrange !== deadlock, "a cluster ends the other one of a deadlock");

  test("the callback is run again on a new session, which commits", choosing, async () => {
    const { database, elsewhere } = at();
    const conflict = await arrange(elsewhere);
    const attempts: number[] = [];
    const sessions = new Set<unknown>();
    const written: string[] = [];
    const result = await database.transaction(async (session, attempt) => {
      attempts.push(attempt);
      sessions.add(session);
      written.push(await write(session));
      if (attempt <= 2) await conflict.fail(session);
      return `attempt ${attempt}`;
    }, conflict.options);
    expect(result).toBe("attempt 3");
    expect(attempts).toEqual([1, 2, 3]);
    expect(sessions.size).toBe(3);
    const kept = await Promise.all(written.map((gameId) => isStored(elsewhere, gameId)));
    expect(kept).toEqual([false, false, true]);
  });

  test("the last attempt's failure is thrown", async () => {
    const { database, elsewhere } = at();
    const conflict = await arrange(elsewhere);
    let attempts = 0;
    const work = database.transaction(
      async (session, attempt) => {
        attempts = attempt;
        await conflict.fail(session);
      },
      { ...conflict.options, attempts: 2 },
    );
    expect(await refusalOf(work)).toBeInstanceOf(ErrorClass);
    expect(attempts).toBe(2);
    expect(database.figures).toMatchObject({ idle: database.figures.open, waiting: 0 });
  });

  test("with one attempt the callback is not run again", async () => {
    const { database, elsewhere } = at();
    const conflict = await arrange(elsewhere);
    let attempts = 0;
    const work = database.transaction(
      async (session) => {
        attempts += 1;
        await conflict.fail(session);
      },
      { ...conflict.options, attempts: 1 },
    );
    expect(await refusalOf(work)).toBeInstanceOf(ErrorClass);
    expect(attempts).toBe(1);
  });

  test("inside a savepoint the callback is run again too", choosing, async () => {
    const { database, elsewhere } = at();
    const conflict = await arrange(elsewhere);
    const attempts = await database.transaction(async (session, attempt) => {
      await session.savepoint(async (scope) => {
        await scope.savepoint(async (inner) => {
          if (attempt === 1) await conflict.fail(inner);
        });
      });
      return attempt;
    }, conflict.options);
    expect(attempts).toBe(2);
  });

  test("a callback that swallowed it is run again", async () => {
    const { database, elsewhere } = at();
    const conflict = await arrange(elsewhere);
    const attempts = await database.transaction(async (session, attempt) => {
      if (attempt === 1) await conflict.fail(session).catch(() => {});
      return attempt;
    }, conflict.options);
    expect(attempts).toBe(2);
  });

  test("a callback that wraps it in another error is run again", async () => {
    const { database, elsewhere } = at();
    const conflict = await arrange(elsewhere);
    const attempts = await database.transaction(async (session, attempt) => {
      if (attempt > 1) return attempt;
      return conflict.fail(session).catch((cause) => {
        throw new Error("the inning could not be saved", { cause });
      });
    }, conflict.options);
    expect(attempts).toBe(2);
  });

  test("a session without a callback is not run again", choosing, async () => {
    const { database, elsewhere } = at();
    const conflict = await arrange(elsewhere);
    await using session = await database.session(conflict.options);
    const first = await refusalOf(conflict.fail(session));
    expect(first).toBeInstanceOf(ErrorClass);
    const refusal = await refusalOf(session.commit());
    expect(refusal).toBeInstanceOf(TransactionAbortedError);
    expect(refusal.cause).toBe(first);
  });

  test("callbacks of onCommit are called for the attempt that committed, and for no other", async () => {
    const { database, elsewhere } = at();
    const conflict = await arrange(elsewhere);
    const called: number[] = [];
    await database.transaction(async (session, attempt) => {
      session.onCommit(() => called.push(attempt));
      if (attempt === 1) await conflict.fail(session);
    }, conflict.options);
    expect(called).toEqual([2]);
  });
});

test("there are five attempts by default", async () => {
  const { database, elsewhere } = at();
  const conflict = await serializationConflict(elsewhere);
  const attempts: number[] = [];
  const work = database.transaction((session, attempt) => {
    attempts.push(attempt);
    return conflict.fail(session);
  }, conflict.options);
  expect(await refusalOf(work)).toBeInstanceOf(SerializationFailureError);
  expect(attempts).toEqual([1, 2, 3, 4, 5]);
});

test("a deadlock in a savepoint that the caller caught does not run the callback again", async () => {
  const { database, elsewhere } = at();
  const conflict = await deadlock(elsewhere);
  const attempts = await database.transaction(async (session, attempt) => {
    const held = session.savepoint((scope) => conflict.fail(scope));
    expect(await refusalOf(held)).toBeInstanceOf(DeadlockError);
    await write(session);
    return attempt;
  });
  expect(attempts).toBe(1);
});

test("after a serialization failure at COMMIT the callback is run again", async () => {
  const { database, elsewhere } = at();
  await elsewhere.transaction((session) => query(session, "create table shifts (n int)"));
  const skewed = async (session: Parameters<typeof query>[0]) => {
    await query(session, "select count(*) from shifts");
    await query(session, "insert into shifts values (1)");
  };
  const attempts = await database.transaction(
    async (session, attempt) => {
      await skewed(session);
      if (attempt === 1) await elsewhere.transaction(skewed, { isolation: "serializable" });
      return attempt;
    },
    { isolation: "serializable" },
  );
  expect(attempts).toBe(2);
});

test("a committed transaction is not run again, whatever its onCommit callback fails with", async () => {
  const { database, elsewhere } = at();
  const conflict = await serializationConflict(elsewhere);
  const attempts: number[] = [];
  const work = database.transaction(async (session, attempt) => {
    attempts.push(attempt);
    await write(session);
    session.onCommit(() => elsewhere.transaction(conflict.fail, { ...conflict.options, attempts: 1 }));
  });
  const refusal = await refusalOf(work);
  expect(refusal).toBeInstanceOf(CommitCallbackError);
  expect(refusal.cause).toBeInstanceOf(SerializationFailureError);
  expect(attempts).toEqual([1]);
});
