import { describe, expect, it } from "vitest";
import { newGameId } from "../../../../src/index.js";
import { awayTeamId, homeTeamId, newGame, newPlay, stageGame } from "../../../support/game-fixtures.js";
import { type At, inEveryMode } from "../../../support/places.js";

export function describeGames(at: At): void {
  inEveryMode("games", at, ({ perform, elsewhere }) => {
    describe("createGame", () => {
      it("returns the game with defaults filled in, and commits it", async () => {
        const gameId = newGameId();
        const before = Date.now();
        const game = await perform((operations) =>
          operations.createGame({ gameId, leagueId: "pd", homeTeamId, awayTeamId }),
        );
        expect(game).toEqual({
          ...{ id: gameId, leagueId: "pd", homeTeamId, awayTeamId, homeTeamName: null, awayTeamName: null },
          ...{ homeTeamIsAi: false, awayTeamIsAi: false, status: "pending", inning: 1, half: "top" },
          ...{ homeScore: 0, awayScore: 0, winnerTeamId: null, startedAt: null, completedAt: null },
          ...{ createdAt: expect.any(Date), stateVersion: 0, metadata: {} },
          ...{ scheduledInnings: 9, automaticRunnerInning: null, season: null },
        });
        expect(game.createdAt.getTime()).toBeGreaterThanOrEqual(before);
        expect(game.createdAt.getTime()).toBeLessThanOrEqual(Date.now());
        expect((await elsewhere().loadGameState(gameId))?.game).toEqual(game);
      });

      it("keeps every field that is given", async () => {
        const given = {
          ...{ leagueId: "sba" as const, homeTeamId: -5, awayTeamId: 2 ** 31 - 1 },
          ...{ homeTeamName: "Überläufer", awayTeamName: "", homeTeamIsAi: true, awayTeamIsAi: true },
          ...{
            status: "completed" as const,
            inning: 14,
            half: "bottom" as const,
            homeScore: 3,
            awayScore: 2,
          },
          ...{ winnerTeamId: -5, createdAt: new Date(1), startedAt: new Date(2), completedAt: new Date(3) },
          metadata: { weather: { wind: 12.5 } },
          ...{ scheduledInnings: 7, automaticRunnerInning: 8, season: "2016 postseason" },
        };
        const gameId = newGameId();
        const game = await perform((operations) => operations.createGame({ gameId, ...given }));
        expect(game).toEqual({ id: gameId, stateVersion: 0, ...given });
        expect((await elsewhere().loadGameState(gameId))?.game).toEqual(game);
      });

      it("makes a version 7 id if none is given", async () => {
        const game = await perform((operations) =>
          operations.createGame({ leagueId: "sba", homeTeamId, awayTeamId }),
        );
        expect(game.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect((await elsewhere().loadGameState(game.id))?.game).toEqual(game);
      });
    });

    describe("updateGameState", () => {
      const played = { inning: 5, half: "bottom", homeScore: 2, awayScore: 1 } as const;

      it("changes the game's state, increments the version, and commits", async () => {
        const created = await elsewhere().createGame(newGame());
        const changed = await perform((operations) => operations.updateGameState(created.id, played));
        expect(changed).toEqual({ stateVersion: 1 });
        const loaded = await elsewhere().loadGameState(created.id);
        expect(loaded?.game).toEqual({ ...created, ...played, stateVersion: 1 });
      });

      it("sets status, winner and times when they are given", async () => {
        const created = await elsewhere().createGame(newGame());
        const end = {
          ...{ status: "completed" as const, winnerTeamId: awayTeamId },
          ...{
            startedAt: new Date("2024-05-01T17:05:00.250Z"),
            completedAt: new Date("2024-05-01T20:00:00Z"),
          },
        };
        await perform((operations) => operations.updateGameState(created.id, { ...played, ...end }));
        const loaded = await elsewhere().loadGameState(created.id);
        expect(loaded?.game).toEqual({ ...created, ...played, ...end, stateVersion: 1 });
      });

      it("does not change fields that are not given", async () => {
        const started = { status: "active" as const, winnerTeamId: homeTeamId, startedAt: new Date(5) };
        const created = await elsewhere().createGame(
          newGame({ ...started, completedAt: new Date(6), metadata: { a: 1 } }),
        );
        await perform((operations) =>
          operations.updateGameState(created.id, { ...played, status: undefined, winnerTeamId: undefined }),
        );
        const loaded = await elsewhere().loadGameState(created.id);
        expect(loaded?.game).toEqual({ ...created, ...played, stateVersion: 1 });
      });

      it("increments the version at every change, even a repeated one, and changes no other game", async () => {
        const [created, other] = [
          await elsewhere().createGame(newGame()),
          await elsewhere().createGame(newGame()),
        ];
        const versions = [];
        for (let turn = 0; turn < 3; turn += 1) {
          versions.push(await perform((operations) => operations.updateGameState(created.id, played)));
        }
        expect(versions.map(({ stateVersion }) => stateVersion)).toEqual([1, 2, 3]);
        expect((await elsewhere().loadGameState(other.id))?.game).toEqual(other);
      });

      it("does not change another game if the state contains that game's id", async () => {
        const [meant, other] = [
          await elsewhere().createGame(newGame()),
          await elsewhere().createGame(newGame()),
        ];
        const stray = { ...played, gameId: other.id };
        await perform((operations) => operations.updateGameState(meant.id, stray)).catch(() => {});
        expect((await elsewhere().loadGameState(other.id))?.game).toEqual(other);
      });
    });

    describe("loadGameState", () => {
      it("returns the game, its active lineups and its plays in order", async () => {
        const game = await stageGame(at().database);
        await elsewhere().savePlay(newPlay(game, { playNumber: 2 }));
        await elsewhere().savePlay(newPlay(game, { playNumber: 1 }));
        await elsewhere().deactivateLineupPlayer(game.gameId, game.runnerId);
        const loaded = await perform((operations) => operations.loadGameState(game.gameId));
        expect(loaded?.game.id).toBe(game.gameId);
        expect(loaded?.plays).toEqual(await elsewhere().getPlays(game.gameId));
        expect(loaded?.plays.map(({ playNumber }) => playNumber)).toEqual([1, 2]);
        const active = [
          ...(await elsewhere().getActiveLineup(game.gameId, awayTeamId)),
          ...(await elsewhere().getActiveLineup(game.gameId, homeTeamId)),
        ];
        expect(active).toHaveLength(7);
        expect(loaded?.lineups).toEqual(active.sort((one, other) => one.id - other.id));
      });

      it("returns empty lists for a game that has only just been created", async () => {
        const game = await elsewhere().createGame(newGame());
        const loaded = await perform((operations) => operations.loadGameState(game.id));
        expect(loaded).toEqual({ game, lineups: [], plays: [] });
      });

      it("returns null when there is no such game", async () => {
        expect(await perform((operations) => operations.loadGameState(newGameId()))).toBeNull();
      });
    });
  });
}
