import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { DatabaseOperations, PlayConflictError } from "../../../../src/index.js";
import { awayTeamId, homeTeamId, newGame, newPlay, stageGame } from "../../../support/game-fixtures.js";
import type { At } from "../../../support/places.js";
import { refusalOf, rowCounts } from "../../../support/refusals.js";
import { countStatements } from "../../../support/statement-counter.js";

const state = { inning: 5, half: "top", homeScore: 2, awayScore: 1 } as const;

export function describeCommitOnce(at: At): void {
  const elsewhere = () => new DatabaseOperations(at().elsewhere);

  /** A whole game in one transaction, with writes of every area. */
  async function writeEverything(operations: DatabaseOperations, gameId: string): Promise<void> {
    await operations.createGame(newGame({ gameId }));
    await operations.addSbaRosterPlayer({ gameId, teamId: awayTeamId, playerId: 1 });
    const entry = { gameId, playerId: 1, position: "DH" } as const;
    const batterId = await operations.addSbaLineupPlayer({ ...entry, teamId: awayTeamId });
    const pitcherId = await operations.addSbaLineupPlayer({ ...entry, teamId: homeTeamId });
    await operations.savePlay(newPlay({ gameId, batterId, pitcherId } as never));
    await operations.updateGameState(gameId, state);
    await operations.createGameSession({ gameId });
  }

  describe("several operations in one transaction", () => {
    it("are stored together, by one commit", async () => {
      const { gameId } = newGame();
      using statements = countStatements();
      await at().database.transaction((session) => writeEverything(new DatabaseOperations(session), gameId));
      const words = statements.sent.map((text) => text.split(/\W/, 1)[0]);
      expect(words.filter((word) => /^(begin|commit|rollback)$/.test(word ?? ""))).toEqual([
        "begin",
        "commit",
      ]);
      const loaded = await elsewhere().loadGameState(gameId);
      expect(loaded?.game).toMatchObject({ ...state, stateVersion: 1 });
      expect([loaded?.plays.length, loaded?.lineups.length]).toEqual([1, 2]);
      expect(await elsewhere().getSbaRoster(gameId)).toHaveLength(1);
      expect(await elsewhere().getGameSession(gameId)).not.toBeNull();
    });

    it("have the number of the same PostgreSQL transaction", async () => {
      const { gameId } = newGame();
      await at().database.transaction((session) => writeEverything(new DatabaseOperations(session), gameId));
      const { rows } = await at().database.transaction((session) =>
        session.run((db) =>
          db.execute(sql`select distinct xmin::text from (
            select xmin from games where id = ${gameId} union all
            select xmin from lineups where game_id = ${gameId} union all
            select xmin from plays where game_id = ${gameId} union all
            select xmin from roster_links where game_id = ${gameId} union all
            select xmin from game_sessions where game_id = ${gameId}) as written`),
        ),
      );
      expect(rows).toHaveLength(1);
    });

    it("leave nothing behind if the callback throws, and its error is rethrown unchanged", async () => {
      const before = await rowCounts(at().database);
      const reason = new Error("rained out");
      const work = at().database.transaction(async (session) => {
        await writeEverything(new DatabaseOperations(session), newGame().gameId);
        throw reason;
      });
      await expect(work).rejects.toBe(reason);
      expect(await rowCounts(at().database)).toEqual(before);
    });

    it("leave nothing behind when the last of them is refused", async () => {
      const before = await rowCounts(at().database);
      const { gameId } = newGame();
      const work = at().database.transaction(async (session) => {
        const operations = new DatabaseOperations(session);
        await writeEverything(operations, gameId);
        await operations.createGame(newGame({ gameId }));
      });
      expect((await refusalOf(work)).code).toBe("GAME_EXISTS");
      expect(await rowCounts(at().database)).toEqual(before);
    });

    it("leave nothing behind if the caller rolls back", async () => {
      const before = await rowCounts(at().database);
      const session = await at().database.session();
      await writeEverything(new DatabaseOperations(session), newGame().gameId);
      await session.rollback();
      expect(session.state).toBe("rolledBack");
      expect(await rowCounts(at().database)).toEqual(before);
    });
  });

  describe("a play and the game's new state in one transaction", () => {
    it("are both stored", async () => {
      const game = await stageGame(at().database);
      await at().database.transaction(async (session) => {
        const operations = new DatabaseOperations(session);
        await Promise.all([
          operations.savePlay(newPlay(game)),
          operations.updateGameState(game.gameId, state),
        ]);
      });
      const loaded = await elsewhere().loadGameState(game.gameId);
      expect(loaded?.plays).toHaveLength(1);
      expect(loaded?.game).toMatchObject({ ...state, stateVersion: 1 });
    });

    it("are both not stored if the state is refused", async () => {
      const game = await stageGame(at().database);
      const before = await elsewhere().loadGameState(game.gameId);
      const work = at().database.transaction(async (session) => {
        const operations = new DatabaseOperations(session);
        await Promise.all([
          operations.savePlay(newPlay(game)),
          operations.updateGameState(game.gameId, { ...state, winnerTeamId: 999 }),
        ]);
      });
      expect((await refusalOf(work)).code).toBe("VALIDATION");
      expect(await elsewhere().loadGameState(game.gameId)).toEqual(before);
    });

    it("are both not stored if the play is refused", async () => {
      const game = await stageGame(at().database);
      await elsewhere().savePlay(newPlay(game));
      const before = await elsewhere().loadGameState(game.gameId);
      const work = at().database.transaction(async (session) => {
        const operations = new DatabaseOperations(session);
        await operations.updateGameState(game.gameId, state);
        await operations.savePlay(newPlay(game, { inning: 2 }));
      });
      expect(await refusalOf(work)).toBeInstanceOf(PlayConflictError);
      expect(await elsewhere().loadGameState(game.gameId)).toEqual(before);
    });
  });
}
