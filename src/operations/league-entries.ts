import { ValidationError, WrongLeagueError } from "../errors/index.js";
import type { League } from "../models/vocabulary.js";
import type { Executor } from "../session/executor.js";
import type { LeagueInsert } from "../statements/league-insert.js";
import type { Statement } from "../statements/statement.js";
import { gameNotFound } from "./found-game.js";

interface EntryValues {
  readonly gameId: string;
  readonly teamId: number;
}

/**
 * Adds an entry to a game's lineup or roster, and says why where it may not.
 *
 * @throws {GameNotFoundError} {WrongLeagueError} {ValidationError} for a team that does not play in the game
 */
export async function addEntry<Values extends EntryValues>(
  executor: Executor,
  statement: Statement<Values, LeagueInsert>,
  league: League,
  values: Values,
): Promise<number> {
  const { gameId, teamId } = values;
  const [answer] = await executor.execute(statement, values);
  if (answer === undefined) throw gameNotFound(gameId);
  if (answer.leagueId !== league) throw wrongLeague(statement.name, gameId, answer.leagueId);
  if (answer.id === null) {
    const teams = `${answer.awayTeamId} or ${answer.homeTeamId}`;
    throw new ValidationError(
      `The input of ${statement.name}`,
      [{ field: "teamId", message: `must be a team of game ${gameId}, ${teams}, not ${teamId}` }],
      { details: { gameId, teamId } },
    );
  }
  return answer.id;
}

function wrongLeague(operation: string, gameId: string, leagueId: League): WrongLeagueError {
  const instead = leagueId === "pd" ? "cards" : "players";
  return new WrongLeagueError(
    `${operation} does not fit game ${gameId}: it is a game of the ${leagueId.toUpperCase()} league, whose teams are made of ${instead}.`,
    { details: { gameId, leagueId } },
  );
}
