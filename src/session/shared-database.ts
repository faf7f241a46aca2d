import type { Statement } from "../statements/statement.js";
import { Database } from "./database.js";
import type { Executor } from "./executor.js";

let opening: Promise<Database> | undefined;

/**
 * Returns the database that `new DatabaseOperations()` uses: that of `DATABASE_URL`, with the replica of `DATABASE_REPLICA_URL` if
 * it is set. It is opened at its first use. Close it when the program ends; an operation after that opens it again.
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
