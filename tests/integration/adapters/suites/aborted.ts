import { describe, expect, it } from "vitest";
import {
  ConnectionLostError,
  DatabaseOperations,
  GameExistsError,
  TransactionAbortedError,
} from "../../../../src/index.js";
import { newGame, stageGame } from "../../../support/game-fixtures.js";
import { queryAlone } from "../../../support/raw-sql.js";
import { isFromDatabase, refusalOf } from "../../../support/refusals.js";
import type { Bench, Open } from "../library.js";

/** After a failure PostgreSQL refuses everything else in a transaction; each later call gets the first failure. */
export function describeAborted({ library, database }: Bench): void {
  const giveUp = new Error("given up");
  async function rolledBack(
    work: (operations: DatabaseOperations, run: Open["run"]) => Promise<void>,
  ): Promise<void> {
    const outcome = library().transaction(async ({ executor, run }) => {
      await work(new DatabaseOperations(executor), run);
      throw giveUp;
    });
    await expect(outcome).rejects.toBe(giveUp);
  }

  describe("after a failed statement", () => {
    it("later calls are refused, with the first failure as their cause", async () => {
      const { gameId } = await stageGame(database());
      await rolledBack(async (operations) => {
        const first = await refusalOf(operations.createGame(newGame({ gameId })));
        expect(first).toBeInstanceOf(GameExistsError);
        expect(isFromDatabase(first)).toBe(true);
        for (const later of [operations.getPlays(gameId), operations.createGame(newGame())]) {
          const refusal = await refusalOf(later);
          expect(refusal).toBeInstanceOf(TransactionAbortedError);
          expect(refusal.cause).toBe(first);
        }
      });
    });

    it("calls made at the same time are refused too", async () => {
      const { gameId } = await stageGame(database());
      await rolledBack(async (operations) => {
        const [first, second, third] = await Promise.all([
          refusalOf(operations.createGame(newGame({ gameId }))),
          refusalOf(operations.createGame(newGame())),
          refusalOf(operations.getPlays(gameId)),
        ]);
        expect(first).toBeInstanceOf(GameExistsError);
        expect(second).toBeInstanceOf(TransactionAbortedError);
        expect([second?.cause, third?.cause]).toEqual([first, first]);
      });
    });

    it("of the library's own, Dugout's calls are refused", async () => {
      const { gameId } = await stageGame(database());
      await rolledBack(async (operations, run) => {
        await expect(run("select 1 / 0")).rejects.toThrow();
        const refusal = await refusalOf(operations.getPlays(gameId));
        expect(refusal).toBeInstanceOf(TransactionAbortedError);
        expect(isFromDatabase(refusal)).toBe(true);
      });
    });

    it("and a rollback to the library's savepoint, Dugout's calls work again", async () => {
      const game = newGame();
      const { gameId } = await stageGame(database());
      await library().transaction(async ({ executor, run }) => {
        const operations = new DatabaseOperations(executor);
        await run("savepoint theirs");
        await refusalOf(operations.createGame(newGame({ gameId })));
        await run("rollback to savepoint theirs");
        await operations.createGame(game);
      });
      expect(await new DatabaseOperations(database()).loadGameState(game.gameId)).not.toBeNull();
    });
  });

  it("a lost connection is a ConnectionLostError, and nothing is stored", async () => {
    const game = newGame();
    const outcome = library().transaction(async ({ executor, run }) => {
      const operations = new DatabaseOperations(executor);
      await operations.createGame(game);
      await run("set local application_name to 'to be cut'");
      const cut =
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'to be cut' and datname = current_database()";
      await queryAlone(database(), cut);
      expect(await refusalOf(operations.getPlays(game.gameId))).toBeInstanceOf(ConnectionLostError);
      expect(await refusalOf(operations.getPlays(game.gameId))).toBeInstanceOf(ConnectionLostError);
      throw giveUp;
    });
    await expect(outcome).rejects.toThrow();
    expect(await new DatabaseOperations(database()).loadGameState(game.gameId)).toBeNull();
  });
}
