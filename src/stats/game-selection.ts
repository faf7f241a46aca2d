import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import * as z from "zod";
import { games } from "../models/games-table.js";
import { storableText, uuidText } from "../models/input-schemas.js";
import { lineups } from "../models/lineups-table.js";
import { once } from "../models/once.js";
import { validate } from "../models/validate.js";
import { type League, leagues } from "../rules/vocabulary.js";

/** A set of completed games. A filter that is left out excludes no game; a game must match all that are given. */
export interface GameSelection {
  /** The games' `season`, such as `2020`. Default: all seasons. */
  readonly season?: string | undefined;
  /** Only games of this league. Default: both. */
  readonly leagueId?: League | undefined;
  /** Only these games. Default: all. */
  readonly gameIds?: readonly string[] | undefined;
}

/** A selection as the values of a statement: null for a filter that is left out. */
export interface SelectionValues {
  readonly season: string | null;
  readonly leagueId: League | null;
  readonly gameIds: readonly string[] | null;
}

const selectionInput = once(() =>
  z.strictObject({
    season: storableText().nullable().default(null),
    leagueId: z.enum(leagues).nullable().default(null),
    gameIds: z.array(uuidText()).nullable().default(null),
  }),
);

/** @throws {ValidationError} naming what is wrong with a selection */
export function checkSelection(operation: string, selection: GameSelection): SelectionValues {
  return validate<SelectionValues>(`The input of ${operation}`, selectionInput, selection);
}

const season = sql.placeholder("season");
const leagueId = sql.placeholder("leagueId");
const inLeague = sql`${games.status} = 'completed' and (${leagueId}::text is null or ${games.leagueId} = ${leagueId})`;
const ofTheseIds = sql`${games.id} = any (${sql.placeholder("gameIds")}::uuid[])`;

/** The condition on games for each way to select them: each can use an index. */
const conditions = {
  Everywhere: inLeague,
  OfSeason: sql`${games.season} = ${season} and ${inLeague}`,
  OfGames: sql`${ofTheseIds} and (${season}::text is null or ${games.season} = ${season}) and ${inLeague}`,
} as const;

type Games = keyof typeof conditions;

/** The condition on a player: totals of one player read that player's games only. */
const people = {
  "": undefined,
  OfPlayer: playedBy(lineups.playerId, "playerId"),
  OfCard: playedBy(lineups.cardId, "cardId"),
} as const;

type Way = `${Games}${keyof typeof people}`;

function playedBy(column: PgColumn, name: string): SQL {
  const value = sql.param(sql.placeholder(name), column);
  return sql`${games.id} in (select ${lineups.gameId} from ${lineups} where ${column} = ${value})`;
}

/** The values that choose the statement: the selection, and the player or card, if there is one. */
export interface Chosen extends SelectionValues {
  readonly playerId?: number | null;
  readonly cardId?: number | null;
}

/**
 * Returns a function that chooses the statement for a selection. Each is made at its first use. They must not be prepared: a
 * generic plan, for any season, would read the lines of every game.
 */
export function bySelection<Statement>(make: (way: Way, condition: SQL) => Statement) {
  const made = new Map<Way, Statement>();
  return ({ gameIds, season: given, playerId = null, cardId = null }: Chosen): Statement => {
    const which: Games = gameIds !== null ? "OfGames" : given === null ? "Everywhere" : "OfSeason";
    const whose = playerId !== null ? "OfPlayer" : cardId !== null ? "OfCard" : "";
    const way: Way = `${which}${whose}`;
    const condition = people[whose];
    const all = condition === undefined ? conditions[which] : sql`${conditions[which]} and ${condition}`;
    const statement = made.get(way) ?? make(way, all);
    made.set(way, statement);
    return statement;
  };
}
