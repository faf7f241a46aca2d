import { describe, expect, it } from "vitest";
import { newGameId } from "../../../../src/index.js";
import { type FullGame, firstPlay, fullGame } from "../../../support/full-game.js";
import { homeTeamId } from "../../../support/game-fixtures.js";
import { type At, inEveryMode } from "../../../support/places.js";
import { fieldsOf, refusalOf } from "../../../support/refusals.js";

const state = { inning: 1, half: "top", homeScore: 0, awayScore: 0 } as const;

export function describeLineupAt(at: At): void {
  inEveryMode("lineups of the past", at, ({ perform, elsewhere }) => {
    const record = (game: FullGame, playNumber: number) =>
      elsewhere().recordPlay(firstPlay(game, { playNumber }), state);
    const pitch = async ({ gameId }: FullGame, replaces: number, playerName: string) => {
      const changes = [{ replaces, playerId: 290 + replaces, playerName, position: "P" }] as const;
      const { entries } = await elsewhere().substitute({ gameId, teamId: homeTeamId, changes });
      return entries[0]?.id ?? 0;
    };

    describe("getLineupAt", () => {
      it("returns the players and positions at the beginning of a play, for both teams", async () => {
        const game = await fullGame(elsewhere());
        await record(game, 1);
        const second = await pitch(game, game.home.P, "Second");
        const third = await pitch(game, second, "Third");
        await record(game, 2);
        await record(game, 3);
        await pitch(game, third, "Fourth");
        const lineups = await perform((operations) =>
          Promise.all([1, 2, 3, 4, 99].map((play) => operations.getLineupAt(game.gameId, play))),
        );
        const pitchers = lineups.map((lineup) =>
          lineup.filter(({ position }) => position === "P").map(({ playerName }) => playerName),
        );
        expect(pitchers).toEqual([
          ["Home P", "Away P"],
          ["Third", "Away P"],
          ["Third", "Away P"],
          ["Fourth", "Away P"],
          ["Fourth", "Away P"],
        ]);
        for (const lineup of lineups) expect(lineup).toHaveLength(19);
        const orders = lineups[0]?.map(({ battingOrder }) => battingOrder);
        const order = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        expect(orders).toEqual([...order, null, ...order]);
      });

      it("uses the entries that replaced others, if it was not recorded who left", async () => {
        const game = await fullGame(elsewhere());
        const { gameId, home } = game;
        await record(game, 1);
        await pitch(game, home.P, "Second");
        await elsewhere().deactivateLineupPlayer(gameId, home.SS);
        const [before, after] = await perform(async (operations) => [
          await operations.getLineupAt(gameId, 1),
          await operations.getLineupAt(gameId, 2),
        ]);
        expect(before).toHaveLength(19);
        expect(after).toHaveLength(18);
      });

      it("returns nothing for a game without a lineup, and for a missing game", async () => {
        expect(await perform((operations) => operations.getLineupAt(newGameId(), 1))).toEqual([]);
      });

      it("refuses an invalid play number", async () => {
        for (const play of [0, 1.5, "1", null, undefined]) {
          const refusal = await refusalOf(
            perform((operations) => operations.getLineupAt(newGameId(), play as number)),
          );
          expect(fieldsOf(refusal)).toEqual(["playNumber"]);
        }
      });
    });
  });
}
