import { describe, expect, it } from "vitest";
import {
  type DatabaseOperations,
  GameNotFoundError,
  GameSessionNotFoundError,
  LineupEntryNotFoundError,
  newGameId,
} from "../../../../src/index.js";
import { homeTeamId, newGame, newPlay, people, stageGame } from "../../../support/game-fixtures.js";
import { type At, inEveryMode } from "../../../support/places.js";
import { isFromDatabase, refusalWithoutTrace } from "../../../support/refusals.js";

const state = { inning: 1, half: "top", homeScore: 0, awayScore: 0 } as const;
const nobody = { batterId: 1, pitcherId: 2 };

/** Every operation that writes into a game, on one that does not exist. */
const writesInto: Readonly<
  Record<string, (operations: DatabaseOperations, gameId: string) => Promise<unknown>>
> = {
  updateGameState: (operations, gameId) => operations.updateGameState(gameId, state),
  savePlay: (operations, gameId) => operations.savePlay(newPlay({ gameId, ...nobody } as never)),
  recordPlay: (operations, gameId) => operations.recordPlay(newPlay({ gameId, ...nobody } as never), state),
  deleteGame: (operations, gameId) => operations.deleteGame(gameId),
  startGame: (operations, gameId) => operations.startGame(gameId),
  pauseGame: (operations, gameId) => operations.pauseGame(gameId),
  resumeGame: (operations, gameId) => operations.resumeGame(gameId),
  completeGame: (operations, gameId) => operations.completeGame(gameId),
  abandonGame: (operations, gameId) => operations.abandonGame(gameId),
  addPdLineupCard: (operations, gameId) =>
    operations.addPdLineupCard({ gameId, teamId: homeTeamId, cardId: 1, position: "P" }),
  addSbaLineupPlayer: (operations, gameId) =>
    operations.addSbaLineupPlayer({ gameId, teamId: homeTeamId, playerId: 1, position: "P" }),
  addPdRosterCard: (operations, gameId) =>
    operations.addPdRosterCard({ gameId, teamId: homeTeamId, cardId: 1 }),
  addSbaRosterPlayer: (operations, gameId) =>
    operations.addSbaRosterPlayer({ gameId, teamId: homeTeamId, playerId: 1 }),
  createGameSession: (operations, gameId) => operations.createGameSession({ gameId }),
};

export function describeReferenceRefusals(at: At): void {
  inEveryMode("references to what is not there", at, ({ perform, elsewhere }) => {
    describe("a game that does not exist", () => {
      for (const [name, write] of Object.entries(writesInto)) {
        it(`is a GameNotFoundError of ${name}`, async () => {
          const gameId = newGameId();
          const refusal = await refusalWithoutTrace(at().database, () =>
            perform((operations) => write(operations, gameId)),
          );
          expect(refusal).toBeInstanceOf(GameNotFoundError);
          expect(refusal.details).toMatchObject({ gameId });
          expect(refusal.message).toContain(gameId);
        });
      }
    });

    describe("a lineup entry of another game", () => {
      for (const field of [...people, "responsiblePitcherId", "onSecondPitcherId"] as const) {
        it(`is a LineupEntryNotFoundError of a play that names it as its ${field}`, async () => {
          const [game, other] = [await stageGame(at().database), await stageGame(at().database)];
          const { onFirstId, onSecondId, onThirdId } = game;
          const runners = field.endsWith("PitcherId") ? { onFirstId, onSecondId, onThirdId } : {};
          const play = newPlay(game, { ...runners, [field]: other.batterId });
          for (const send of [
            () => perform((operations) => operations.savePlay(play)),
            () => perform((operations) => operations.recordPlay(play, state)),
          ]) {
            const refusal = await refusalWithoutTrace(at().database, send);
            expect(refusal).toBeInstanceOf(LineupEntryNotFoundError);
            expect(refusal.details).toMatchObject({ field, gameId: game.gameId, playNumber: 1 });
            expect(refusal.message).toContain(field);
            expect(isFromDatabase(refusal)).toBe(true);
          }
          expect((await elsewhere().loadGameState(game.gameId))?.game.stateVersion).toBe(0);
        });
      }

      it("is a LineupEntryNotFoundError of a substitute who is said to replace it", async () => {
        const [game, other] = [await stageGame(at().database), await stageGame(at().database)];
        const { gameId } = game;
        const substitute = { gameId, teamId: homeTeamId, playerId: 1, position: "PH" as const };
        const refusal = await refusalWithoutTrace(at().database, () =>
          perform((operations) =>
            operations.addSbaLineupPlayer({ ...substitute, replacingId: other.catcherId }),
          ),
        );
        expect(refusal).toBeInstanceOf(LineupEntryNotFoundError);
        expect(refusal.details).toMatchObject({ field: "replacingId", gameId });
        expect(isFromDatabase(refusal)).toBe(true);
      });

      it("is a LineupEntryNotFoundError of deactivateLineupPlayer, and stays active where it is", async () => {
        const [game, other] = [await stageGame(at().database), await stageGame(at().database)];
        for (const gameId of [game.gameId, newGameId()]) {
          const refusal = await refusalWithoutTrace(at().database, () =>
            perform((operations) => operations.deactivateLineupPlayer(gameId, other.catcherId)),
          );
          expect(refusal).toBeInstanceOf(LineupEntryNotFoundError);
          expect(refusal.details).toMatchObject({ gameId, lineupId: other.catcherId, field: "lineupId" });
        }
        expect(await elsewhere().getActiveLineup(other.gameId, homeTeamId)).toHaveLength(3);
      });
    });

    it("a game without a game session is a GameSessionNotFoundError of updateSessionSnapshot", async () => {
      const { id } = await elsewhere().createGame(newGame());
      for (const gameId of [id, newGameId()]) {
        const refusal = await refusalWithoutTrace(at().database, () =>
          perform((operations) => operations.updateSessionSnapshot(gameId, {})),
        );
        expect(refusal).toBeInstanceOf(GameSessionNotFoundError);
        expect(refusal.details).toMatchObject({ gameId });
      }
    });
  });
}
