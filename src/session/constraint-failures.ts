import {
  BattingSlotTakenError,
  ConstraintViolationError,
  DecisionTakenError,
  type DugoutError,
  FieldingPositionTakenError,
  GameExistsError,
  GameNotFoundError,
  GameSessionExistsError,
  LineupEntryNotFoundError,
  PlayConflictError,
  RosterEntryExistsError,
  ValidationError,
} from "../errors/errors.js";
import type { Rule } from "../models/check-constraints.js";
import { gameRules } from "../models/games-table.js";
import { lineupRules } from "../models/lineups-table.js";
import { playRules } from "../models/play-rules.js";

const names = [
  "gameId",
  "playNumber",
  "lineupId",
  "id",
  "teamId",
  "cardId",
  "playerId",
  "position",
  "battingOrder",
] as const;

/** The identifiers in a statement's values, for an error's message and details. */
export type Identifiers = { readonly [Name in (typeof names)[number]]?: string | number };

/** Picks the identifiers out of a statement's values. */
export function identifiersOf(values: unknown): Identifiers {
  if (typeof values !== "object" || values === null) return {};
  const given = values as Readonly<Record<string, unknown>>;
  // The values of recordPlay are a play and a state; the play contains the identifiers.
  if ("play" in given) return identifiersOf(given.play);
  const known = names.filter((name) => typeof given[name] === "string" || typeof given[name] === "number");
  return Object.fromEntries(known.map((name) => [name, given[name]]));
}

/** A violated constraint. */
export interface Violation {
  readonly constraint: string;
  readonly cause: unknown;
  readonly identifiers: Identifiers;
}

type ExplainViolation = (violation: Violation) => DugoutError;

const gameNotFound: ExplainViolation = ({ identifiers, cause }) =>
  new GameNotFoundError(`There is no game ${identifiers.gameId ?? "with this id"}.`, {
    cause,
    details: { ...identifiers },
  });

const entryNotFound =
  (field: string): ExplainViolation =>
  ({ identifiers, cause }) =>
    new LineupEntryNotFoundError(
      `${field} names no lineup entry of game ${identifiers.gameId ?? "in question"}. Add the player to its lineup first.`,
      { cause, details: { ...identifiers, field } },
    );

const taken = (kind: "slot" | "position"): ExplainViolation =>
  function explainTaken({ identifiers, cause }) {
    const { gameId, teamId, battingOrder, position } = identifiers;
    const place = kind === "slot" ? `batting slot ${battingOrder ?? ""}` : `position ${position ?? ""}`;
    const ErrorClass = kind === "slot" ? BattingSlotTakenError : FieldingPositionTakenError;
    return new ErrorClass(
      `Team ${teamId ?? ""} of game ${gameId ?? ""} has an active player at ${place.trim()} already. Deactivate that player first.`,
      { cause, details: { ...identifiers } },
    );
  };

const decisionTaken: ExplainViolation = ({ identifiers, cause }) =>
  new DecisionTakenError(
    `Another pitcher of game ${identifiers.gameId ?? "in question"} has this decision already. Give all decisions of the game at once, with setDecisions.`,
    { cause, details: { ...identifiers } },
  );

const rosterEntryExists: ExplainViolation = ({ identifiers, cause }) => {
  const { gameId, cardId, playerId } = identifiers;
  const who = cardId == null ? `player ${playerId ?? ""}` : `card ${cardId}`;
  return new RosterEntryExistsError(`${who} is on the roster of game ${gameId ?? ""} already.`, {
    cause,
    details: { ...identifiers },
  });
};

const cardOrPlayer: ExplainViolation = ({ identifiers, cause }) =>
  new ValidationError(
    "The entry",
    [{ field: "cardId", message: "or playerId must be given, and not both" }],
    { cause, details: { ...identifiers } },
  );

const explanations: Readonly<Record<string, ExplainViolation>> = {
  games_pkey: ({ identifiers, cause }) =>
    new GameExistsError(`Game ${identifiers.gameId ?? identifiers.id ?? ""} exists already.`, {
      cause,
      details: { ...identifiers },
    }),
  plays_pkey: ({ identifiers, cause }) =>
    new PlayConflictError(
      `Game ${identifiers.gameId ?? ""} has a play ${identifiers.playNumber ?? "with this number"} already.`,
      { cause, details: { ...identifiers } },
    ),
  game_sessions_pkey: ({ identifiers, cause }) =>
    new GameSessionExistsError(`Game ${identifiers.gameId ?? ""} has a game session already.`, {
      cause,
      details: { ...identifiers },
    }),
  lineups_card_or_player: cardOrPlayer,
  roster_links_card_or_player: cardOrPlayer,
  lineups_game_fkey: gameNotFound,
  plays_game_fkey: gameNotFound,
  game_sessions_game_fkey: gameNotFound,
  roster_links_game_fkey: gameNotFound,
  lineups_replacing_fkey: entryNotFound("replacingId"),
  plays_batter_fkey: entryNotFound("batterId"),
  plays_pitcher_fkey: entryNotFound("pitcherId"),
  plays_catcher_fkey: entryNotFound("catcherId"),
  plays_defender_fkey: entryNotFound("defenderId"),
  plays_runner_fkey: entryNotFound("runnerId"),
  plays_on_first_fkey: entryNotFound("onFirstId"),
  plays_on_second_fkey: entryNotFound("onSecondId"),
  plays_on_third_fkey: entryNotFound("onThirdId"),
  plays_responsible_batter_fkey: entryNotFound("responsibleBatterId"),
  plays_responsible_pitcher_fkey: entryNotFound("responsiblePitcherId"),
  plays_on_first_pitcher_fkey: entryNotFound("onFirstPitcherId"),
  plays_on_second_pitcher_fkey: entryNotFound("onSecondPitcherId"),
  plays_on_third_pitcher_fkey: entryNotFound("onThirdPitcherId"),
  lineups_decision_key: decisionTaken,
  lineups_active_slot_key: taken("slot"),
  lineups_active_position_key: taken("position"),
  roster_links_one_card_key: rosterEntryExists,
  roster_links_one_player_key: rosterEntryExists,
  // The names in a database that is not migrated to the latest revision.
  roster_links_card_key: rosterEntryExists,
  roster_links_player_key: rosterEntryExists,
};

const rules: readonly Rule<string>[] = [...gameRules, ...lineupRules, ...playRules];
const tables = ["games", "lineups", "plays", "game_sessions", "roster_links"] as const;

/** True for the name of a constraint of this package. */
export function isOurs(constraint: string): boolean {
  return (
    constraint in explanations ||
    rules.some(({ name }) => name === constraint) ||
    /_(range|values|pattern|length|object)$/.test(constraint)
  );
}

/** The typed error for a violated constraint, one of this package or one of the user. */
export function explainViolation(violation: Violation): DugoutError {
  // A row that is still referenced is not a missing row: the caller's SQL tried to delete it.
  if (isStillReferredTo(violation)) return foreign(violation);
  const explain = explanations[violation.constraint];
  return explain?.(violation) ?? brokenCheck(violation) ?? foreign(violation);
}

/** PostgreSQL 18's SQLSTATE for a referenced row that cannot be deleted. */
const restricted = "23001";

/**
 * True when a row could not be deleted, or its key changed, because another row refers to it. PostgreSQL reports this with the
 * same SQLSTATE and fields as a reference to a missing row. The message names tables, in every language: for a missing row
 * only the referring table, for a referenced row both.
 */
function isStillReferredTo({ constraint, cause }: Violation): boolean {
  const { code, message, table } = cause as { code?: string; message: string; table?: string };
  if (code === restricted) return true;
  const referenced = Object.hasOwn(referencedTables, constraint) ? referencedTables[constraint] : undefined;
  if (referenced === undefined) return false;
  const words = message.match(/\w+/g)?.map((word) => word.replace(/_\d+$/, "")) ?? [];
  const mentions = words.filter((word) => word === referenced).length;
  const referring = (table ?? constraint.slice(0, constraint.indexOf("_"))).replace(/_\d+$/, "");
  return mentions > (referring === referenced ? 1 : 0);
}

/** The table to which each foreign key of this package refers. */
const referencedTables: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(explanations)
    .filter((name) => name.endsWith("_fkey"))
    .map((name) => [name, name.endsWith("_game_fkey") ? "games" : "lineups"]),
);

/** The CHECKs of this package are also checked before input is sent. One that fails here was violated by the caller's SQL. */
function brokenCheck({ constraint, cause, identifiers }: Violation): ValidationError | undefined {
  const rule = rules.find(({ name }) => name === constraint);
  const table = tables.find((name) => constraint.startsWith(`${name}_`));
  const column =
    table && /^(.*)_(range|values|pattern|length|object)$/.exec(constraint.slice(table.length + 1))?.[1];
  if (rule === undefined && column === undefined) return undefined;
  const issue = rule
    ? { field: rule.fields[0], message: rule.message }
    : { field: camelCase(column ?? ""), message: "is not a value that this column takes" };
  return new ValidationError(`A row of ${table ?? "the table"}`, [issue], {
    cause,
    details: { ...identifiers, constraint },
  });
}

function foreign({ constraint, cause, identifiers }: Violation): ConstraintViolationError {
  return new ConstraintViolationError(`The constraint ${constraint || "of the table"} does not allow this.`, {
    cause,
    details: { ...identifiers, constraint },
  });
}

function camelCase(column: string): string {
  return column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
