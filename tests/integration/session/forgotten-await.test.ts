import { describe, expect, test } from "vitest";
import {
  DatabaseOperations,
  newGameId,
  type Scope,
  SessionClosedError,
  TransactionAbortedError,
  UnsettledOperationsError,
} from "../../../src/index.js";
import { deferred } from "../../support/deferred.js";
import { newGame } from "../../support/game-fixtures.js";
import { onServer } from "../../support/places.js";
import { fail, isStored, query, write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";
import { unhandledDuring } from "../../support/unhandled.js";

const at = onServer();

/** The ways to hand a scope to a callback, both of which promise "all or nothing". */
const callbacks = {
  transaction: (work: (scope: Scope) => Promise<unknown>) => at().database.transaction(work),
  savepoint: (work: (scope: Scope) => Promise<unknown>) =>
    at().database.transaction(async (session) => {
      const refusal = await refusalOf(session.savepoint(work));
      expect(session.state).toBe("active");
      throw refusal;
    }),
};

describe.each(Object.entries(callbacks))("a %s's callback that returns too early", (_, perform) => {
  test("gets the name of the operation that was still running, and nothing is kept", async () => {
    let forgotten = Promise.resolve("");
    let awaited = "";
    const work = perform(async (scope) => {
      awaited = await write(scope);
      forgotten = write(scope);
    });
    const refusal = await refusalOf(work);
    expect(refusal).toBeInstanceOf(UnsettledOperationsError);
    expect(refusal.details).toEqual({ operations: ["createGame"] });
    expect(refusal.message).toContain("createGame");
    expect(await isStored(at().elsewhere, await forgotten)).toBe(false);
    expect(await isStored(at().elsewhere, awaited)).toBe(false);
  });

  test("gets the names of all of them, in call order", async () => {
    const refusal = await refusalOf(
      perform(async (scope) => {
        const operations = new DatabaseOperations(scope);
        const game = newGame();
        void operations.createGame(game);
        void operations.addSbaRosterPlayer({ gameId: game.gameId, teamId: game.homeTeamId, playerId: 1 });
        void operations.getSbaRoster(game.gameId);
      }),
    );
    expect(refusal.details).toEqual({ operations: ["createGame", "addSbaRosterPlayer", "getSbaRoster"] });
  });

  test("gets the name of its own query", async () => {
    const forgotten: Promise<unknown>[] = [];
    const work = perform(async (scope) => {
      forgotten.push(query(scope, "select 1").catch(() => {}));
    });
    const refusal = await refusalOf(work);
    expect(refusal).toBeInstanceOf(UnsettledOperationsError);
    expect(refusal.details).toEqual({ operations: ["run"] });
    await Promise.all(forgotten);
  });

  test("gets the name of a query that was still being built", async () => {
    const built = deferred();
    const forgotten: Promise<unknown>[] = [];
    const work = perform(async (scope) => {
      const running = scope.run(async (db) => {
        await built.promise;
        return db.execute("select 1");
      });
      forgotten.push(running.catch(() => {}));
      setImmediate(built.resolve);
    });
    expect(await refusalOf(work)).toBeInstanceOf(UnsettledOperationsError);
    await Promise.all(forgotten);
  });

  test("gets the name of a savepoint, whose work was awaited", async () => {
    const ended = deferred<string>();
    const work = perform(async (scope) => {
      void scope.savepoint(async (inner) => ended.resolve(await write(inner)));
    });
    const refusal = await refusalOf(work);
    expect(refusal).toBeInstanceOf(UnsettledOperationsError);
    expect(refusal.details).toEqual({ operations: ["savepoint"] });
    expect(await isStored(at().elsewhere, await ended.promise)).toBe(false);
  });

  test("loses its result, but not the error that it threw", async () => {
    const work = perform(async (scope) => {
      void write(scope);
      throw new TypeError("its own");
    }).catch((error) => error);
    expect(await work).toEqual(new TypeError("its own"));
  });

  test("refuses the next call of work that was left running", async () => {
    const later = deferred();
    const next = deferred<unknown>();
    await perform(async (scope) => {
      void later.promise.then(() => write(scope)).catch(next.resolve);
    }).catch(() => {});
    later.resolve();
    expect(await next.promise).toBeInstanceOf(SessionClosedError);
  });
});

test("a callback whose operations all settled, in whatever order, commits", async () => {
  const { database, elsewhere } = at();
  const gameIds = await database.transaction(async (session) => {
    const last = write(session);
    const both = Promise.all([write(session), write(session)]);
    return [await last, ...(await both)];
  });
  for (const gameId of gameIds) expect(await isStored(elsewhere, gameId)).toBe(true);
});

test("an operation that settled without being awaited is no error", async () => {
  const { database, elsewhere } = at();
  const gameId = await database.transaction(async (session) => {
    const first = write(session);
    await write(session);
    return first;
  });
  expect(await isStored(elsewhere, gameId)).toBe(true);
});

test("the session of an early callback is rolled back, and the connection is intact", async () => {
  const { database } = at();
  await refusalOf(
    database.transaction(async (session) => {
      void write(session);
    }),
  );
  expect(database.figures).toMatchObject({ idle: database.figures.open, waiting: 0 });
  await write(database);
});

const failingQuery = (scope: Scope) => scope.run((db) => db.execute("select 1 / 0"));

/** Calls that the server refuses, and whose `await` is forgotten. */
const forgetful: Record<string, (scope: Scope) => unknown> = {
  "an operation": (scope) => {
    const game = newGame();
    void new DatabaseOperations(scope).createGame(game);
    return new DatabaseOperations(scope).createGame(game);
  },
  "an operation of several statements": (scope) => {
    void failingQuery(scope);
    return new DatabaseOperations(scope).rewindGame(newGameId(), 0);
  },
  "a query": failingQuery,
  "a savepoint with it": (scope) => {
    void failingQuery(scope);
    return scope.savepoint(write);
  },
};

describe.each(Object.keys(forgetful))("%s that fails after its await was forgotten", (name) => {
  const forget = (scope: Scope) => void forgetful[name]?.(scope);

  test("is reported by the transaction, and by no unhandled rejection, if the callback returned before", async () => {
    const unhandled = await unhandledDuring(async () => {
      const refusal = await refusalOf(at().database.transaction(async (session) => forget(session)));
      expect(refusal).toBeInstanceOf(UnsettledOperationsError);
      expect(refusal.cause).toBeInstanceOf(Error);
    });
    expect(unhandled).toEqual([]);
  });

  test("is reported by the transaction, and by no unhandled rejection, if the callback still runs", async () => {
    const unhandled = await unhandledDuring(async () => {
      const work = at().database.transaction(async (session) => {
        forget(session);
        await new Promise((resolve) => session.signal.addEventListener("abort", resolve));
        await new Promise(setImmediate);
      });
      expect(await refusalOf(work)).toBeInstanceOf(TransactionAbortedError);
    });
    expect(unhandled).toEqual([]);
  });

  test("is reported by the commit of a session by hand", async () => {
    const unhandled = await unhandledDuring(async () => {
      const session = await at().database.session();
      forget(session);
      const refusal = await refusalOf(session.commit());
      expect(refusal).toBeInstanceOf(TransactionAbortedError);
      expect(refusal.cause).toBeInstanceOf(Error);
    });
    expect(unhandled).toEqual([]);
  });

  test("is reported by the savepoint that it was made in", async () => {
    const unhandled = await unhandledDuring(async () => {
      await at().database.transaction(async (session) => {
        const refusal = await refusalOf(session.savepoint(async (scope) => forget(scope)));
        expect(refusal).toBeInstanceOf(UnsettledOperationsError);
        await write(session);
      });
    });
    expect(unhandled).toEqual([]);
  });
});

test("a refused input of a callback that returned too early is the cause of its error", async () => {
  const unhandled = await unhandledDuring(async () => {
    const work = at().database.transaction(async (session) => {
      void new DatabaseOperations(session).getPlays("no game");
      void new DatabaseOperations(session).addSbaRosterPlayer({
        gameId: newGameId(),
        teamId: 1,
        playerId: 1,
      });
    });
    const refusal = await refusalOf(work);
    expect(refusal.details).toEqual({ operations: ["getPlays", "addSbaRosterPlayer"] });
    expect(refusal.cause).toMatchObject({ code: "VALIDATION" });
  });
  expect(unhandled).toEqual([]);
});

test("failures that nothing else reports stay unhandled rejections: a refused input, and a savepoint that was not awaited", async () => {
  const unhandled = await unhandledDuring(async () => {
    await at().database.transaction(async (session) => {
      void new DatabaseOperations(session).getPlays("no game");
      void session.savepoint((scope) => fail(scope));
      await new Promise(setImmediate);
      await write(session);
    });
  });
  expect(unhandled.map((error) => (error as { code?: string }).code).sort()).toEqual([
    "DATA_REFUSED",
    "VALIDATION",
  ]);
});

test("an operation of several statements that was begun before the commit is done before it", async () => {
  const { database, elsewhere } = at();
  const game = newGame();
  const session = await database.session();
  const operations = new DatabaseOperations(session);
  await operations.createGame(game);
  const rewinding = operations.rewindGame(game.gameId, 0);
  await session.commit();
  await rewinding;
  expect(await isStored(elsewhere, game.gameId)).toBe(true);
});
