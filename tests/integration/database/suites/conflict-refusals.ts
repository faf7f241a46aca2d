import { describe, expect, it } from "vitest";
import {
  BattingSlotTakenError,
  FieldingPositionTakenError,
  GameExistsError,
  GameSessionExistsError,
  type Position,
  RosterEntryExistsError,
} from "../../../../src/index.js";
import { awayTeamId, homeTeamId, newGame } from "../../../support/game-fixtures.js";
import { type At, inEveryMode } from "../../../support/places.js";
import { isFromDatabase, refusalWithoutTrace } from "../../../support/refusals.js";

const fielders = ["P", "C", "1B", "2B", "3B", "SS", "LF", "CF", "RF"] as const;

export function describeConflictRefusals(at: At): void {
  inEveryMode("what is taken already", at, ({ perform, elsewhere }) => {
    const created = async (leagueId: "pd" | "sba" = "sba") =>
      (await elsewhere().createGame(newGame({ leagueId }))).id;

    it("a game's id is a GameExistsError, and the game stays as it was", async () => {
      const game = await elsewhere().createGame(newGame());
      const refusal = await refusalWithoutTrace(at().database, () =>
        perform((operations) => operations.createGame(newGame({ gameId: game.id, leagueId: "pd" }))),
      );
      expect(refusal).toBeInstanceOf(GameExistsError);
      expect(refusal.message).toContain(game.id);
      expect(isFromDatabase(refusal)).toBe(true);
      expect((await elsewhere().loadGameState(game.id))?.game).toEqual(game);
    });

    it("a game's session is a GameSessionExistsError, and the session stays as it was", async () => {
      const session = await elsewhere().createGameSession({
        gameId: await created(),
        stateSnapshot: { a: 1 },
      });
      const refusal = await refusalWithoutTrace(at().database, () =>
        perform((operations) => operations.createGameSession({ gameId: session.gameId })),
      );
      expect(refusal).toBeInstanceOf(GameSessionExistsError);
      expect(refusal.details).toMatchObject({ gameId: session.gameId });
      expect(isFromDatabase(refusal)).toBe(true);
      expect(await elsewhere().getGameSession(session.gameId)).toEqual(session);
    });

    it("a card or a player on the roster is a RosterEntryExistsError, for either team", async () => {
      const [pd, sba] = [await created("pd"), await created("sba")];
      await elsewhere().addPdRosterCard({ gameId: pd, teamId: homeTeamId, cardId: 7 });
      await elsewhere().addSbaRosterPlayer({ gameId: sba, teamId: homeTeamId, playerId: 7 });
      for (const teamId of [homeTeamId, awayTeamId]) {
        const card = await refusalWithoutTrace(at().database, () =>
          perform((operations) => operations.addPdRosterCard({ gameId: pd, teamId, cardId: 7 })),
        );
        const player = await refusalWithoutTrace(at().database, () =>
          perform((operations) => operations.addSbaRosterPlayer({ gameId: sba, teamId, playerId: 7 })),
        );
        for (const refusal of [card, player]) {
          expect(refusal).toBeInstanceOf(RosterEntryExistsError);
          expect(isFromDatabase(refusal)).toBe(true);
        }
        expect(card.details).toMatchObject({ gameId: pd, cardId: 7 });
        expect(player.details).toMatchObject({ gameId: sba, playerId: 7 });
      }
    });

    describe("in the active lineup", () => {
      it("a batting slot is a BattingSlotTakenError, for the same team only", async () => {
        const gameId = await created();
        const entry = { gameId, position: "DH" as const, battingOrder: 4 };
        await elsewhere().addSbaLineupPlayer({ ...entry, teamId: homeTeamId, playerId: 1 });
        const refusal = await refusalWithoutTrace(at().database, () =>
          perform((operations) =>
            operations.addSbaLineupPlayer({ ...entry, teamId: homeTeamId, playerId: 2 }),
          ),
        );
        expect(refusal).toBeInstanceOf(BattingSlotTakenError);
        expect(refusal.details).toMatchObject({ gameId, teamId: homeTeamId, battingOrder: 4 });
        expect(isFromDatabase(refusal)).toBe(true);
        await perform((operations) =>
          operations.addSbaLineupPlayer({ ...entry, teamId: awayTeamId, playerId: 2 }),
        );
        expect(await elsewhere().getActiveLineup(gameId, awayTeamId)).toHaveLength(1);
      });

      it("each of the nine fielding positions is a FieldingPositionTakenError", async () => {
        const gameId = await created("pd");
        for (const [index, position] of fielders.entries()) {
          const entry = { gameId, teamId: awayTeamId, position };
          await perform((operations) => operations.addPdLineupCard({ ...entry, cardId: index }));
          const refusal = await refusalWithoutTrace(at().database, () =>
            perform((operations) => operations.addPdLineupCard({ ...entry, cardId: index + 100 })),
          );
          expect(refusal).toBeInstanceOf(FieldingPositionTakenError);
          expect(refusal.details).toMatchObject({ gameId, teamId: awayTeamId, position });
          expect(isFromDatabase(refusal)).toBe(true);
        }
      });

      it("designated hitters, pinch hitters and pinch runners may be several", async () => {
        const gameId = await created();
        for (const position of ["DH", "PH", "PR"] satisfies Position[]) {
          for (const playerId of [1, 2]) {
            const entry = { gameId, teamId: homeTeamId, position, playerId };
            await perform((operations) => operations.addSbaLineupPlayer(entry));
          }
        }
        expect(await elsewhere().getActiveLineup(gameId, homeTeamId)).toHaveLength(6);
      });

      it("there may be several players who do not bat", async () => {
        const gameId = await created();
        for (const position of ["P", "C"] satisfies Position[]) {
          const entry = { gameId, teamId: homeTeamId, position, playerId: 1, battingOrder: null };
          await perform((operations) => operations.addSbaLineupPlayer(entry));
        }
        expect(await elsewhere().getActiveLineup(gameId, homeTeamId)).toHaveLength(2);
      });
    });
  });
}
