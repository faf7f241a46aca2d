import { sql } from "drizzle-orm";
import { type Database, DatabaseOperations, type Executor, type Scope } from "../../src/index.js";
import { newGame } from "./game-fixtures.js";

type Row = Record<string, unknown>;

/** Runs SQL text in a session or a savepoint, and returns its rows. */
export async function query(scope: Scope, text: string): Promise<Row[]> {
  const { rows } = await scope.run((db) => db.execute<Row>(sql.raw(text)));
  return rows;
}

/** Runs SQL text in a transaction of its own. */
export function queryAlone(database: Database, text: string): Promise<Row[]> {
  return database.transaction((session) => query(session, text));
}

/** The first column of the first row: what `show` and `select one_thing` answer. */
export async function oneValue(scope: Scope, text: string): Promise<unknown> {
  const [row = {}] = await query(scope, text);
  return Object.values(row)[0];
}

/** A statement that the server refuses: a `DataRefusedError`. */
export const fail = (scope: Scope) => query(scope, "select 1 / 0");

/** Writes a game, and returns its id. */
export async function write(executor: Executor): Promise<string> {
  const { id } = await new DatabaseOperations(executor).createGame(newGame());
  return id;
}

/** True if what `write` wrote is visible there. */
export async function isStored(executor: Executor, gameId: string): Promise<boolean> {
  return (await new DatabaseOperations(executor).loadGameState(gameId)) !== null;
}
