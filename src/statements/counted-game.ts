import { and, eq, type SQL, sql } from "drizzle-orm";
import { games } from "../models/games-table.js";
import { compile, type Statement, type ValueGetterOf } from "./statement.js";

const gameId = sql.placeholder("gameId");

/** Counts a change of the game's state: for the SET list of an UPDATE of the game. */
export const counts = {
  stateVersion: sql`${games.stateVersion} + 1`,
  feedVersion: sql`${games.feedVersion} + 1`,
};

export interface Change {
  /** The columns that it sets, besides `feed_version`. */
  readonly set?: Partial<Record<keyof typeof games.$inferSelect, SQL>>;
  /** What else its expressions read, as FROM. */
  readonly from?: SQL;
  /** The condition on the game. */
  readonly where?: SQL | undefined;
}

const countedColumns = { id: games.id, stateVersion: games.stateVersion, feedVersion: games.feedVersion };

/** The game's row after the UPDATE that locked it and counted the change. */
export interface CountedGame {
  readonly id: string;
  readonly stateVersion: number;
  readonly feedVersion: number;
}

/**
 * The UPDATE with which each statement that changes a game begins: it locks the game's row, counts the change for the feed, and
 * returns the row. Everything else that the statement writes depends on that row, so that it writes all or nothing, and takes its
 * stamp from it. A statement that had to wait for the lock evaluates conditions on this row again, but sees all other rows as
 * they were when it began. So a condition on other rows needs {@link isUnchanged} beside it.
 */
function countingUpdate({ set = {}, from, where }: Change): SQL {
  const assignments = Object.entries({ ...set, feedVersion: counts.feedVersion }).map(
    ([field, value]) => sql`${sql.identifier(games[field as keyof typeof set].name)} = ${value}`,
  );
  return sql`update ${games} set ${sql.join(assignments, sql`, `)}${from === undefined ? sql`` : sql` from ${from}`}
  where ${and(eq(games.id, gameId), where)}
  returning ${sql.join(Object.values(countedColumns), sql`, `)}`;
}

/** That UPDATE as the part `game` of a statement with WITH. */
export const countedGame = (change: Change = {}) => sql`game as (
  ${countingUpdate(change)}
)`;

/** That UPDATE as the first step of a statement that is run in steps, on a distributed PostgreSQL. */
export function countGame<Values>(
  name: string,
  change: () => Change,
  valueGetterOf?: ValueGetterOf,
): Statement<Values, CountedGame> {
  return compile<object, CountedGame>({
    name: `${name} game`,
    access: "write",
    query: () => countingUpdate(change()) as SQL<CountedGame>,
    fields: countedColumns,
    valueGetterOf,
  }) as Statement<Values, CountedGame>;
}

/** True if nothing of the game was changed since the statement began: then everything that the statement sees is current. */
export const isUnchangedIn = (game: SQL) =>
  sql`${games.feedVersion} = (select seen.feed_version from ${games} seen where seen.id = ${game})`;
export const isUnchanged = isUnchangedIn(sql`${gameId}`);

/** True if nothing of the game was changed since it was read. */
export const isAsRead = sql`${games.feedVersion} = ${sql.placeholder("feedVersion")}::int`;

/** Locks the game, for statements that write nothing that followers see. */
export const lockedGame = (condition?: SQL) =>
  sql`(select ${games.id} from ${games} where ${and(eq(games.id, gameId), condition)} for no key update)`;

/** The game's `feed_version` after the change, for the rows that a statement writes. */
export const stamp = sql`game.feed_version`;

/** That lock as the first step of a statement that is run in steps. */
export const lockGame: Statement<{ gameId: string }, { id: string }> = compile({
  name: "lockGame",
  access: "write",
  query: () => sql<{ id: string }>`${lockedGame()}`,
  fields: { id: games.id },
});
