import { type Column, getTableColumns, type SQL, sql } from "drizzle-orm";
import { type PgTable, text } from "drizzle-orm/pg-core";
import { gameStatuses, leagues } from "../../rules/vocabulary.js";

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
 * The lines of all games, or of one: the stored ones where they are exact, and computed ones of the other games. So a
 * line is always that of the plays, and only those games that change cost the time to add it up.
 *
 * It is decided game by game: of a plain union PostgreSQL would compute all lines, and drop most. `offset 0` keeps it
 * from taking the question apart, and from guessing how many games it is answered for.
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

/** Holds for lines that were stored after the last play of their game. */
export const isOfLastPlay = (game: SQL) => sql`stored_lines.last_play = (
  select coalesce(max(plays.play_number), 0) from plays where plays.game_id = ${game}
)`;

/**
 * The query of a view for one game that is known. Every table is told which it is: a distributed PostgreSQL does not carry
 * it from one part of a query into another, and would ask every shard.
 */
export const knownGame = (query: SQL, game: SQL) => sql`${query}\nwhere games.id = ${game}`;
