import { NotOnRosterError, ValidationError, WrongLeagueError } from "../errors/index.js";
import type { League } from "../models/vocabulary.js";
import type { Executor } from "../session/executor.js";
import type { LeagueInsert } from "../statements/league-insert.js";
import type { Statement } from "../statements/statement.js";
import { gameNotFound, written } from "./found-game.js";

interface EntryValues {
  readonly gameId: string;
  readonly teamId: number;
  readonly cardId: number | null;
  readonly playerId: number | null;
}

/**
 * Adds an entry to a game's lineup or roster, and says why where it may not.
 *
 * @throws {GameNotFoundError} {WrongLeagueError} {NotOnRosterError} {ValidationError} for a team that does not play in the game
 */
export async function addEntry<Values extends EntryValues>(
  executor: Executor,
  statement: Statement<Values, LeagueInsert>,
  league: League,
  values: Values,
): Promise<number> {
  const { gameId, teamId } = values;
  return written(executor, gameId, async () => {
    const [answer] = await executor.execute(statement, values);
    if (answer === undefined) throw gameNotFound(gameId);
    if (answer.leagueId !== league) throw wrongLeague(statement.name, gameId, answer.leagueId);
    const { homeTeamId, awayTeamId, isOnRoster, id } = answer;
    if (id !== null) return id;
    if (teamId !== homeTeamId && teamId !== awayTeamId) {
      const message = `must be a team of game ${gameId}, ${awayTeamId} or ${homeTeamId}, not ${teamId}`;
      throw new ValidationError(`The input of ${statement.name}`, [{ field: "teamId", message }], {
        details: { gameId, teamId },
      });
    }
    if (!isOnRoster) throw notOnRoster(statement.name, values);
    // Nothing is in the way: the game was deleted, or its roster changed, while this waited for it.
    return undefined;
  });
}

function notOnRoster(operation: string, { gameId, teamId, cardId, playerId }: EntryValues): NotOnRosterError {
  const [who, add] =
    cardId === null ? [`player ${playerId}`, "addSbaRosterPlayer"] : [`card ${cardId}`, "addPdRosterCard"];
  return new NotOnRosterError(
    `${operation} does not take ${who}: team ${teamId} has a roster in game ${gameId}, and ${who} is not on it. Add it with ${add} first.`,
    { details: { gameId, teamId, cardId, playerId } },
  );
}

function wrongLeague(operation: string, gameId: string, leagueId: League): WrongLeagueError {
  const instead = leagueId === "pd" ? "cards" : "players";
  return new WrongLeagueError(
    `${operation} does not fit game ${gameId}: it is a game of the ${leagueId.toUpperCase()} league, whose teams are made of ${instead}.`,
    { details: { gameId, leagueId } },
  );
}
