import { type Column, getTableColumns, type SQL, sql } from "drizzle-orm";
import { type PgTable, text } from "drizzle-orm/pg-core";
import { gameStatuses, leagues } from "../../rules/vocabulary.js";

/** The columns of a line that are those of its game, for filters. */
export const gameLabels = () => ({
  leagueId: text("league_id", { enum: leagues }).notNull(),
  season: text("season"),
  status: text("status", { enum: gameStatuses }).notNull(),
});

export const gameLabelList = "games.league_id, games.season, games.status";

/** The SQL names of some of a table's columns. */
export function columnNames(table: PgTable, chosen: Readonly<Record<string, unknown>>): string[] {
  const columns: Record<string, Column> = getTableColumns(table);
  return Object.keys(chosen).map((field) => (columns[field] as Column).name);
}

/** SQL in which `:game` is replaced by a game: one that the query iterates over, or a given one. */
export function ofGame(text: string, game: SQL): SQL {
  return sql.join(text.split(":game").map(raw), game);
}

const raw = (text: string) => sql.raw(text);

/** Each game of a view. */
export const eachGame = raw("games.id");

/** Column names, each qualified by the owner. */
export const listOf = (owner: string, columns: readonly string[]) =>
  columns.map((column) => `${owner}.${column}`).join(", ");

/**
 * The lines of all games, or of one: the stored lines where they are current, and computed lines of the other games. So a line
 * always agrees with the plays, and only games that have changed cost the time to compute it.
 *
 * The choice is made for each game: with a plain union PostgreSQL would compute all lines and discard most. `offset 0` keeps the
 * planner from flattening the subquery.
 *
 * @param computed the FROM and the WHERE that give the game's computed lines as `computed`
 */
export function storedOrComputed(game: SQL, stored: string, computed: SQL, columns: readonly string[]): SQL {
  const list = (owner: string) => raw(listOf(owner, columns));
  return sql`select ${raw(gameLabelList)}, games.id as game_id, line.*
from games
left join lateral (
  select stored_lines.last_play from stored_lines
  where stored_lines.game_id = ${game} and stored_lines.state_version = games.state_version and ${isOfLastPlay(game)}
  offset 0
) exact on true
cross join lateral (
  select ${list("stored")}
  from ${raw(stored)} stored
  where stored.game_id = ${game} and stored.state_version = games.state_version and stored.last_play = exact.last_play
  union all
  select ${list("computed")}
  ${computed} and exact.last_play is null
) line`;
}

/** True for lines that were stored after the last play of their game. */
export const isOfLastPlay = (game: SQL) => sql`stored_lines.last_play = (
  select coalesce(max(plays.play_number), 0) from plays where plays.game_id = ${game}
)`;

/**
 * The query of a view for one given game. Each table is compared with the given value itself: a distributed PostgreSQL does not
 * infer it from another part of the query, and would ask every shard.
 */
export const knownGame = (query: SQL, game: SQL) => sql`${query}\nwhere games.id = ${game}`;
