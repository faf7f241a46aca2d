import { and, eq, type SQL, sql } from "drizzle-orm";
import { games } from "../models/games-table.js";
import { compile, type ValueGetterOf, type Statement } from "./statement.js";

const gameId = sql.placeholder("gameId");

/** A change of where the game stands, counted as such and for the feed: for the SET list of an UPDATE of the game. */
export const counts = {
  stateVersion: sql`${games.stateVersion} + 1`,
  feedVersion: sql`${games.feedVersion} + 1`,
};

export interface Change {
  /** The columns that it sets, beside the feed's count. */
  readonly set?: Partial<Record<keyof typeof games.$inferSelect, SQL>>;
  /** What else its expressions look at. */
  readonly from?: SQL;
  /** What must hold of the game. */
  readonly where?: SQL | undefined;
}

const countedColumns = { id: games.id, stateVersion: games.stateVersion, feedVersion: games.feedVersion };

/** A game that was locked and counted. */
export interface CountedGame {
  readonly id: string;
  readonly stateVersion: number;
  readonly feedVersion: number;
}

/**
 * The UPDATE by which each statement that changes a game begins: it locks the game's row, counts the change for the feed, and
 * gives the row. All that the statement writes hangs on that row, so that it writes everything or nothing, and takes its
 * stamp from it. Whoever has to wait for the lock looks at the row's own columns again, and at nothing else: a condition
 * on other rows holds as of the statement's beginning, unless {@link isUnmoved} stands beside it.
 */
function countingUpdate({ set = {}, from, where }: Change): SQL {
  const assignments = Object.entries({ ...set, feedVersion: counts.feedVersion }).map(
    ([field, value]) => sql`${sql.identifier(games[field as keyof typeof set].name)} = ${value}`,
  );
  return sql`update ${games} set ${sql.join(assignments, sql`, `)}${from === undefined ? sql`` : sql` from ${from}`}
  where ${and(eq(games.id, gameId), where)}
  returning ${sql.join(Object.values(countedColumns), sql`, `)}`;
}

/** That UPDATE as the part `game` of a statement. */
export const countedGame = (change: Change = {}) => sql`game as (
  ${countingUpdate(change)}
)`;

/** That UPDATE as the first of the steps of a statement, on a distributed PostgreSQL. */
export function countGame<Values>(
  name: string,
  change: Change,
  valueGetterOf?: ValueGetterOf,
): Statement<Values, CountedGame> {
  return compile<object, CountedGame>({
    name: `${name} game`,
    access: "write",
    query: countingUpdate(change) as SQL<CountedGame>,
    fields: countedColumns,
    valueGetterOf,
  }) as Statement<Values, CountedGame>;
}

/** Holds if nothing of the game was changed since the statement began: then all that it sees is as it is now. */
export const isUnmoved = sql`${games.feedVersion} = (select seen.feed_version from ${games} seen where seen.id = ${gameId})`;

/** Holds if the game is as it was when it was read and decided on. */
export const isAsRead = sql`${games.feedVersion} = ${sql.placeholder("feedVersion")}::int`;

/** For statements whose rows no follower sees: the game, locked. */
export const lockedGame = (condition?: SQL) =>
  sql`(select ${games.id} from ${games} where ${and(eq(games.id, gameId), condition)} for no key update)`;

/** The number of the game's change, for the rows that a statement writes. */
export const stamp = sql`game.feed_version`;

/** That lock as the first of the steps of a statement. */
export const lockGame: Statement<{ gameId: string }, { id: string }> = compile({
  name: "lockGame",
  access: "write",
  query: sql<{ id: string }>`${lockedGame()}`,
  fields: { id: games.id },
});
