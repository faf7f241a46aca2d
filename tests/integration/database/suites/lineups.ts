import { describe, expect, it } from "vitest";
import { newGameId } from "../../../../src/index.js";
import { firstPlay, fullGame } from "../../../support/full-game.js";
import { awayTeamId, homeTeamId, newGame } from "../../../support/game-fixtures.js";
import { type At, inEveryMode } from "../../../support/places.js";

const state = { inning: 1, half: "top", homeScore: 0, awayScore: 0 } as const;
const defaults = {
  ...{ playerName: null, battingOrder: null, isStarter: true, isActive: true, isFatigued: false },
  ...{ enteredInning: 1, replacingId: null, afterPlay: 0, leftAfterPlay: null, decision: null },
};

export function describeLineups(at: At): void {
  inEveryMode("lineups", at, ({ perform, elsewhere }) => {
    const created = async (leagueId: "pd" | "sba") =>
      (await elsewhere().createGame(newGame({ leagueId }))).id;

    describe("addPdLineupCard and addSbaLineupPlayer", () => {
      it("adds a card to a PD game, returns its entry's id, and commits it", async () => {
        const gameId = await created("pd");
        const entry = { gameId, teamId: homeTeamId, cardId: 4711, position: "P" as const };
        const id = await perform((operations) => operations.addPdLineupCard(entry));
        expect(await elsewhere().getActiveLineup(gameId, homeTeamId)).toEqual([
          { ...defaults, ...entry, id, playerId: null },
        ]);
      });

      it("adds a player to an SBA game, returns his entry's id, and commits it", async () => {
        const gameId = await created("sba");
        const entry = { gameId, teamId: awayTeamId, playerId: 815, position: "DH" as const, battingOrder: 4 };
        const id = await perform((operations) => operations.addSbaLineupPlayer(entry));
        expect(await elsewhere().getActiveLineup(gameId, awayTeamId)).toEqual([
          { ...defaults, ...entry, id, cardId: null },
        ]);
      });

      it("keeps every field of a substitution", async () => {
        const gameId = await created("sba");
        const starter = await elsewhere().addSbaLineupPlayer({
          ...{ gameId, teamId: homeTeamId, playerId: 1, position: "SS", battingOrder: 9 },
        });
        await elsewhere().deactivateLineupPlayer(gameId, starter);
        const substitute = {
          ...{
            gameId,
            teamId: homeTeamId,
            playerId: 2,
            playerName: 'O’Neill "Doc"',
            position: "SS" as const,
          },
          ...{ battingOrder: 9, isStarter: false, isFatigued: true, enteredInning: 7, replacingId: starter },
          ...{ afterPlay: 51, decision: null },
        };
        const id = await perform((operations) => operations.addSbaLineupPlayer(substitute));
        expect(await elsewhere().getActiveLineup(gameId, homeTeamId)).toEqual([
          { ...substitute, id, cardId: null, isActive: true, leftAfterPlay: null },
        ]);
      });

      it("adds an inactive entry next to the active one", async () => {
        const gameId = await created("sba");
        const place = { gameId, teamId: homeTeamId, position: "C" as const, battingOrder: 5 };
        const active = await elsewhere().addSbaLineupPlayer({ ...place, playerId: 1 });
        await perform((operations) =>
          operations.addSbaLineupPlayer({ ...place, playerId: 2, isActive: false }),
        );
        const lineup = await elsewhere().getActiveLineup(gameId, homeTeamId);
        expect(lineup.map(({ id }) => id)).toEqual([active]);
      });
    });

    describe("getActiveLineup", () => {
      it("returns one team's entries in batting order, and last those who do not bat", async () => {
        const gameId = await created("pd");
        const add = (
          cardId: number,
          position: "P" | "C" | "DH",
          battingOrder: number | null,
          teamId = homeTeamId,
        ) => elsewhere().addPdLineupCard({ gameId, teamId, cardId, position, battingOrder });
        await add(1, "P", null);
        await add(2, "DH", 9);
        await add(3, "C", 2);
        await add(4, "C", 1, awayTeamId);
        const lineup = await perform((operations) => operations.getActiveLineup(gameId, homeTeamId));
        expect(lineup.map(({ cardId, battingOrder }) => [cardId, battingOrder])).toEqual([
          [3, 2],
          [2, 9],
          [1, null],
        ]);
      });

      it("returns an empty list for a team, or a game, without a lineup", async () => {
        const gameId = await created("sba");
        const [ofTeam, ofGame] = await perform((operations) =>
          Promise.all([
            operations.getActiveLineup(gameId, homeTeamId),
            operations.getActiveLineup(newGameId(), homeTeamId),
          ]),
        );
        expect([ofTeam, ofGame]).toEqual([[], []]);
      });
    });

    describe("deactivateLineupPlayer", () => {
      it("takes one player out, keeps his entry, and frees his place", async () => {
        const gameId = await created("sba");
        const place = { gameId, teamId: homeTeamId, position: "1B" as const, battingOrder: 3 };
        const first = await elsewhere().addSbaLineupPlayer({ ...place, playerId: 1 });
        const entry = await perform((operations) => operations.deactivateLineupPlayer(gameId, first));
        expect(entry).toEqual({
          ...defaults,
          ...place,
          id: first,
          playerId: 1,
          cardId: null,
          isActive: false,
          leftAfterPlay: 0,
        });
        const second = await perform((operations) =>
          operations.addSbaLineupPlayer({ ...place, playerId: 2 }),
        );
        const lineup = await elsewhere().getActiveLineup(gameId, homeTeamId);
        expect(lineup.map(({ id }) => id)).toEqual([second]);
      });

      it("records the last play before it, once", async () => {
        const game = await fullGame(elsewhere());
        await elsewhere().recordPlay(firstPlay(game), state);
        const take = () =>
          perform((operations) => operations.deactivateLineupPlayer(game.gameId, game.home.SS));
        expect(await take()).toMatchObject({ isActive: false, leftAfterPlay: 1 });
        await elsewhere().recordPlay(
          firstPlay(game, { playNumber: 2, batterId: game.away.C, battingOrder: 2 }),
          state,
        );
        expect(await take()).toMatchObject({ isActive: false, leftAfterPlay: 1 });
      });

      it("records the play after which he came in if no play with that number is stored", async () => {
        const { gameId } = await fullGame(elsewhere());
        const entry = { gameId, teamId: awayTeamId, playerId: 1, position: "PR", afterPlay: 12 } as const;
        const id = await elsewhere().addSbaLineupPlayer(entry);
        const left = await perform((operations) => operations.deactivateLineupPlayer(gameId, id));
        expect(left).toMatchObject({ isActive: false, leftAfterPlay: 12 });
      });

      it("returns the same entry when it is called again", async () => {
        const gameId = await created("sba");
        const entry = { gameId, teamId: homeTeamId, playerId: 1, position: "RF" as const };
        const id = await elsewhere().addSbaLineupPlayer(entry);
        const once = await perform((operations) => operations.deactivateLineupPlayer(gameId, id));
        expect(await perform((operations) => operations.deactivateLineupPlayer(gameId, id))).toEqual(once);
      });
    });
  });
}
