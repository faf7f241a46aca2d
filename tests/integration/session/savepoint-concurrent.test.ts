import { describe, expect, test } from "vitest";
import { type Scope, type Session, StatementRefusedError } from "../../../src/index.js";
import { deferred } from "../../support/deferred.js";
import { onServer } from "../../support/places.js";
import { fail, isStored, query, write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";

const at = onServer();

const stored = (gameIds: readonly string[]) =>
  Promise.all(gameIds.map((gameId) => isStored(at().elsewhere, gameId)));

describe("savepoints of one session that are opened at once", () => {
  test("take turns: one that fails does not undo the others", async () => {
    const gameIds: Record<number, string[]> = {};
    await at().database.transaction(async (session) => {
      const outcomes = await Promise.allSettled(
        [0, 1, 2, 3, 4].map((number) =>
          session.savepoint(async (scope) => {
            gameIds[number] = [await write(scope), await write(scope)];
            if (number % 2 === 1) await fail(scope);
          }),
        ),
      );
      expect(outcomes.map(({ status }) => status)).toEqual([
        ...["fulfilled", "rejected", "fulfilled", "rejected", "fulfilled"],
      ]);
    });
    for (const [number, ids] of Object.entries(gameIds)) {
      const kept = Number(number) % 2 === 0;
      expect(await stored(ids)).toEqual([kept, kept]);
    }
  });

  test("each sees the changes of earlier ones, and none of later ones", async () => {
    await at().database.transaction(async (session) => {
      await query(session, "create temporary table steps (n int)");
      const counts = await Promise.all(
        [1, 2, 3].map((number) =>
          session.savepoint(async (scope) => {
            await query(scope, `insert into steps values (${number})`);
            return query(scope, "select count(*)::int as seen from steps");
          }),
        ),
      );
      expect(counts).toEqual([[{ seen: 1 }], [{ seen: 2 }], [{ seen: 3 }]]);
    });
  });

  test("within a savepoint take turns too", async () => {
    const gameIds: string[] = [];
    await at().database.transaction((session) =>
      session.savepoint(async (outer) => {
        const [kept, , alsoKept] = await Promise.allSettled([
          outer.savepoint(write),
          outer.savepoint((inner) => fail(inner)),
          outer.savepoint(write),
        ]);
        for (const outcome of [kept, alsoKept]) {
          gameIds.push((outcome as PromiseFulfilledResult<string>).value);
        }
      }),
    );
    expect(await stored(gameIds)).toEqual([true, true]);
  });
});

test("a call on the session that is made after a savepoint was opened waits for it, and is not undone with it", async () => {
  const order: string[] = [];
  const gameId = await at().database.transaction(async (session) => {
    const failing = session.savepoint(async (scope) => {
      await write(scope);
      order.push("inside");
      await fail(scope);
    });
    const outside = write(session).finally(() => order.push("outside"));
    await refusalOf(failing);
    return outside;
  });
  expect(order).toEqual(["inside", "outside"]);
  expect(await stored([gameId])).toEqual([true]);
});

test("a call that was made before a savepoint is not undone with it", async () => {
  const gameId = await at().database.transaction(async (session) => {
    const before = write(session);
    await refusalOf(session.savepoint((scope) => fail(scope)));
    return before;
  });
  expect(await stored([gameId])).toEqual([true]);
});

test("a commit waits for the savepoints that were opened before it", async () => {
  const session = await at().database.session();
  const go = deferred();
  const writing = session.savepoint(async (scope) => {
    await go.promise;
    return write(scope);
  });
  const committing = session.commit();
  go.resolve();
  await committing;
  expect(await stored([await writing])).toEqual([true]);
});

const calls: Record<string, (session: Session) => unknown> = {
  "an operation": write,
  "a query": (session) => query(session, "select 1"),
  "a savepoint": (session) => session.savepoint(async () => {}),
  onCommit: (session) => session.onCommit(() => {}),
  "a commit": (session) => session.commit(),
  "a rollback": (session) => session.rollback(),
};

describe.each(Object.entries(calls))("%s called on the session from inside its savepoint", (_, call) => {
  const attempt = async (session: Session) => call(session);

  test("is refused instead of waiting for itself, and both continue", async () => {
    const gameIds: string[] = [];
    await at().database.transaction(async (session) => {
      await session.savepoint(async (scope) => {
        expect(await refusalOf(attempt(session))).toBeInstanceOf(StatementRefusedError);
        gameIds.push(await write(scope));
      });
      gameIds.push(await write(session));
    });
    expect(await stored(gameIds)).toEqual([true, true]);
  });

  test("is refused from a savepoint within a savepoint", async () => {
    await at().database.transaction((session) =>
      session.savepoint((outer) =>
        outer.savepoint(async () => {
          expect(await refusalOf(attempt(session))).toBeInstanceOf(StatementRefusedError);
        }),
      ),
    );
  });
});

test("closing the session from inside its savepoint does not hang", async () => {
  const session = await at().database.session();
  const gameId = await session
    .savepoint(async (scope) => {
      const gameId = await write(scope);
      await session.close();
      return gameId;
    })
    .catch(() => undefined);
  await session.close();
  expect(session.state).toBe("rolledBack");
  if (gameId !== undefined) expect(await stored([gameId])).toEqual([false]);
});

test("the outer savepoint, like the session, is refused from inside the inner one", async () => {
  await at().database.transaction((session) =>
    session.savepoint((outer) =>
      outer.savepoint(async (inner) => {
        expect(await refusalOf(write(outer))).toBeInstanceOf(StatementRefusedError);
        await write(inner);
      }),
    ),
  );
});

test("a session may be used in what a savepoint's callback started, once the savepoint has ended", async () => {
  const ended = deferred();
  const gameId = await at().database.transaction(async (session) => {
    let later: Promise<string> | undefined;
    await session.savepoint(async () => {
      later = ended.promise.then(() => write(session));
    });
    ended.resolve();
    return later as Promise<string>;
  });
  expect(await stored([gameId])).toEqual([true]);
});

test("another session can be used inside a savepoint", async () => {
  const { database } = at();
  const other = await database.session();
  const gameId = await database.transaction((session) =>
    session.savepoint(async (scope: Scope) => {
      await write(scope);
      return other.savepoint(write);
    }),
  );
  await other.commit();
  expect(await stored([gameId])).toEqual([true]);
});
