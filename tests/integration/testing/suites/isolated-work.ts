import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Database, DatabaseOperations, GameExistsError } from "../../../../src/index.js";
import { type IsolatedDatabase, isolate } from "../../../../src/testing.js";
import { newGame } from "../../../support/game-fixtures.js";
import type { At } from "../../../support/places.js";
import { fail, isStored, query, write } from "../../../support/raw-sql.js";
import { refusalOf, rowCounts } from "../../../support/refusals.js";

/** Work in an isolated test, committed or not, is visible during the test, and gone after it. */
export function describeIsolatedWork(at: At): void {
  describe("in an isolated test", () => {
    let isolated: IsolatedDatabase;
    let database: Database;
    let before: unknown;

    beforeEach(async () => {
      before = await rowCounts(at().database);
      isolated = await isolate(at().database);
      database = isolated.database;
    });
    // Every test below is a test of this as well.
    afterEach(async () => {
      await isolated.rollback();
      expect(await rowCounts(at().database)).toEqual(before);
      expect(at().database.figures).toMatchObject({ waiting: 0, idle: at().database.figures.open });
    });

    it("keeps what standalone operations do, until the test ends", async () => {
      const gameId = await write(database);
      const operations = new DatabaseOperations(database);
      await operations.updateGameState(gameId, { inning: 3, half: "top", homeScore: 1, awayScore: 0 });
      await operations.createGameSession({ gameId });
      expect(await operations.loadGameState(gameId)).toMatchObject({ game: { inning: 3, homeScore: 1 } });
      expect(await operations.getGameSession(gameId)).toMatchObject({ gameId });
    });

    it("keeps what a transaction commits, and not what one rolls back", async () => {
      const kept = await database.transaction((session) => write(session));
      let undone = "";
      const failing = database.transaction(async (session) => {
        undone = await write(session);
        throw new Error("no");
      });
      await expect(failing).rejects.toThrow("no");
      expect(await isStored(database, kept)).toBe(true);
      expect(await isStored(database, undone)).toBe(false);
    });

    it("keeps what a session commits, and not what it leaves without a commit", async () => {
      const committed = await database.session();
      const kept = await write(committed);
      await committed.commit();
      expect(committed.state).toBe("committed");
      let undone = "";
      {
        await using left = await database.session();
        undone = await write(left);
        expect(await isStored(left, undone)).toBe(true);
      }
      expect(await isStored(database, kept)).toBe(true);
      expect(await isStored(database, undone)).toBe(false);
    });

    it("supports savepoints within transactions as usual", async () => {
      const [kept, undone] = await database.transaction(async (session) => {
        const kept = [await write(session)];
        const undone: string[] = [];
        const failing = session.savepoint(async (scope) => {
          undone.push(await write(scope), await scope.savepoint(write));
          await fail(scope);
        });
        await refusalOf(failing);
        kept.push(await session.savepoint(write));
        return [kept, undone];
      });
      for (const gameId of kept ?? []) expect(await isStored(database, gameId)).toBe(true);
      for (const gameId of undone ?? []) expect(await isStored(database, gameId)).toBe(false);
    });

    it("calls onCommit callbacks after the commit, when its data is visible, and not after a rollback", async () => {
      const called: unknown[] = [];
      await database.transaction(async (session) => {
        const gameId = await write(session);
        session.onCommit(async () => called.push(await isStored(database, gameId)));
      });
      const rolledBack = await database.session();
      rolledBack.onCommit(() => called.push("rolled back"));
      await rolledBack.rollback();
      expect(called).toEqual([true]);
    });

    it("continues after a standalone operation that failed", async () => {
      const operations = new DatabaseOperations(database);
      const game = newGame();
      await operations.createGame(game);
      expect(await refusalOf(operations.createGame(game))).toBeInstanceOf(GameExistsError);
      await Promise.all([refusalOf(operations.createGame(game)), write(database)]);
      expect(await isStored(database, game.gameId)).toBe(true);
      await write(database);
    });

    it("lets parallel work take turns", async () => {
      const work = async (number: number): Promise<string | undefined> => {
        if (number % 3 === 0) return write(database);
        const transaction = database.transaction(async (session) => {
          const gameId = await write(session);
          if (number % 3 === 1) await fail(session);
          return gameId;
        });
        return transaction.catch(() => undefined);
      };
      const written = await Promise.all(Array.from({ length: 12 }, (_, number) => work(number)));
      const kept = written.filter((gameId) => gameId !== undefined);
      expect(kept).toHaveLength(8);
      for (const gameId of kept) expect(await isStored(database, gameId)).toBe(true);
    });

    it("also undoes a schema change", async () => {
      await database.transaction((session) => query(session, "create table only_in_this_test (n int)"));
      await database.transaction((session) => query(session, "insert into only_in_this_test values (1)"));
      await isolated.rollback();
      const looking = at().database.transaction((session) => query(session, "select from only_in_this_test"));
      expect((await refusalOf(looking)).code).toBe("SCHEMA_MISSING");
    });

    it("may contain another isolated test, which ends before it", async () => {
      const outer = await write(database);
      const inner = await isolate(database);
      const gameId = await write(inner.database);
      await inner.database.transaction((session) => write(session));
      expect(await isStored(inner.database, outer)).toBe(true);
      await inner.rollback();
      expect(await isStored(database, outer)).toBe(true);
      expect(await isStored(database, gameId)).toBe(false);
    });
  });
}
