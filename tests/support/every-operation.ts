import { DatabaseOperations } from "../../src/operations/database-operations.js";
import { startersOf } from "./full-game.js";
import { awayTeamId, homeTeamId, newGame, newPlay, type StagedGame } from "./game-fixtures.js";

const state = { inning: 1, half: "top", homeScore: 0, awayScore: 0 } as const;

const cards = startersOf("Home").map(({ playerId, ...starter }) => ({ ...starter, cardId: playerId }));

/** The names of all operations, those of every area. */
export const operationNames: readonly string[] = methodsOf(DatabaseOperations.prototype);

function methodsOf(prototype: object): string[] {
  if (prototype === Object.prototype) return [];
  const own = Object.getOwnPropertyNames(prototype).filter((name) => name !== "constructor");
  return [...own, ...methodsOf(Object.getPrototypeOf(prototype) as object)];
}

/** A call of every operation, on an SBA game with a lineup and on a PD game. */
export const everyOperation: Readonly<
  Record<string, (operations: DatabaseOperations, sba: StagedGame, pd: string) => Promise<unknown>>
> = {
  createGame: (operations) => operations.createGame(newGame()),
  updateGameState: (operations, { gameId }) => operations.updateGameState(gameId, state),
  loadGameState: (operations, { gameId }) => operations.loadGameState(gameId),
  listGames: (operations) => operations.listGames({ limit: 1 }),
  deleteGame: (operations, { gameId }) => operations.deleteGame(gameId),
  startGame: (operations, { gameId }) => operations.startGame(gameId),
  pauseGame: (operations, { gameId }) => operations.pauseGame(gameId),
  resumeGame: (operations, { gameId }) => operations.resumeGame(gameId),
  completeGame: (operations, { gameId }) => operations.completeGame(gameId),
  abandonGame: (operations, { gameId }) => operations.abandonGame(gameId),
  savePlay: (operations, game) => operations.savePlay(newPlay(game, { playNumber: 4 })),
  recordPlay: (operations, game) => operations.recordPlay(newPlay(game, { playNumber: 4 }), state),
  getPlays: (operations, { gameId }) => operations.getPlays(gameId),
  getPlaysWithPlayers: (operations, { gameId }) => operations.getPlaysWithPlayers(gameId),
  addPdLineupCard: (operations, _, gameId) =>
    operations.addPdLineupCard({ gameId, teamId: homeTeamId, cardId: 1, position: "P" }),
  addSbaLineupPlayer: (operations, { gameId }) =>
    operations.addSbaLineupPlayer({ gameId, teamId: homeTeamId, playerId: 1, position: "PH" }),
  getActiveLineup: (operations, { gameId }) => operations.getActiveLineup(gameId, awayTeamId),
  deactivateLineupPlayer: (operations, game) => operations.deactivateLineupPlayer(game.gameId, game.runnerId),
  setStartingLineup: (operations, _, gameId) =>
    operations.setStartingLineup({ gameId, teamId: homeTeamId, players: cards }),
  substitute: (operations, { gameId, pitcherId }) =>
    operations.substitute({
      ...{ gameId, teamId: homeTeamId },
      changes: [{ replaces: pitcherId, playerId: 1, position: "P" }],
    }),
  storeLines: (operations, { gameId }) => operations.storeLines(gameId),
  setDecisions: (operations, { gameId, pitcherId }) => operations.setDecisions(gameId, { win: pitcherId }),
  getLineupAt: (operations, { gameId }) => operations.getLineupAt(gameId, 2),
  rewindGame: (operations, { gameId }) => operations.rewindGame(gameId, 1),
  reviseLastPlay: (operations, game) => operations.reviseLastPlay(newPlay(game, { playNumber: 3 }), state),
  addPdRosterCard: (operations, _, gameId) =>
    operations.addPdRosterCard({ gameId, teamId: homeTeamId, cardId: 1 }),
  addSbaRosterPlayer: (operations, { gameId }) =>
    operations.addSbaRosterPlayer({ gameId, teamId: homeTeamId, playerId: 1 }),
  getPdRoster: (operations, _, gameId) => operations.getPdRoster(gameId),
  getSbaRoster: (operations, { gameId }) => operations.getSbaRoster(gameId, homeTeamId),
  createGameSession: (operations, _, gameId) => operations.createGameSession({ gameId }),
  getGameSession: (operations, { gameId }) => operations.getGameSession(gameId),
  updateSessionSnapshot: (operations, { gameId }) => operations.updateSessionSnapshot(gameId, { a: 1 }),
};
