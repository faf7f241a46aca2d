import { describe, expect, it } from "vitest";
import { newGameId } from "../../../../src/index.js";
import { newPlay, stageGame } from "../../../support/game-fixtures.js";
import { type At, inEveryMode } from "../../../support/places.js";

const state = { inning: 1, half: "top", homeScore: 0, awayScore: 1, status: "active" } as const;

export function describePlays(at: At): void {
  inEveryMode("plays", at, ({ perform, elsewhere }) => {
    describe("savePlay", () => {
      it("returns the play's id, and commits it", async () => {
        const game = await stageGame(at().database);
        const id = await perform((operations) => operations.savePlay(newPlay(game)));
        const plays = await elsewhere().getPlays(game.gameId);
        expect(plays).toEqual([expect.objectContaining({ ...newPlay(game), id })]);
      });

      it("does not change the game's state", async () => {
        const game = await stageGame(at().database);
        const before = await elsewhere().loadGameState(game.gameId);
        await perform((operations) => operations.savePlay(newPlay(game, { inning: 3, awayScore: 9 })));
        expect((await elsewhere().loadGameState(game.gameId))?.game).toEqual(before?.game);
      });

      it("takes the same number in two games", async () => {
        const [one, other] = [await stageGame(at().database), await stageGame(at().database)];
        const first = await perform((operations) => operations.savePlay(newPlay(one)));
        const second = await perform((operations) => operations.savePlay(newPlay(other)));
        expect(second).not.toBe(first);
        expect(await elsewhere().getPlays(other.gameId)).toHaveLength(1);
      });

      it("computes the base code and the runs that scored", async () => {
        const game = await stageGame(at().database);
        const { onFirstId, onThirdId } = game;
        const play = { onFirstId, onThirdId, onFirstFinal: 2, onThirdFinal: 4, pa: 1, batterFinal: 4 };
        await perform((operations) => operations.savePlay(newPlay(game, play)));
        const [stored] = await elsewhere().getPlays(game.gameId);
        expect(stored).toMatchObject({ onBaseCode: 5, runsScored: 2 });
      });
    });

    describe("recordPlay", () => {
      it("saves the play and the game's new state, and commits both", async () => {
        const game = await stageGame(at().database);
        const recorded = await perform((operations) => operations.recordPlay(newPlay(game), state));
        const loaded = await elsewhere().loadGameState(game.gameId);
        expect(recorded).toEqual({ playId: loaded?.plays[0]?.id, stateVersion: 1 });
        expect(loaded?.game).toMatchObject({ ...state, stateVersion: 1 });
        expect(loaded?.plays).toEqual([expect.objectContaining(newPlay(game))]);
      });

      it("does not change fields that are not given, and increments the version", async () => {
        const game = await stageGame(at().database);
        const ended = { status: "completed", winnerTeamId: 11, startedAt: new Date(7) } as const;
        await elsewhere().updateGameState(game.gameId, { ...state, ...ended });
        const { status: _left, ...rest } = state;
        const recorded = await perform((operations) =>
          operations.recordPlay(newPlay(game), rest, { outOfSequence: true }),
        );
        expect(recorded.stateVersion).toBe(2);
        expect((await elsewhere().loadGameState(game.gameId))?.game).toMatchObject(ended);
      });
    });

    describe("getPlays and getPlaysWithPlayers", () => {
      it("return a game's plays in order of their numbers", async () => {
        const game = await stageGame(at().database);
        for (const playNumber of [3, 1, 32767, 2]) await elsewhere().savePlay(newPlay(game, { playNumber }));
        const plays = await perform((operations) => operations.getPlays(game.gameId));
        const joined = await perform((operations) => operations.getPlaysWithPlayers(game.gameId));
        expect(plays.map(({ playNumber }) => playNumber)).toEqual([1, 2, 3, 32767]);
        expect(joined.map(({ play }) => play)).toEqual(plays);
      });

      it("return the plays after a number, up to the limit", async () => {
        const game = await stageGame(at().database);
        for (const playNumber of [1, 2, 3, 5, 8]) await elsewhere().savePlay(newPlay(game, { playNumber }));
        const pages = [
          { after: 2 },
          { limit: 2 },
          { after: 1, limit: 2 },
          { after: 4, limit: 99 },
          { after: 8 },
        ];
        const numbers = [[3, 5, 8], [1, 2], [2, 3], [5, 8], []];
        for (const [index, page] of pages.entries()) {
          const plays = await perform((operations) => operations.getPlays(game.gameId, page));
          const joined = await perform((operations) => operations.getPlaysWithPlayers(game.gameId, page));
          expect(plays.map(({ playNumber }) => playNumber)).toEqual(numbers[index]);
          expect(joined.map(({ play }) => play.playNumber)).toEqual(numbers[index]);
        }
      });

      it("return nothing after a number that no play can have", async () => {
        const game = await stageGame(at().database);
        await elsewhere().savePlay(newPlay(game));
        expect(await perform((operations) => operations.getPlays(game.gameId, { after: 32767 }))).toEqual([]);
        expect(await perform((operations) => operations.getPlays(game.gameId, { after: 40_000 }))).toEqual(
          [],
        );
      });

      it("return an empty list for a game without plays, and for one that does not exist", async () => {
        const { gameId } = await stageGame(at().database);
        for (const id of [gameId, newGameId()]) {
          expect(await perform((operations) => operations.getPlays(id))).toEqual([]);
          expect(await perform((operations) => operations.getPlaysWithPlayers(id))).toEqual([]);
        }
      });

      it("join each play with the lineup entries of its own batter and pitcher", async () => {
        const game = await stageGame(at().database);
        await elsewhere().savePlay(newPlay(game));
        await elsewhere().savePlay(newPlay(game, { playNumber: 2, batterId: game.onFirstId }));
        await elsewhere().deactivateLineupPlayer(game.gameId, game.batterId);
        const joined = await perform((operations) => operations.getPlaysWithPlayers(game.gameId));
        expect(
          joined.map(({ batter, pitcher }) => [batter.id, batter.playerName, pitcher.playerName]),
        ).toEqual([
          [game.batterId, "Aoki", "Ford"],
          [game.onFirstId, "Bell", "Ford"],
        ]);
        const [, second] = joined;
        const [bell] = await elsewhere().getActiveLineup(game.gameId, 22);
        expect(second?.batter).toEqual(bell);
      });
    });
  });
}
