import { type Column, getTableColumns, is, SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { gameSessions } from "../models/game-sessions-table.js";
import { games } from "../models/games-table.js";
import { lineups } from "../models/lineups-table.js";
import { plays } from "../models/plays-table.js";
import { rosterLinks } from "../models/roster-links-table.js";

const {
  feedVersion: _gameStamp,
  nextPlace: _nextPlace,
  nextPlaceVersion: _nextPlaceVersion,
  ...gameColumns
} = getTableColumns(games);
const { feedVersion: _lineupStamp, ...lineupColumns } = getTableColumns(lineups);
const { feedVersion: _playStamp, stateHash: _stateHash, ...playColumns } = getTableColumns(plays);
const rosterColumns = getTableColumns(rosterLinks);
const gameSessionColumns = getTableColumns(gameSessions);

/**
 * Every column of each table by name, so that a column which a later migration adds does not change the rows. Columns that only
 * the operations use, such as the feed's stamps, are left out.
 */
export { gameColumns, gameSessionColumns, lineupColumns, playColumns, rosterColumns };

const { id: _lineupId, ...insertableLineup } = lineupColumns;
const { id: _playId, onBaseCode: _onBaseCode, runsScored: _runsScored, ...insertablePlay } = playColumns;
const { id: _rosterId, ...insertableRoster } = rosterColumns;
const { stateVersion: _stateVersion, ...insertableGame } = gameColumns;

/** The columns that an INSERT sets: all but those that the database computes. */
export const insertable = {
  game: insertableGame,
  lineup: insertableLineup,
  play: insertablePlay,
  roster: insertableRoster,
  gameSession: gameSessionColumns,
};

/** The defaults of a play's columns that are constants. */
export const playDefaults: Readonly<Record<string, unknown>> = constantDefaults(insertablePlay);

function constantDefaults(columns: Readonly<Record<string, Column>>): Record<string, unknown> {
  const defaults: Record<string, unknown> = {};
  for (const [field, { notNull, default: constant }] of Object.entries(columns)) {
    if (!notNull) defaults[field] = null;
    else if (constant !== undefined && !is(constant, SQL)) defaults[field] = constant;
  }
  return defaults;
}

/** Columns by their TypeScript names. */
type Columns = Readonly<Record<string, Column>>;

/**
 * An INSERT of one row, with a placeholder for each column, that happens only when there is a row in `source`: a
 * table or a part of the same statement, with its conditions if it has any.
 *
 * @param columns the columns that the caller's values set
 * @param computed the other columns, by their SQL names, with their expressions over the source
 */
export function insertFrom(
  table: PgTable,
  columns: Columns,
  source: SQL,
  computed: Readonly<Record<string, SQL>> = {},
): SQL {
  const names = [...Object.values(columns).map(({ name }) => name), ...Object.keys(computed)];
  const list = sql.join(
    names.map((name) => sql.identifier(name)),
    sql`, `,
  );
  const values = [...Object.entries(columns).map(typedPlaceholder), ...Object.values(computed)];
  return sql`insert into ${table} (${list}) select ${sql.join(values, sql`, `)} from ${source}`;
}

/** An INSERT of one row with a placeholder for each column: a distributed PostgreSQL sends it to one shard. */
export function insertValues(table: PgTable, columns: Columns): SQL {
  const list = sql.join(
    Object.values(columns).map(({ name }) => sql.identifier(name)),
    sql`, `,
  );
  const values = Object.entries(columns).map(
    ([name, column]) => sql`${sql.param(sql.placeholder(name), column)}`,
  );
  return sql`insert into ${table} (${list}) values (${sql.join(values, sql`, `)})`;
}

/** A parameter in a SELECT list has no column to take its type from. */
export function typedPlaceholder([name, column]: [string, Column]): SQL {
  return sql`${sql.param(sql.placeholder(name), column)}::${sql.raw(column.getSQLType())}`;
}
