import { describe, expect, it } from "vitest";
import { DatabaseOperations } from "../../../../src/index.js";
import { newGame, newPlay, stageGame } from "../../../support/game-fixtures.js";
import { queryAlone } from "../../../support/raw-sql.js";
import type { Bench } from "../library.js";

const state = { inning: 2, half: "top", homeScore: 0, awayScore: 0 } as const;

/** The library commits or rolls back its rows and Dugout's together. */
export function describeOutcomes({ library, database }: Bench): void {
  const own = () => new DatabaseOperations(database());
  const stored = async (gameId: string) => ({
    game: (await own().loadGameState(gameId)) !== null,
    note: (await queryAlone(database(), `select 1 from notes where id = '${gameId}'`)).length === 1,
  });

  describe("the library's transaction", () => {
    it("commits Dugout's rows together with its own, and shows nothing before", async () => {
      const game = newGame();
      const { gameId } = game;
      await library().transaction(async ({ executor, run }) => {
        await new DatabaseOperations(executor).createGame(game);
        await run(`insert into notes values ('${gameId}', 'theirs')`);
        expect(await stored(gameId)).toEqual({ game: false, note: false });
      });
      expect(await stored(gameId)).toEqual({ game: true, note: true });
    });

    it("leaves nothing of either when it rolls back", async () => {
      const game = newGame();
      const { gameId } = game;
      const staged = await stageGame(database());
      const reason = new Error("the caller's own");
      const outcome = library().transaction(async ({ executor, run }) => {
        const operations = new DatabaseOperations(executor);
        await run(`insert into notes values ('${gameId}', 'theirs')`);
        await operations.createGame(game);
        await operations.recordPlay(newPlay(staged), state);
        throw reason;
      });
      await expect(outcome).rejects.toBe(reason);
      expect(await stored(gameId)).toEqual({ game: false, note: false });
      expect(await own().loadGameState(staged.gameId)).toMatchObject({
        game: { stateVersion: 0 },
        plays: [],
      });
    });

    it("reads what the library wrote, and the library reads what we wrote", async () => {
      const { gameId } = await stageGame(database());
      await library().transaction(async ({ executor, run }) => {
        const operations = new DatabaseOperations(executor);
        await run(`update games set state_version = 41 where id = '${gameId}'`);
        expect(await operations.updateGameState(gameId, state)).toEqual({ stateVersion: 42 });
        await run(`insert into notes select id::text, state_version::text from games where id = '${gameId}'`);
      });
      expect(await queryAlone(database(), `select text from notes where id = '${gameId}'`)).toEqual([
        { text: "42" },
      ]);
    });
  });

  describe("calls that do not wait for each other", () => {
    it("run in the order in which they were made", async () => {
      const { gameId } = await stageGame(database());
      const versions = await library().transaction(({ executor }) => {
        const operations = new DatabaseOperations(executor);
        return Promise.all(Array.from({ length: 20 }, () => operations.updateGameState(gameId, state)));
      });
      expect(versions.map(({ stateVersion }) => stateVersion)).toEqual(
        Array.from({ length: 20 }, (_, index) => index + 1),
      );
    });

    it("may depend on each other", async () => {
      const game = newGame();
      const { gameId } = game;
      const entry = { gameId, teamId: game.homeTeamId, playerId: 1, position: "P" } as const;
      await library().transaction(async ({ executor }) => {
        const operations = new DatabaseOperations(executor);
        await Promise.all([
          operations.createGame(game),
          operations.addSbaLineupPlayer(entry),
          operations.createGameSession({ gameId }),
          operations.updateGameState(gameId, state),
        ]);
      });
      expect(await own().loadGameState(gameId)).toMatchObject({ game: state, lineups: [{ playerId: 1 }] });
    });
  });
}
