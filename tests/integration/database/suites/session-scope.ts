import { describe, expect, it } from "vitest";
import { DatabaseOperations, type Session, SessionClosedError } from "../../../../src/index.js";
import { newGame } from "../../../support/game-fixtures.js";
import type { At } from "../../../support/places.js";
import { refusalOf } from "../../../support/refusals.js";

export function describeSessionScope(at: At): void {
  const elsewhere = () => new DatabaseOperations(at().elsewhere);
  /** True when no connection is leased: each has been returned. */
  const allReturned = () => at().database.figures.idle === at().database.figures.open;

  describe("leaving a session's scope", () => {
    it("by `await using`, without a commit, leaves nothing behind and returns the connection", async () => {
      const { gameId } = newGame();
      let seen: Session;
      {
        await using session = await at().database.session();
        seen = session;
        await new DatabaseOperations(session).createGame(newGame({ gameId }));
        expect(session.state).toBe("active");
        expect(allReturned()).toBe(false);
      }
      expect(seen.state).toBe("rolledBack");
      expect(allReturned()).toBe(true);
      expect(await elsewhere().loadGameState(gameId)).toBeNull();
    });

    it("by `await using`, after a commit, keeps what was committed", async () => {
      const { gameId } = newGame();
      {
        await using session = await at().database.session();
        await new DatabaseOperations(session).createGame(newGame({ gameId }));
        await session.commit();
        expect(session.state).toBe("committed");
        expect(allReturned()).toBe(true);
      }
      expect((await elsewhere().loadGameState(gameId))?.game.id).toBe(gameId);
    });

    it("by `await using`, after an error, rethrows the error", async () => {
      const { gameId } = newGame();
      const work = async () => {
        await using session = await at().database.session();
        await new DatabaseOperations(session).createGame(newGame({ gameId }));
        throw new Error("rained out");
      };
      await expect(work()).rejects.toThrow("rained out");
      expect(allReturned()).toBe(true);
      expect(await elsewhere().loadGameState(gameId)).toBeNull();
    });

    it("by `using`, which cannot wait, leaves nothing behind and returns the connection", async () => {
      const { gameId } = newGame();
      const seen = await leaveWithoutWaiting(gameId);
      // The embedded database has one connection: this session can only begin when that one is over.
      await using next = await at().database.session();
      expect(await new DatabaseOperations(next).loadGameState(gameId)).toBeNull();
      await seen.close();
      expect(seen.state).toBe("rolledBack");
      await next.rollback();
      expect(allReturned()).toBe(true);
    });

    it("while an operation still runs, waits for it and undoes it", async () => {
      const { gameId } = newGame();
      let running: Promise<unknown> | undefined;
      {
        await using session = await at().database.session();
        running = new DatabaseOperations(session).createGame(newGame({ gameId }));
      }
      expect(await running).toMatchObject({ id: gameId });
      expect(await elsewhere().loadGameState(gameId)).toBeNull();
    });

    it("without having used it sends nothing, and returns the connection", async () => {
      {
        await using session = await at().database.session();
        expect(session.state).toBe("open");
      }
      expect(allReturned()).toBe(true);
    });

    it("makes every later call a SessionClosedError", async () => {
      const session = await at().database.session();
      await session.close();
      const operations = new DatabaseOperations(session);
      for (const work of [
        operations.createGame(newGame()),
        operations.loadGameState(newGame().gameId),
        session.run((db) => db.query.games.findMany()),
        session.commit(),
      ]) {
        expect(await refusalOf(work)).toBeInstanceOf(SessionClosedError);
      }
    });
  });

  async function leaveWithoutWaiting(gameId: string): Promise<Session> {
    using session = await at().database.session();
    await new DatabaseOperations(session).createGame(newGame({ gameId }));
    return session;
  }
}
