import { NotOnRosterError, ValidationError, WrongLeagueError } from "../errors/errors.js";
import type { NewEntry } from "../rules/lineups/lineup-entries.js";
import type { LineupMoment } from "../rules/lineups/lineup-moment.js";
import { isSamePerson } from "../rules/person.js";
import type { League } from "../rules/vocabulary.js";
import type { Executor } from "../session/executor.js";
import type { LeagueInsert } from "../statements/league-insert.js";
import type { FoundMoment } from "../statements/lineup-change-statements.js";
import type { Statement } from "../statements/statement.js";
import { gameNotFound, retryUntilWritten } from "./optimistic-update.js";

interface EntryValues {
  readonly gameId: string;
  readonly teamId: number;
  readonly cardId: number | null;
  readonly playerId: number | null;
}

/**
 * Adds an entry to a game's lineup or roster.
 *
 * @throws {GameNotFoundError} {WrongLeagueError} {NotOnRosterError} {ValidationError} for a team that does not play in the game
 */
export async function addEntry<Values extends EntryValues>(
  executor: Executor,
  statement: Statement<Values, LeagueInsert>,
  league: League,
  values: Values,
): Promise<number> {
  const { gameId } = values;
  return retryUntilWritten(executor, gameId, async () => {
    const [answer] = await executor.execute(statement, values);
    if (answer === undefined) throw gameNotFound(gameId);
    if (answer.leagueId !== league) throw wrongLeague(statement.name, gameId, answer.leagueId);
    const { isOnRoster, id } = answer;
    if (id !== null) return id;
    assertPlaysIn(statement.name, values, answer);
    if (!isOnRoster) throw notOnRoster(statement.name, values, [values]);
    // There is no reason against it: the game was deleted, or its roster changed, while this waited for the lock.
    return undefined;
  });
}

function wrongLeague(operation: string, gameId: string, leagueId: League): WrongLeagueError {
  const instead = leagueId === "pd" ? "cards" : "players";
  return new WrongLeagueError(
    `${operation} does not fit game ${gameId}: it is a game of the ${leagueId.toUpperCase()} league, whose teams are made of ${instead}.`,
    { details: { gameId, leagueId } },
  );
}

/** @throws {ValidationError} for a team that does not play in the game */
export function assertPlaysIn(
  operation: string,
  { gameId, teamId }: Team,
  { awayTeamId, homeTeamId }: { readonly awayTeamId: number; readonly homeTeamId: number },
): void {
  if (teamId === awayTeamId || teamId === homeTeamId) return;
  const message = `must be a team of game ${gameId}, ${awayTeamId} or ${homeTeamId}, not ${teamId}`;
  throw new ValidationError(`The input of ${operation}`, [{ field: "teamId", message }], {
    details: { gameId, teamId },
  });
}

interface Team {
  readonly gameId: string;
  readonly teamId: number;
}
type EntryPlayer = Pick<NewEntry, "cardId" | "playerId">;

function notOnRoster(
  operation: string,
  { gameId, teamId }: Team,
  people: readonly EntryPlayer[],
): NotOnRosterError {
  const names = people.map(({ cardId, playerId }) =>
    cardId === null ? `player ${playerId}` : `card ${cardId}`,
  );
  const add = people.some(({ cardId }) => cardId === null) ? "addSbaRosterPlayer" : "addPdRosterCard";
  const who = names.join(", ");
  return new NotOnRosterError(
    `${operation} does not take ${who}: team ${teamId} has a roster in game ${gameId}, and ${names.length === 1 ? `${who} is` : "they are"} not on it. Call ${add} first.`,
    { details: { gameId, teamId, people: people.map(({ cardId, playerId }) => ({ cardId, playerId })) } },
  );
}

/**
 * Refuses players who are not on their team's roster, where the team has one. Players who are in the game may move.
 *
 * @throws {NotOnRosterError} naming all of them
 */
export function assertOnRoster(
  operation: string,
  team: Team,
  entering: readonly NewEntry[],
  { roster }: Pick<FoundMoment, "roster">,
  { entries }: Pick<LineupMoment, "entries">,
): void {
  if (roster.length === 0) return;
  const isKnown = (entry: NewEntry) =>
    entries.some((other) => isSamePerson(entry, other)) || roster.some((link) => isSamePerson(entry, link));
  const missing = entering.filter((entry) => !isKnown(entry));
  if (missing.length > 0) throw notOnRoster(operation, team, missing);
}
