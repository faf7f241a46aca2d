import { describe, expect, it } from "vitest";
import { DatabaseOperations, newGameId } from "../../../../src/index.js";
import { firstPlay, fullGame } from "../../../support/full-game.js";
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
    it("creates a game, and returns all of its columns", async () => {
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

    it("takes a game through its life, and returns the whole game each time", async () => {
      const { id } = await own().createGame(newGame({ homeScore: 3, metadata: { snake_key: 1 } }));
      const startedAt = new Date("2024-02-29T23:59:59.987Z");
      const [started, paused, resumed, completed] = await joined(async (operations) => [
        await operations.startGame(id, { at: startedAt }),
        await operations.pauseGame(id, { expectedVersion: 1 }),
        await operations.resumeGame(id),
        await operations.completeGame(id, { at: new Date(7) }),
      ]);
      expect(started).toMatchObject({ status: "active", startedAt, stateVersion: 1 });
      expect(paused).toEqual({ ...started, status: "paused", stateVersion: 2 });
      expect(resumed).toEqual({ ...started, stateVersion: 3 });
      expect(completed).toEqual({
        ...resumed,
        ...{ status: "completed", completedAt: new Date(7), winnerTeamId: homeTeamId, stateVersion: 4 },
      });
      expect((await own().loadGameState(id))?.game).toEqual(completed);
      const { id: other } = await own().createGame(newGame());
      const abandoned = await joined((operations) => operations.abandonGame(other));
      expect((await own().loadGameState(other))?.game).toEqual(abandoned);
    });

    it("records and changes if the expectation is met", async () => {
      const game = await stageGame(database());
      const [play] = tellingPlays(game);
      const first = newPlay(game, { ...play, playNumber: 1 });
      const expectation = { expectedVersion: 0, expectedLastPlay: 0, outOfSequence: true };
      const [recorded, again, changed] = await joined(async (operations) => [
        await operations.recordPlay(first, state, expectation),
        await operations.recordPlay(first, state, expectation),
        await operations.updateGameState(game.gameId, state, { expectedVersion: 1 }),
      ]);
      expect(recorded).toEqual({ playId: expect.any(Number), stateVersion: 1 });
      expect([again, changed]).toEqual([recorded, { stateVersion: 2 }]);
      expect(await own().getPlays(game.gameId)).toMatchObject([first]);
    });

    it("lists games in every way, page by page", async () => {
      const createdAt = new Date("1998-03-29T02:30:00.123Z");
      const games = await Promise.all(
        [1, 2, 3].map((hour) =>
          own().createGame(newGame({ createdAt: new Date(createdAt.getTime() + hour), leagueId: "pd" })),
        ),
      );
      const [first, second, third] = games.map(({ id }) => id);
      const times = { createdFrom: createdAt, createdBefore: new Date(createdAt.getTime() + 9) };
      const ways = [
        {},
        { status: "pending" },
        { teamId: homeTeamId, leagueId: "pd" },
        { teamId: awayTeamId, status: "pending" },
      ] as const;
      for (const way of ways) {
        const [one, two, oldest] = await joined(async (operations) => {
          const page = await operations.listGames({ ...times, ...way, limit: 2 });
          const next = await operations.listGames({ ...times, ...way, limit: 2, after: page.next });
          return [page, next, await operations.listGames({ ...times, ...way, order: "oldest" })];
        });
        expect(one.games.map(({ id }) => id)).toEqual([third, second]);
        expect(two).toMatchObject({ games: [{ id: first }], next: null });
        expect(oldest.games).toEqual(games);
      }
    });

    it("deletes a game, and returns how many rows were deleted with it", async () => {
      const game = await stageGame(database());
      await own().savePlay(newPlay(game));
      const deleted = await joined((operations) => operations.deleteGame(game.gameId));
      expect(deleted).toEqual({ plays: 1, lineups: 8, roster: 0, sessions: 0 });
      expect(await own().loadGameState(game.gameId)).toBeNull();
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
        const one = await operations.recordPlay(newPlay(game, first), state, { outOfSequence: true });
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

    it("returns a page of plays in order", async () => {
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

    it("returns the same id for the same play again", async () => {
      const game = await stageGame(database());
      const [play] = tellingPlays(game);
      const answers = await joined(async (operations) => [
        await operations.savePlay(newPlay(game, play)),
        await operations.savePlay(newPlay(game, play)),
        (await operations.recordPlay(newPlay(game, play), state, { outOfSequence: true })).playId,
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

    it("changes lineups by the rules, and removes what was recorded", async () => {
      const [game, made, decided, revised, rewound, lineup] = await joined(async (operations) => {
        const full = await fullGame(operations);
        const { gameId, home } = full;
        await operations.recordPlay(firstPlay(full, { wpa: 0.1, playMetadata: { "?": ["$1"] } }), state);
        const changes = [
          { replaces: home.P, playerId: largest, playerName: 'O’Neill "Doc" $1 ?', position: "P" as const },
        ];
        const substituted = await operations.substitute({ gameId, teamId: homeTeamId, changes });
        const correction = firstPlay(full, { bb: 0, hbp: 1, wpa: 0.1, playMetadata: { "?": ["$1"] } });
        return [
          full,
          substituted,
          await operations.setDecisions(gameId, { win: home.P }),
          await operations.reviseLastPlay(correction, state),
          await operations.rewindGame(gameId, 0),
          await operations.getLineupAt(gameId, 1),
        ];
      });
      expect(made).toMatchObject({ entries: [{ playerId: largest, afterPlay: 1 }], stateVersion: 4 });
      expect(decided).toEqual({ entries: [{ ...made.ended[0], decision: "win" }], stateVersion: 5 });
      expect(rewound).toMatchObject({ lineups: made.entries, returned: decided.entries, stateVersion: 7 });
      expect(rewound.decisions).toEqual({ win: game.home.P, loss: null, save: null });
      expect(rewound.plays).toMatchObject([
        { id: revised.playId, hbp: 1, wpa: 0.1, createdAt: expect.any(Date), playMetadata: { "?": ["$1"] } },
      ]);
      expect(rewound.before).toMatchObject({ stateVersion: 6, createdAt: expect.any(Date) });
      expect(lineup).toEqual(await own().getLineupAt(game.gameId, 1));
      expect(lineup).toHaveLength(19);
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
