import { ValidationError } from "../errors/index.js";
import { type LineupMoment, momentOf } from "../models/lineup-rules/index.js";
import type { FoundMoment } from "../statements/lineup-moment.js";

/** @throws {ValidationError} for a team that does not play in the game */
export function checkedMoment(
  operation: string,
  { gameId, teamId }: { readonly gameId: string; readonly teamId: number },
  { game, entries, plays }: FoundMoment,
): LineupMoment {
  const { awayTeamId, homeTeamId } = game;
  if (teamId !== awayTeamId && teamId !== homeTeamId) {
    const message = `must be a team of game ${gameId}, ${awayTeamId} or ${homeTeamId}, not ${teamId}`;
    throw new ValidationError(`The input of ${operation}`, [{ field: "teamId", message }], {
      details: { gameId, teamId },
    });
  }
  return momentOf(game, teamId, entries, plays);
}
