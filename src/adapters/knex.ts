import type { Executor } from "../session/executor.js";
import { notATransaction, transactionEnded } from "./adapter-failures.js";
import {
  JoinedTransaction,
  partsOf,
  perStatement,
  type SentStatement,
  valuesBetween,
} from "./joined-transaction.js";

/** What is needed of a Knex transaction on PostgreSQL. */
export interface KnexTransaction {
  /** Makes a raw query. */
  raw(sql: string, bindings: never): { options(options: { readonly rowMode: string }): PromiseLike<unknown> };
  /** A transaction has this, and Knex itself has not. */
  isCompleted(): boolean;
}

/**
 * Joins a Knex transaction.
 *
 * @example
 * ```ts
 * await knex.transaction(async (trx) => {
 *   await new DatabaseOperations(fromKnex(trx)).savePlay(play);
 *   await trx("audit").insert({ what: "play" });
 * });
 * ```
 * @throws {ValidationError} for Knex itself
 */
export function fromKnex(transaction: KnexTransaction): Executor {
  if (typeof transaction.isCompleted !== "function") {
    throw notATransaction("fromKnex", "the transaction that knex.transaction() gives");
  }
  return new JoinedTransaction(async (statement, values) => {
    if (transaction.isCompleted()) throw transactionEnded(statement.name);
    try {
      const query = transaction
        .raw(textFor(statement), valuesBetween(statement, values) as never)
        .options({ rowMode: "array" });
      return ((await query) as { readonly rows: readonly object[] }).rows;
    } catch (error) {
      throw withoutText(error, statement);
    }
  });
}

/** Knex takes `?` for a parameter, and an escaped one for a question mark. */
const textFor = perStatement((statement) =>
  partsOf(statement)
    .map((part) => part.replaceAll("?", "\\?"))
    .join("?"),
);

/** Knex puts the whole statement before the server's own words. */
function withoutText(error: unknown, { text }: SentStatement): unknown {
  const prefix = `${text} - `;
  if (error instanceof Error && error.message.startsWith(prefix)) {
    error.message = error.message.slice(prefix.length);
  }
  return error;
}
