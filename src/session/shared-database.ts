import type { Statement } from "../statements/statement.js";
import { Database } from "./database.js";
import type { Executor } from "./executor.js";

let opening: Promise<Database> | undefined;

/**
 * The one database of `DATABASE_URL` (with its replica, where `DATABASE_REPLICA_URL` names one) that `new DatabaseOperations()` uses, opened at its first need. Close it when
 * the program ends; the next operation after that opens it again.
 *
 * @throws {ConfigurationError} when `DATABASE_URL` is not set or malformed
 * @throws {ConnectionFailedError} when the database cannot be reached
 */
export async function sharedDatabase(): Promise<Database> {
  opening ??= Database.open(process.env.DATABASE_URL, { replica: process.env.DATABASE_REPLICA_URL });
  const present = opening;
  try {
    const database = await present;
    if (!database.isClosed) return database;
  } catch (error) {
    if (opening === present) opening = undefined;
    throw error;
  }
  if (opening === present) opening = undefined;
  return sharedDatabase();
}

/** Runs each statement on the shared database. */
export const sharedExecutor: Executor = {
  isTransaction: false,
  execute: async <Values, Row>(statement: Statement<Values, Row>, values: Values, signal?: AbortSignal) =>
    (await sharedDatabase()).execute(statement, values, signal),
};
