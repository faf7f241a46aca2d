import { readRows, textOnly } from "../connection/wire-values.js";
import type { Executor } from "../session/executor.js";
import { notATransaction, transactionEnded } from "./adapter-failures.js";
import { JoinedTransaction } from "./joined-transaction.js";

/** What is needed of a `Client` or `PoolClient` of `pg`. */
export interface PgClient {
  /** Runs a query. */
  query(query: never): PromiseLike<{ readonly rows: readonly object[] }>;
  /**
   * The transaction status that the server reported last: `I` if no transaction is open. Older versions of pg do not have it.
   */
  getTransactionStatus?(): string | null;
  /** A pool has this. */
  readonly totalCount?: never;
}

/**
 * Joins the transaction that is open on a client of `pg`. Its BEGIN must have been answered.
 *
 * @example
 * ```ts
 * await client.query("begin");
 * await new DatabaseOperations(fromPg(client)).savePlay(play);
 * await client.query("insert into audit (what) values ($1)", ["play"]);
 * await client.query("commit");
 * ```
 * @throws {ValidationError} for a pool
 */
export function fromPg(client: PgClient): Executor {
  if (client.totalCount !== undefined) throw notATransaction("fromPg", "a client, not a pool");
  return new JoinedTransaction(
    async ({ name, text }, values) => {
      if (client.getTransactionStatus?.() === "I") throw transactionEnded(name);
      const query = { text, values, rowMode: "array", types: textOnly };
      return readRows((await client.query(query as never)) as never);
    },
    { queues: true },
  );
}
