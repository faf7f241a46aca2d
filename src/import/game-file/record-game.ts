import type { PlayInput } from "../../models/plays-table.js";
import type { DatabaseOperations } from "../../operations/database-operations.js";
import type { GameState } from "../../operations/game-operations.js";
import { type FilePlay, type GameFile, renamed } from "./game-file.js";
import { LineupRecorder } from "./lineup-recorder.js";

/**
 * Records a whole game through the operations, as a live server would have. Give it the operations of a session:
 * then the game is stored whole or not at all.
 *
 * @returns what was not recorded as a server would have, as sentences: a substitution that the rules do not allow
 * @throws {GameExistsError} when the game already exists
 */
export async function recordGame(operations: DatabaseOperations, file: GameFile): Promise<readonly string[]> {
  const lineup = new LineupRecorder(file);
  await createGame(operations, file);
  await lineup.enterAfter(operations, 0);
  for (const [index, play] of file.plays.entries()) {
    await operations.recordPlay(databasePlay(file, play, lineup), stateAfter(file, index), {
      outOfSequence: true,
    });
    await lineup.enterAfter(operations, play.playNumber);
  }
  await operations.updateGameState(file.game.id, finalState(file));
  await lineup.decide(operations);
  // A file's roster may be incomplete, so it is stored after the lineups, which would otherwise be refused.
  await recordRoster(operations, file);
  await operations.storeLines(file.game.id);
  return lineup.notices;
}

/** Creates the file's game in its state before the first play. */
export async function createGame(operations: DatabaseOperations, { game }: GameFile): Promise<void> {
  const { id, homeTeamId, awayTeamId, leagueId, createdAt, metadata } = game;
  const { homeTeamName, awayTeamName, homeTeamIsAi, awayTeamIsAi } = game;
  const { scheduledInnings, automaticRunnerInning, season } = game;
  await operations.createGame({
    gameId: id,
    leagueId,
    homeTeamId,
    awayTeamId,
    homeTeamName,
    awayTeamName,
    homeTeamIsAi,
    awayTeamIsAi,
    scheduledInnings,
    automaticRunnerInning,
    season,
    createdAt,
    metadata,
  });
}

export async function recordRoster(
  operations: DatabaseOperations,
  { game, roster }: GameFile,
): Promise<void> {
  for (const { cardId, playerId, teamId } of roster) {
    const entry = { gameId: game.id, teamId };
    await (cardId === null
      ? operations.addSbaRosterPlayer({ ...entry, playerId: playerId as number })
      : operations.addPdRosterCard({ ...entry, cardId }));
  }
}

/** A play of the file with the database's identifiers of its people. */
export function databasePlay({ game }: GameFile, play: FilePlay, lineup: LineupRecorder): PlayInput {
  return { ...renamed(play, (id) => lineup.idOf(id)), gameId: game.id };
}

/** The state after a play of the file: where its next play begins, or the end of the game. */
export function stateAfter(file: GameFile, playIndex: number): GameState {
  const next = file.plays[playIndex + 1];
  if (next === undefined) return finalState(file);
  const { inning, half, homeScore, awayScore } = next;
  return { inning, half, homeScore, awayScore, status: "active" };
}

export function finalState({ game }: GameFile): GameState {
  const { inning, half, homeScore, awayScore, status, winnerTeamId, startedAt, completedAt } = game;
  return {
    inning,
    half,
    homeScore,
    awayScore,
    status,
    winnerTeamId: winnerTeamId ?? undefined,
    startedAt: startedAt ?? undefined,
    completedAt: completedAt ?? undefined,
  };
}
