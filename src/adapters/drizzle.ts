import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "../session/executor.js";
import { notATransaction } from "./adapter-failures.js";
import { JoinedTransaction, partsOf, valuesBetween } from "./joined-transaction.js";

/** What is needed of a Drizzle transaction, on `pg` or any other PostgreSQL driver of Drizzle's. */
export interface DrizzleTransaction {
  /** Runs a query. */
  execute(query: never): PromiseLike<unknown>;
  /** A transaction has this, and a database has not. */
  rollback(): never;
}

/**
 * Joins a Drizzle transaction.
 *
 * @example
 * ```ts
 * await db.transaction(async (tx) => {
 *   await new DatabaseOperations(fromDrizzle(tx)).savePlay(play);
 *   await tx.insert(audit).values({ what: "play" });
 * });
 * ```
 * @throws {ValidationError} for a database
 */
export function fromDrizzle(transaction: DrizzleTransaction): Executor {
  if (typeof transaction.rollback !== "function") {
    throw notATransaction("fromDrizzle", "the transaction that db.transaction() gives its callback");
  }
  return new JoinedTransaction(async (statement, values) => {
    const result = await transaction.execute(
      bound(partsOf(statement), valuesBetween(statement, values)) as never,
    );
    // Drivers differ: an array of rows, or an object that has one.
    return (Array.isArray(result) ? result : (result as { rows: object[] }).rows) as object[];
  });
}

function bound(parts: readonly string[], values: readonly unknown[]): SQL {
  const chunks = parts.flatMap((part, index) =>
    index < values.length ? [sql.raw(part), sql.param(values[index])] : [sql.raw(part)],
  );
  return sql.join(chunks);
}
