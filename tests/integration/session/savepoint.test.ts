import { expect, test } from "vitest";
import { DataRefusedError, type Scope, TransactionAbortedError } from "../../../src/index.js";
import { onServer } from "../../support/places.js";
import { fail, isStored, query, write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";

const at = onServer();

/** Which of these games another connection can see. */
const stored = (gameIds: readonly string[]) =>
  Promise.all(gameIds.map((gameId) => isStored(at().elsewhere, gameId)));

test("work in a savepoint is committed with the transaction, and its result is returned", async () => {
  const gameIds: string[] = [];
  const result = await at().database.transaction(async (session) => {
    gameIds.push(await write(session));
    const inner = await session.savepoint(async (scope) => {
      gameIds.push(await write(scope));
      return "the result";
    });
    gameIds.push(await write(session));
    return inner;
  });
  expect(result).toBe("the result");
  expect(await stored(gameIds)).toEqual([true, true, true]);
});

test("work in a savepoint is rolled back with the transaction", async () => {
  const session = await at().database.session();
  const gameId = await session.savepoint(write);
  await session.rollback();
  expect(await stored([gameId])).toEqual([false]);
});

test("a failure that the caller catches outside undoes the savepoint, and the session continues", async () => {
  const gameIds: string[] = [];
  await at().database.transaction(async (session) => {
    gameIds.push(await write(session));
    const failing = session.savepoint(async (scope) => {
      gameIds.push(await write(scope));
      await fail(scope);
    });
    expect(await refusalOf(failing)).toBeInstanceOf(DataRefusedError);
    expect(session.state).toBe("active");
    gameIds.push(await write(session));
  });
  expect(await stored(gameIds)).toEqual([true, false, true]);
});

test("an error that the callback throws does the same, and is rethrown unchanged", async () => {
  const gameIds: string[] = [];
  const error = new TypeError("its own");
  await at().database.transaction(async (session) => {
    const failing = session.savepoint(async (scope) => {
      gameIds.push(await write(scope));
      throw error;
    });
    await expect(failing).rejects.toBe(error);
    gameIds.push(await write(session));
  });
  expect(await stored(gameIds)).toEqual([false, true]);
});

test("a callback that throws immediately, or is not async, is handled too", async () => {
  await at().database.transaction(async (session) => {
    const error = new Error("at once");
    const failing = session.savepoint(() => {
      throw error;
    });
    await expect(failing).rejects.toBe(error);
    await write(session);
  });
});

test("a failure that the callback swallows inside is found, and undoes the savepoint", async () => {
  const gameIds: string[] = [];
  await at().database.transaction(async (session) => {
    let first: unknown;
    const swallowing = session.savepoint(async (scope) => {
      gameIds.push(await write(scope));
      first = await refusalOf(fail(scope));
      return "all is well";
    });
    const refusal = await refusalOf(swallowing);
    expect(refusal).toBeInstanceOf(TransactionAbortedError);
    expect(refusal.cause).toBe(first);
    gameIds.push(await write(session));
  });
  expect(await stored(gameIds)).toEqual([false, true]);
});

test("after a failure inside, the rest of the savepoint is refused with it as cause", async () => {
  await at().database.transaction(async (session) => {
    const failing = session.savepoint(async (scope) => {
      const first = await refusalOf(fail(scope));
      const refusal = await refusalOf(write(scope));
      expect(refusal).toBeInstanceOf(TransactionAbortedError);
      expect(refusal.cause).toBe(first);
      throw first;
    });
    await refusalOf(failing);
  });
});

test("a second failure is reported without the first one, which ended with its savepoint", async () => {
  await using session = await at().database.session();
  await refusalOf(session.savepoint((scope) => fail(scope)));
  const second = await refusalOf(query(session, "select 'x'::int"));
  const refusal = await refusalOf(session.commit());
  expect(refusal.cause).toBe(second);
});

test("savepoints nest to any depth, and each undoes its own", async () => {
  const gameIds: string[] = [];
  const depth = 12;
  const descend = async (scope: Scope, level: number): Promise<void> => {
    gameIds[level] = await write(scope);
    if (level === depth) throw new Error("the ground");
    const inner = scope.savepoint((deeper) => descend(deeper, level + 1));
    // Every third level catches errors from inner levels; the others rethrow them.
    await (level % 3 === 0 ? inner.catch(() => {}) : inner);
  };
  await at().database.transaction((session) => descend(session, 0));
  const kept = await stored(gameIds);
  expect(kept).toEqual(gameIds.map((_, level) => level <= 9));
});

test("an inner savepoint is undone with its outer one", async () => {
  const gameIds: string[] = [];
  await at().database.transaction(async (session) => {
    const failing = session.savepoint(async (outer) => {
      gameIds.push(await outer.savepoint(write));
      throw new Error("outer");
    });
    await expect(failing).rejects.toThrow("outer");
  });
  expect(await stored(gameIds)).toEqual([false]);
});

test("an inner savepoint that fails does not affect the outer one", async () => {
  const gameIds: string[] = [];
  await at().database.transaction(async (session) => {
    await session.savepoint(async (outer) => {
      gameIds.push(await write(outer));
      await refusalOf(outer.savepoint((inner) => fail(inner)));
      gameIds.push(await write(outer));
    });
  });
  expect(await stored(gameIds)).toEqual([true, true]);
});

test("a savepoint as the first call of a session begins the transaction", async () => {
  const session = await at().database.session();
  await refusalOf(session.savepoint((scope) => fail(scope)));
  expect(session.state).toBe("active");
  const gameId = await write(session);
  await session.commit();
  expect(await stored([gameId])).toEqual([true]);
});

test("locks that were acquired in a savepoint are released by its rollback", async () => {
  const { database, elsewhere } = at();
  const gameId = await write(database);
  const lock = `select from games where id = '${gameId}' for update nowait`;
  await database.transaction(async (session) => {
    const failing = session.savepoint(async (scope) => {
      await query(scope, lock);
      throw new Error("let go");
    });
    await failing.catch(() => {});
    await elsewhere.transaction((other) => query(other, lock));
  });
});

test("a hundred consecutive savepoints do not slow the session down", async () => {
  const { database, elsewhere } = at();
  const gameIds = await database.transaction(async (session) => {
    const written: string[] = [];
    for (let number = 0; number < 100; number += 1) {
      await session
        .savepoint(async (scope) => {
          const gameId = await write(scope);
          if (number % 2 === 1) throw new Error("odd");
          written.push(gameId);
        })
        .catch(() => {});
    }
    return written;
  });
  const [row] = await elsewhere.transaction((session) =>
    query(session, `select count(*)::int as count from games where id in ('${gameIds.join("', '")}')`),
  );
  expect(row).toEqual({ count: 50 });
});
