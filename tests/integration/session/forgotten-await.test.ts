import { describe, expect, test } from "vitest";
import {
  DatabaseOperations,
  type Scope,
  SessionClosedError,
  UnsettledOperationsError,
} from "../../../src/index.js";
import { deferred } from "../../support/deferred.js";
import { newGame } from "../../support/game-fixtures.js";
import { onServer } from "../../support/places.js";
import { isStored, query, write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";

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
  test("is told the name of the operation that still ran, and nothing is kept", async () => {
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

  test("is told every one of them, in call order", async () => {
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

  test("is told of a query of its own", async () => {
    const forgotten: Promise<unknown>[] = [];
    const work = perform(async (scope) => {
      forgotten.push(query(scope, "select 1").catch(() => {}));
    });
    const refusal = await refusalOf(work);
    expect(refusal).toBeInstanceOf(UnsettledOperationsError);
    expect(refusal.details).toEqual({ operations: ["run"] });
    await Promise.all(forgotten);
  });

  test("is told of a query that was still being built", async () => {
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

  test("is told of a savepoint, whose work was let end", async () => {
    const ended = deferred<string>();
    const work = perform(async (scope) => {
      void scope.savepoint(async (inner) => ended.resolve(await write(inner)));
    });
    const refusal = await refusalOf(work);
    expect(refusal).toBeInstanceOf(UnsettledOperationsError);
    expect(refusal.details).toEqual({ operations: ["savepoint"] });
    expect(await isStored(at().elsewhere, await ended.promise)).toBe(false);
  });

  test("loses its result, but not what it threw", async () => {
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

test("an operation that settled without being awaited does no harm", async () => {
  const { database, elsewhere } = at();
  const gameId = await database.transaction(async (session) => {
    const first = write(session);
    await write(session);
    return first;
  });
  expect(await isStored(elsewhere, gameId)).toBe(true);
});

test("the session of an early callback is rolled back, and the connection is whole", async () => {
  const { database } = at();
  await refusalOf(
    database.transaction(async (session) => {
      void write(session);
    }),
  );
  expect(database.figures).toMatchObject({ idle: database.figures.open, waiting: 0 });
  await write(database);
});
