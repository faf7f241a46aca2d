import { expect, it } from "vitest";
import { DatabaseOperations, GameNotFoundError, newGameId } from "../../../../src/index.js";
import { awayTeamId, homeTeamId, newGame, newPlay, stageGame } from "../../../support/game-fixtures.js";
import { type At, inEveryMode } from "../../../support/places.js";
import { refusalOf, refusalWithoutTrace, rowCounts } from "../../../support/refusals.js";

export function describeDeleteGame(at: At): void {
  inEveryMode("deleteGame", at, ({ perform, elsewhere }) => {
    /** A game that has two of everything, replaced players included. */
    async function furnishedGame(): Promise<string> {
      const game = await stageGame(at().database);
      const { gameId } = game;
      const left = await elsewhere().deactivateLineupPlayer(gameId, game.runnerId);
      const { position, battingOrder, teamId } = left;
      await elsewhere().addSbaLineupPlayer({
        ...{
          gameId,
          teamId,
          position,
          battingOrder,
          playerId: 600,
          replacingId: game.runnerId,
          afterPlay: 1,
        },
      });
      for (const playNumber of [1, 2])
        await elsewhere().savePlay(newPlay(game, { playNumber, onFirstId: game.onFirstId }));
      for (const playerId of [1, 2])
        await elsewhere().addSbaRosterPlayer({ gameId, teamId: homeTeamId, playerId });
      await elsewhere().createGameSession({ gameId });
      return gameId;
    }

    it("deletes everything that belongs to a game, returns the numbers, and touches no other game", async () => {
      const other = await furnishedGame();
      const stored = {
        loaded: await elsewhere().loadGameState(other),
        roster: await elsewhere().getSbaRoster(other),
        session: await elsewhere().getGameSession(other),
      };
      const before = await rowCounts(at().elsewhere);
      const gameId = await furnishedGame();
      const deleted = await perform((operations) => operations.deleteGame(gameId));
      expect(deleted).toEqual({ plays: 2, lineups: 9, roster: 2, sessions: 1 });
      expect(await rowCounts(at().elsewhere)).toEqual(before);
      expect(await elsewhere().loadGameState(gameId)).toBeNull();
      expect({
        loaded: await elsewhere().loadGameState(other),
        roster: await elsewhere().getSbaRoster(other),
        session: await elsewhere().getGameSession(other),
      }).toEqual(stored);
    });

    it("deletes a game without plays and lineups, of either league", async () => {
      for (const leagueId of ["pd", "sba"] as const) {
        const { id } = await elsewhere().createGame(newGame({ leagueId, winnerTeamId: awayTeamId }));
        const deleted = await perform((operations) => operations.deleteGame(id));
        expect(deleted).toEqual({ plays: 0, lineups: 0, roster: 0, sessions: 0 });
        expect(await elsewhere().loadGameState(id)).toBeNull();
      }
    });

    it("of a game that does not exist, or no longer exists, is a GameNotFoundError", async () => {
      const gameId = await furnishedGame();
      await perform((operations) => operations.deleteGame(gameId));
      for (const missing of [gameId, newGameId()]) {
        const refusal = await refusalWithoutTrace(at().database, () =>
          perform((operations) => operations.deleteGame(missing)),
        );
        expect(refusal).toBeInstanceOf(GameNotFoundError);
        expect(refusal.details).toEqual({ gameId: missing });
      }
    });

    it("allows a new game with the same id", async () => {
      const gameId = await furnishedGame();
      await perform((operations) => operations.deleteGame(gameId));
      const game = await perform((operations) => operations.createGame(newGame({ gameId })));
      expect(await elsewhere().loadGameState(gameId)).toEqual({ game, lineups: [], plays: [] });
    });

    it("is undone with the transaction that it is in", async () => {
      const gameId = await furnishedGame();
      const stored = await elsewhere().loadGameState(gameId);
      await refusalOf(
        at().database.transaction(async (session) => {
          await new DatabaseOperations(session).deleteGame(gameId);
          await new DatabaseOperations(session).deleteGame(gameId);
        }),
      );
      expect(await elsewhere().loadGameState(gameId)).toEqual(stored);
    });
  });
}
