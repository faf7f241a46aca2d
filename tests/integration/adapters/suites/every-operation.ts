import { describe, expect, it } from "vitest";
import { DatabaseOperations, newGameId } from "../../../../src/index.js";
import { awayTeamId, homeTeamId, newGame, newPlay, stageGame } from "../../../support/game-fixtures.js";
import { tellingPlays } from "../../../support/telling-plays.js";
import type { Bench } from "../library.js";

const state = { inning: 5, half: "bottom", homeScore: 2, awayScore: 1 } as const;
const largest = Number.MAX_SAFE_INTEGER;

/** What is read through the library is what our own connection reads, to the last type. */
export function describeEveryOperation({ library, database }: Bench): void {
  const own = () => new DatabaseOperations(database());
  const joined = <Result>(work: (operations: DatabaseOperations) => Promise<Result>) =>
    library().transaction(({ executor }) => work(new DatabaseOperations(executor)));

  describe("every operation", () => {
    it("creates a game, and gives every column of it back", async () => {
      const given = {
        ...{ homeTeamName: "Überläufer", homeTeamIsAi: true, status: "active" as const, winnerTeamId: 11 },
        ...{
          startedAt: new Date("2024-02-29T23:59:59.987Z"),
          createdAt: new Date("1969-07-20T20:17:40.001Z"),
        },
        metadata: { snake_key: { "?": "$1", list: [1.5, null, "’"] } },
      };
      const [game, read] = await joined(async (operations) => {
        const created = await operations.createGame(newGame(given));
        return [created, await operations.loadGameState(created.id)];
      });
      expect(game).toMatchObject(given);
      expect(read).toEqual({ game, lineups: [], plays: [] });
      expect(await own().loadGameState(game.id)).toEqual(read);
      expect(await joined((operations) => operations.loadGameState(newGameId()))).toBeNull();
    });

    it("changes a game's state", async () => {
      const { id } = await own().createGame(newGame());
      const end = {
        ...state,
        status: "completed" as const,
        winnerTeamId: homeTeamId,
        completedAt: new Date(5),
      };
      const versions = await joined(async (operations) => [
        await operations.updateGameState(id, state),
        await operations.updateGameState(id, end),
      ]);
      expect(versions).toEqual([{ stateVersion: 1 }, { stateVersion: 2 }]);
      expect((await own().loadGameState(id))?.game).toMatchObject(end);
    });

    it("keeps lineups, of cards and of players", async () => {
      const [pd, sba] = [newGame({ leagueId: "pd" }), newGame()];
      const place = { teamId: homeTeamId, position: "SS", battingOrder: 9, enteredInning: 3 } as const;
      const [card, player, lineup, taken] = await joined(async (operations) => {
        await operations.createGame(pd);
        await operations.createGame(sba);
        const cardEntry = { ...place, gameId: pd.gameId, cardId: largest };
        const playerEntry = { ...place, gameId: sba.gameId, playerId: -largest, playerName: 'O’Neill "Doc"' };
        const added = await operations.addPdLineupCard(cardEntry);
        const other = await operations.addSbaLineupPlayer(playerEntry);
        const active = await operations.getActiveLineup(sba.gameId, homeTeamId);
        return [added, other, active, await operations.deactivateLineupPlayer(pd.gameId, added)];
      });
      expect(lineup).toEqual(await own().getActiveLineup(sba.gameId, homeTeamId));
      expect(lineup).toMatchObject([{ id: player, playerId: -largest, cardId: null, isActive: true }]);
      expect(taken).toMatchObject({ id: card, cardId: largest, isActive: false });
      expect(await own().getActiveLineup(pd.gameId, homeTeamId)).toEqual([]);
    });

    it("saves and records plays, with every column that a play has", async () => {
      const game = await stageGame(database());
      const [first, ...rest] = tellingPlays(game);
      const [recorded, ids, plays, withPlayers, loaded] = await joined(async (operations) => {
        const one = await operations.recordPlay(newPlay(game, first), state);
        const others = [];
        for (const play of rest) others.push(await operations.savePlay(play));
        return [
          one,
          others,
          await operations.getPlays(game.gameId),
          await operations.getPlaysWithPlayers(game.gameId),
          await operations.loadGameState(game.gameId),
        ];
      });
      expect(recorded).toEqual({ playId: expect.any(Number), stateVersion: 1 });
      expect(plays.map(({ id }) => id)).toEqual([recorded.playId, ...ids]);
      expect(plays).toEqual(await own().getPlays(game.gameId));
      expect(withPlayers).toEqual(await own().getPlaysWithPlayers(game.gameId));
      expect(withPlayers[0]).toMatchObject({
        batter: { playerName: "Aoki" },
        pitcher: { playerName: "Ford" },
      });
      expect(loaded).toEqual(await own().loadGameState(game.gameId));
    });

    it("gives a page of plays in order", async () => {
      const game = await stageGame(database());
      for (const playNumber of [3, 1, 2, 5, 4]) await own().savePlay(newPlay(game, { playNumber }));
      const numbers = await joined(async (operations) => [
        (await operations.getPlays(game.gameId, { after: 1, limit: 3 })).map((play) => play.playNumber),
        (await operations.getPlaysWithPlayers(game.gameId, { limit: 2 })).map(({ play }) => play.playNumber),
        (await operations.getPlays(game.gameId)).map((play) => play.playNumber),
      ]);
      expect(numbers).toEqual([
        [2, 3, 4],
        [1, 2],
        [1, 2, 3, 4, 5],
      ]);
    });

    it("gives the same id for the same play again", async () => {
      const game = await stageGame(database());
      const [play] = tellingPlays(game);
      const answers = await joined(async (operations) => [
        await operations.savePlay(newPlay(game, play)),
        await operations.savePlay(newPlay(game, play)),
        (await operations.recordPlay(newPlay(game, play), state)).playId,
      ]);
      expect(new Set(answers).size).toBe(1);
      expect(await joined((operations) => operations.savePlay(newPlay(game, play)))).toBe(answers[0]);
      expect(await own().loadGameState(game.gameId)).toMatchObject({
        game: { stateVersion: 0 },
        plays: [{}],
      });
    });

    it("keeps rosters, of cards and of players, with the largest ids", async () => {
      const [pd, sba] = [newGame({ leagueId: "pd" }), newGame()];
      const [cards, players] = await joined(async (operations) => {
        await operations.createGame(pd);
        await operations.createGame(sba);
        await operations.addPdRosterCard({ gameId: pd.gameId, teamId: homeTeamId, cardId: largest });
        await operations.addPdRosterCard({ gameId: pd.gameId, teamId: awayTeamId, cardId: -largest });
        await operations.addSbaRosterPlayer({ gameId: sba.gameId, teamId: awayTeamId, playerId: 7 });
        return [
          await operations.getPdRoster(pd.gameId),
          await operations.getSbaRoster(sba.gameId, awayTeamId),
        ];
      });
      expect(cards.map(({ cardId }) => cardId)).toEqual([largest, -largest]);
      expect(cards).toEqual(await own().getPdRoster(pd.gameId));
      expect(players).toEqual(await own().getSbaRoster(sba.gameId));
    });

    it("keeps game sessions", async () => {
      const { id: gameId } = await own().createGame(newGame());
      const lastActionAt = new Date("2026-11-01T05:30:00.123Z");
      const [created, none, updated] = await joined(async (operations) => [
        await operations.createGameSession({ gameId, connectedUsers: { user_1: true }, lastActionAt }),
        await operations.getGameSession(newGameId()),
        await operations.updateSessionSnapshot(gameId, { at_bat: [1] }, { lastActionAt: new Date(9) }),
      ]);
      expect(created).toEqual({ gameId, connectedUsers: { user_1: true }, lastActionAt, stateSnapshot: {} });
      expect(none).toBeNull();
      expect(updated).toEqual({ ...created, stateSnapshot: { at_bat: [1] }, lastActionAt: new Date(9) });
      expect(await joined((operations) => operations.getGameSession(gameId))).toEqual(updated);
      expect(await own().getGameSession(gameId)).toEqual(updated);
    });
  });
}
