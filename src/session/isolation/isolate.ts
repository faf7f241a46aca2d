import { ConnectionLostError } from "../../errors/errors.js";
import { Database } from "../database.js";
import { planSession } from "../session-options.js";
import { IsolatedPool } from "./isolated-pool.js";

/** A database for one test. */
export interface IsolatedDatabase extends AsyncDisposable {
  /** Use it like any other database. What is committed on it can be read on it, and is undone after the test. */
  readonly database: Database;
  /** Undoes everything. Call it when the test ends. */
  rollback(): Promise<void>;
}

/**
 * Returns a database on which everything runs in one transaction that is never committed: operations, sessions, and code that
 * commits (a commit becomes a savepoint). `rollback()` undoes everything, except that identity columns keep the values that
 * they have reached.
 *
 * There is one connection: sessions use it one after the other, their isolation level and time limits are those of the outer
 * transaction, and an `AbortSignal` waits for the running statement.
 *
 * @example
 * ```ts
 * let test: IsolatedDatabase;
 * beforeEach(async () => { test = await isolate(database); });
 * afterEach(() => test.rollback());
 *
 * it("saves a play", async () => {
 *   await codeUnderTest(test.database);
 *   expect(await new DatabaseOperations(test.database).getPlays(gameId)).toHaveLength(1);
 * });
 * ```
 */
export async function isolate(database: Database): Promise<IsolatedDatabase> {
  const lease = await database.leaseConnection("isolated test");
  const { connection } = lease;
  const { settings } = database;
  const end = async () => {
    try {
      await connection.send({ text: "rollback", ownRequest: true });
    } catch {
      // A lost connection has rolled back already.
    }
    lease.release();
  };
  try {
    await connection.send({ text: planSession({}, settings).begin, ownRequest: true });
  } catch (cause) {
    connection.destroy();
    lease.release();
    throw new ConnectionLostError("The connection broke before the isolated test began.", { cause });
  }
  const isolated = Database.over(new IsolatedPool(connection, settings));
  let ended: Promise<void> | undefined;
  const rollback = () => {
    ended ??= isolated.close({ within: 0 }).then(end);
    return ended;
  };
  return { database: isolated, rollback, [Symbol.asyncDispose]: rollback };
}
