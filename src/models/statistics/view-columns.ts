import { type Column, getTableColumns, type SQL, sql } from "drizzle-orm";
import { type PgTable, text } from "drizzle-orm/pg-core";
import { gameStatuses, leagues } from "../vocabulary.js";

/** What a line takes over from its game, to be chosen by. */
export const gameLabels = () => ({
  leagueId: text("league_id", { enum: leagues }).notNull(),
  season: text("season"),
  status: text("status", { enum: gameStatuses }).notNull(),
});

export const gameLabelList = "games.league_id, games.season, games.status";

/** What SQL calls some of a table's columns. */
export function columnNames(table: PgTable, chosen: Readonly<Record<string, unknown>>): string[] {
  const columns: Record<string, Column> = getTableColumns(table);
  return Object.keys(chosen).map((field) => (columns[field] as Column).name);
}

/** SQL in which `:game` stands for a game: one that the query goes through, or one that is known. */
export function ofGame(text: string, game: SQL): SQL {
  return sql.join(text.split(":game").map(raw), game);
}

const raw = (text: string) => sql.raw(text);

/** A game that a view goes through. */
export const eachGame = raw("games.id");

/** Names of columns, each with the name of what it is of. */
export const listOf = (owner: string, columns: readonly string[]) =>
  columns.map((column) => `${owner}.${column}`).join(", ");

/**
 * The lines of all games: the stored ones where they are exact, and computed ones of the other games. So a line is
 * always that of the plays, and only those games that change cost the time to add it up.
 *
 * It is decided game by game: of a plain union PostgreSQL would compute all lines, and drop most. `offset 0` keeps it
 * from taking the question apart, and from guessing how many games it is answered for.
 */
export function storedOrComputed(stored: string, computed: string, columns: readonly string[]): string {
  return `select ${gameLabelList}, games.id as game_id, line.*
from games
cross join lateral (
  select (select exact_lines.last_play from exact_lines where exact_lines.game_id = games.id) as last_play offset 0
) exact
cross join lateral (
  select ${listOf("stored", columns)}
  from ${stored} stored
  where stored.game_id = games.id and stored.state_version = games.state_version and stored.last_play = exact.last_play
  union all
  select ${listOf("computed", columns)}
  from ${computed} computed
  where computed.game_id = games.id and exact.last_play is null
) line`;
}
