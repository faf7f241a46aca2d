import { type Database, DatabaseOperations } from "../../src/index.js";
import { untilBlocked } from "./server-activity.js";

/** Two handles on the same database, and how the first one's transaction ends. */
interface Rivals {
  readonly database: Database;
  readonly elsewhere: Database;
  readonly end: "commit" | "rollback";
}

/**
 * Runs `first` in a transaction on one handle, and `second` on the other, which has to wait for it; then ends that transaction.
 */
export async function behind<Result>(
  { database, elsewhere, end }: Rivals,
  first: (operations: DatabaseOperations) => Promise<unknown>,
  second: (operations: DatabaseOperations) => Promise<Result>,
): Promise<Result> {
  await using session = await database.session();
  await first(new DatabaseOperations(session));
  const waiting = second(new DatabaseOperations(elsewhere));
  waiting.catch(() => {});
  await untilBlocked(database);
  await session[end]();
  return waiting;
}
