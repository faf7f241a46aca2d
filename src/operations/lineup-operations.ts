import * as z from "zod";
import {
  IllegalLineupError,
  IllegalSubstitutionError,
  LineupEntryNotFoundError,
  NotOnRosterError,
  ValidationError,
  WrongLeagueError,
} from "../errors/errors.js";
import { uuidText } from "../models/input-schemas.js";
import { startingLineupInput, substitutionInput } from "../models/lineup-inputs.js";
import {
  type LineupEntry,
  type LineupValues,
  lineupRules,
  type PdLineupInput,
  pdLineupInput,
  type SbaLineupInput,
  sbaLineupInput,
} from "../models/lineups-table.js";
import { once } from "../models/once.js";
import { merged, validate } from "../models/validate.js";
import {
  reasonsAgainstStart,
  type StartingLineup,
  type StartingLineupValues,
  startersOf,
} from "../rules/lineups/starting-lineup.js";
import {
  planSubstitution,
  reasonsAgainst,
  type Substitution,
  type SubstitutionValues,
} from "../rules/lineups/substitution.js";
import { isSamePerson, type LineupMoment, momentOf, type NewEntry } from "../rules/lineups/team-lineup.js";
import { lineupAt } from "../rules/lineups/timeline.js";
import type { League } from "../rules/vocabulary.js";
import { assertWritable, type Executor } from "../session/executor.js";
import type { LeagueInsert } from "../statements/league-insert.js";
import * as changeStatements from "../statements/lineup-change-statements.js";
import * as statements from "../statements/lineup-statements.js";
import type { Statement } from "../statements/statement.js";
import { checkArguments } from "./operation-input.js";
import {
  gameNotFound,
  optimisticUpdate,
  retryUntilWritten,
  type VersionExpectation,
} from "./optimistic-update.js";

export async function addPdLineupCard(executor: Executor, entry: PdLineupInput): Promise<number> {
  const values = validate<LineupValues>("The lineup entry", pdLineupInput, entry, lineupRules);
  return addEntry(executor, statements.addPdLineupCard, "pd", { ...values, playerId: null });
}

export async function addSbaLineupPlayer(executor: Executor, entry: SbaLineupInput): Promise<number> {
  const values = validate<LineupValues>("The lineup entry", sbaLineupInput, entry, lineupRules);
  return addEntry(executor, statements.addSbaLineupPlayer, "sba", { ...values, cardId: null });
}

export async function getActiveLineup(
  executor: Executor,
  gameId: string,
  teamId: number,
): Promise<LineupEntry[]> {
  return executor.execute(statements.getActiveLineup, checkArguments("getActiveLineup", { gameId, teamId }));
}

export async function deactivateLineupPlayer(
  executor: Executor,
  gameId: string,
  lineupId: number,
): Promise<LineupEntry> {
  const values = checkArguments("deactivateLineupPlayer", { gameId, lineupId });
  return retryUntilWritten(executor, gameId, async () => {
    const [entry] = await executor.execute(statements.deactivateLineupPlayer, values);
    if (entry !== undefined) return entry;
    const entries = await executor.execute(statements.getLineupAt, { gameId });
    if (entries.some(({ id }) => id === lineupId)) return undefined;
    throw new LineupEntryNotFoundError(`Game ${gameId} has no lineup entry ${lineupId}.`, {
      details: { ...values, field: "lineupId" },
    });
  });
}

const moment = once(() => z.strictObject({ gameId: uuidText(), playNumber: z.int32().min(1) }));

export async function getLineupAt(
  executor: Executor,
  gameId: string,
  playNumber: number,
): Promise<LineupEntry[]> {
  const values = validate<z.infer<ReturnType<typeof moment>>>("The input of getLineupAt", moment, {
    gameId,
    playNumber,
  });
  return lineupAt(await executor.execute(statements.getLineupAt, values), values.playNumber);
}

export interface StartedLineup {
  /** In the order in which the players were given. */
  readonly entries: LineupEntry[];
  /** How many times the game's state has changed, this change included. */
  readonly stateVersion: number;
}

type StartValues = StartingLineupValues & { readonly expectedVersion: number | null };

export async function setStartingLineup(
  executor: Executor,
  lineup: StartingLineup,
  options: VersionExpectation = {},
): Promise<StartedLineup> {
  assertWritable(executor, "setStartingLineup");
  const subject = "The starting lineup";
  const values = validate<StartValues>(subject, startingLineupInput, merged(lineup, options));
  const { gameId, teamId } = values;
  return optimisticUpdate<changeStatements.FoundMoment, StartedLineup>(executor, {
    ...values,
    read: () => executor.execute(changeStatements.findLineupMoment, { gameId, teamId }),
    write: (found) => {
      const moment = checkedMoment("setStartingLineup", values, found);
      const entering = startersOf(values);
      const reasons = reasonsAgainstStart(moment, entering);
      if (reasons.length > 0) throw illegalLineup(values, reasons);
      assertOnRoster("setStartingLineup", values, entering, found, moment);
      const { feedVersion } = found.progress;
      return executor.execute(changeStatements.setStartingLineup, { gameId, feedVersion, entering });
    },
  });
}

function illegalLineup({ gameId, teamId }: StartValues, reasons: readonly string[]): IllegalLineupError {
  return new IllegalLineupError(
    `Team ${teamId} cannot begin game ${gameId} with this lineup. ${reasons.join(" ")}`,
    { details: { gameId, teamId, reasons } },
  );
}

export interface MadeSubstitution {
  /** The new entries, in the order of the changes. */
  readonly entries: LineupEntry[];
  /** The entries that ended, in order of entry. */
  readonly ended: LineupEntry[];
  /** How many times the game's state has changed, this change included. */
  readonly stateVersion: number;
}

type ChangeValues = SubstitutionValues & { readonly expectedVersion: number | null };

export async function substitute(
  executor: Executor,
  substitution: Substitution,
  options: VersionExpectation = {},
): Promise<MadeSubstitution> {
  assertWritable(executor, "substitute");
  const values = validate<ChangeValues>("The substitution", substitutionInput, merged(substitution, options));
  const { gameId, teamId } = values;
  return optimisticUpdate<changeStatements.FoundMoment, MadeSubstitution>(executor, {
    ...values,
    read: () => executor.execute(changeStatements.findLineupMoment, { gameId, teamId }),
    write: (found) => {
      const moment = checkedMoment("substitute", values, found);
      const plan = planSubstitution(moment, values);
      const reasons = reasonsAgainst(moment, values, plan);
      if (reasons.length > 0) throw illegalSubstitution(values, reasons);
      const entering = plan.entrances.map(({ entry }) => entry);
      assertOnRoster("substitute", values, entering, found, moment);
      return executor.execute(changeStatements.substitute, {
        gameId,
        feedVersion: found.progress.feedVersion,
        ended: plan.ended.map(({ id }) => id),
        entering,
        afterPlay: found.progress.lastPlay,
      });
    },
  });
}

function illegalSubstitution(
  { gameId, teamId }: ChangeValues,
  reasons: readonly string[],
): IllegalSubstitutionError {
  return new IllegalSubstitutionError(
    `Team ${teamId} cannot substitute like this in game ${gameId}. ${reasons.join(" ")}`,
    { details: { gameId, teamId, reasons } },
  );
}

/** @throws {ValidationError} for a team that does not play in the game */
function checkedMoment(
  operation: string,
  { gameId, teamId }: { readonly gameId: string; readonly teamId: number },
  { game, entries, plays }: changeStatements.FoundMoment,
): LineupMoment {
  assertPlaysIn(operation, { gameId, teamId }, game);
  return momentOf(game, teamId, entries, plays);
}

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
    // Nothing prevents it now: the game was deleted, or its roster changed, while the statement waited for the lock.
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
function assertPlaysIn(
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
function assertOnRoster(
  operation: string,
  team: Team,
  entering: readonly NewEntry[],
  { roster }: Pick<changeStatements.FoundMoment, "roster">,
  { entries }: Pick<LineupMoment, "entries">,
): void {
  if (roster.length === 0) return;
  const isKnown = (entry: NewEntry) =>
    entries.some((other) => isSamePerson(entry, other)) || roster.some((link) => isSamePerson(entry, link));
  const missing = entering.filter((entry) => !isKnown(entry));
  if (missing.length > 0) throw notOnRoster(operation, team, missing);
}
