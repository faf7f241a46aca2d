import { and, eq, type SQL, sql } from "drizzle-orm";
import { games } from "../models/games-table.js";
import { compile, type Statement, type ValueGetterOf } from "./statement.js";

const gameId = sql.placeholder("gameId");

/** Increments the game's versions: for the SET list of an UPDATE of the game. */
export const increments = {
  stateVersion: sql`${games.stateVersion} + 1`,
  feedVersion: sql`${games.feedVersion} + 1`,
};

/**
 * For the SET list of an UPDATE of the game that changes no plays: where the next play begins (`games.next_place`) is valid for the
 * new `feed_version` if it was valid for the old one.
 */
export const keepsPlace = { nextPlaceVersion: sql`${games.nextPlaceVersion} + 1` };

export interface Change {
  /** The columns that it sets, besides `feed_version`. */
  readonly set?: Partial<Record<keyof typeof games.$inferSelect, SQL>>;
  /** The FROM of the UPDATE, for its expressions. */
  readonly from?: SQL;
  /** The condition on the game. */
  readonly where?: SQL | undefined;
}

const updatedColumns = { id: games.id, stateVersion: games.stateVersion, feedVersion: games.feedVersion };

/** The game's row after the UPDATE that locked it and incremented its versions. */
export interface UpdatedGame {
  readonly id: string;
  readonly stateVersion: number;
  readonly feedVersion: number;
}

/**
 * The UPDATE with which each statement that changes a game begins: it locks the game's row, increments its version for the feed,
 * and returns the row. Everything else that the statement writes depends on that row and gets its stamp from it, so that the
 * statement writes everything or nothing. After waiting for the lock, PostgreSQL evaluates conditions on this row again, but sees
 * all other rows as they were when the statement began. So a condition on other rows needs {@link isUnchanged} beside it.
 */
function updateOfGame({ set = {}, from, where }: Change): SQL {
  const assignments = Object.entries({ ...set, feedVersion: increments.feedVersion }).map(
    ([field, value]) => sql`${sql.identifier(games[field as keyof typeof set].name)} = ${value}`,
  );
  return sql`update ${games} set ${sql.join(assignments, sql`, `)}${from === undefined ? sql`` : sql` from ${from}`}
  where ${and(eq(games.id, gameId), where)}
  returning ${sql.join(Object.values(updatedColumns), sql`, `)}`;
}

/** That UPDATE as the part `game` of a statement with WITH. */
export const gameUpdate = (change: Change = {}) => sql`game as (
  ${updateOfGame(change)}
)`;

/** That UPDATE as the first step of a statement that is run in steps, on a distributed PostgreSQL. */
export function gameUpdateStep<Values>(
  name: string,
  change: () => Change,
  valueGetterOf?: ValueGetterOf,
): Statement<Values, UpdatedGame> {
  return compile<object, UpdatedGame>({
    name: `${name} game`,
    access: "write",
    query: () => updateOfGame(change()) as SQL<UpdatedGame>,
    fields: updatedColumns,
    valueGetterOf,
  }) as Statement<Values, UpdatedGame>;
}

/** True if nothing of the game has changed since the statement began: then everything that the statement sees is current. */
export const isUnchangedIn = (game: SQL) =>
  sql`${games.feedVersion} = (select seen.feed_version from ${games} seen where seen.id = ${game})`;
export const isUnchanged = isUnchangedIn(sql`${gameId}`);

/** True if nothing of the game has changed since it was read. */
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
