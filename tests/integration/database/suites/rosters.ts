import { expect, it } from "vitest";
import { newGameId } from "../../../../src/index.js";
import { awayTeamId, homeTeamId, newGame } from "../../../support/game-fixtures.js";
import { type At, inEveryMode } from "../../../support/places.js";

export function describeRosters(at: At): void {
  inEveryMode("rosters", at, ({ perform, elsewhere }) => {
    const created = async (leagueId: "pd" | "sba") =>
      (await elsewhere().createGame(newGame({ leagueId }))).id;

    it("addPdRosterCard puts a card on the roster of a PD game, and commits it", async () => {
      const gameId = await created("pd");
      const id = await perform((operations) =>
        operations.addPdRosterCard({ gameId, teamId: homeTeamId, cardId: 123 }),
      );
      expect(await elsewhere().getPdRoster(gameId)).toEqual([
        { gameId, id, teamId: homeTeamId, cardId: 123 },
      ]);
      expect(await elsewhere().getSbaRoster(gameId)).toEqual([]);
    });

    it("addSbaRosterPlayer puts a player on the roster of an SBA game, and commits it", async () => {
      const gameId = await created("sba");
      const id = await perform((operations) =>
        operations.addSbaRosterPlayer({ gameId, teamId: awayTeamId, playerId: 456 }),
      );
      expect(await elsewhere().getSbaRoster(gameId)).toEqual([
        { gameId, id, teamId: awayTeamId, playerId: 456 },
      ]);
      expect(await elsewhere().getPdRoster(gameId)).toEqual([]);
    });

    it("getPdRoster returns one team's cards or both teams', in order of entry", async () => {
      const gameId = await created("pd");
      for (const [cardId, teamId] of [
        [9, homeTeamId],
        [5, awayTeamId],
        [7, homeTeamId],
      ] as const) {
        await elsewhere().addPdRosterCard({ gameId, teamId, cardId });
      }
      const cards = async (teamId?: number) =>
        (await perform((operations) => operations.getPdRoster(gameId, teamId))).map(({ cardId }) => cardId);
      expect(await cards()).toEqual([9, 5, 7]);
      expect(await cards(homeTeamId)).toEqual([9, 7]);
      expect(await cards(awayTeamId)).toEqual([5]);
      expect(await cards(999)).toEqual([]);
    });

    it("getSbaRoster returns one team's players or both teams', in order of entry", async () => {
      const gameId = await created("sba");
      for (const [playerId, teamId] of [
        [9, awayTeamId],
        [5, homeTeamId],
        [7, awayTeamId],
      ] as const) {
        await elsewhere().addSbaRosterPlayer({ gameId, teamId, playerId });
      }
      const players = async (teamId?: number) =>
        (await perform((operations) => operations.getSbaRoster(gameId, teamId))).map(
          ({ playerId }) => playerId,
        );
      expect(await players()).toEqual([9, 5, 7]);
      expect(await players(awayTeamId)).toEqual([9, 7]);
      expect(await players(homeTeamId)).toEqual([5]);
      expect(await players(999)).toEqual([]);
    });

    it("returns an empty roster for a game that does not exist", async () => {
      const rosters = await perform((operations) =>
        Promise.all([operations.getPdRoster(newGameId()), operations.getSbaRoster(newGameId())]),
      );
      expect(rosters).toEqual([[], []]);
    });

    it("allows the same card on the rosters of two games", async () => {
      const [one, other] = [await created("pd"), await created("pd")];
      await elsewhere().addPdRosterCard({ gameId: one, teamId: homeTeamId, cardId: 77 });
      await perform((operations) =>
        operations.addPdRosterCard({ gameId: other, teamId: homeTeamId, cardId: 77 }),
      );
      expect(await elsewhere().getPdRoster(one)).toHaveLength(1);
      expect(await elsewhere().getPdRoster(other)).toHaveLength(1);
    });

    it("keeps card ids and player ids exactly, up to JavaScript's largest safe integer", async () => {
      const [pd, sba] = [await created("pd"), await created("sba")];
      const largest = [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - 1, Number.MIN_SAFE_INTEGER];
      for (const id of largest) {
        await perform((operations) =>
          operations.addPdRosterCard({ gameId: pd, teamId: homeTeamId, cardId: id }),
        );
        await perform((operations) =>
          operations.addSbaRosterPlayer({ gameId: sba, teamId: homeTeamId, playerId: id }),
        );
      }
      const cards = await perform((operations) => operations.getPdRoster(pd));
      const players = await perform((operations) => operations.getSbaRoster(sba));
      expect(cards.map(({ cardId }) => cardId)).toEqual(largest);
      expect(players.map(({ playerId }) => playerId)).toEqual(largest);
    });
  });
}
