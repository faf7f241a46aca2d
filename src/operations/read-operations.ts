import type { DatabaseOperations } from "./database-operations.js";

/**
 * The operations that only read: what a `DatabaseOperations` on a reader can do. Given this type, the others are not
 * even offered.
 *
 * @example
 * ```ts
 * const spectators: ReadOperations = new DatabaseOperations(database.reader({ stale: true }));
 * ```
 */
export type ReadOperations = Pick<
  DatabaseOperations,
  | "loadGameState"
  | "listGames"
  | "getPlays"
  | "getPlaysWithPlayers"
  | "getActiveLineup"
  | "getLineupAt"
  | "getPdRoster"
  | "getSbaRoster"
  | "getGameSession"
>;
