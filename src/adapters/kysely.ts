import type { Executor } from "../session/executor.js";
import { notATransaction, transactionEnded } from "./adapter-failures.js";
import { JoinedTransaction } from "./joined-transaction.js";

/** What is needed of a Kysely transaction, controlled or not. */
export interface KyselyTransaction {
  /** True for a transaction. */
  readonly isTransaction: true;
  /** A controlled transaction has this. */
  readonly isCommitted?: boolean;
  /** A controlled transaction has this. */
  readonly isRolledBack?: boolean;
  /** The transaction without Kysely's plugins. */
  withoutPlugins(): {
    executeQuery(query: never): PromiseLike<{ readonly rows: readonly unknown[] }>;
  };
}

/**
 * Joins a Kysely transaction. Plugins do not see our statements: one that renames columns would reach into JSON too.
 *
 * @example
 * ```ts
 * await db.transaction().execute(async (trx) => {
 *   await new DatabaseOperations(fromKysely(trx)).savePlay(play);
 *   await trx.insertInto("audit").values({ what: "play" }).execute();
 * });
 * ```
 * @throws {ValidationError} for a database
 */
export function fromKysely(transaction: KyselyTransaction): Executor {
  if (transaction.isTransaction !== true) {
    throw notATransaction(
      "fromKysely",
      "the transaction that db.transaction() or db.startTransaction() gives",
    );
  }
  const plain = transaction.withoutPlugins();
  return new JoinedTransaction(async ({ name, text }, values) => {
    if (transaction.isCommitted || transaction.isRolledBack) throw transactionEnded(name);
    return (await plain.executeQuery(compiledQuery(text, values) as never)).rows as readonly object[];
  });
}

/** The result of Kysely's `CompiledQuery.raw(text, values)`. */
function compiledQuery(text: string, values: readonly unknown[]) {
  return {
    sql: text,
    parameters: values,
    query: { kind: "RawNode", sqlFragments: [text], parameters: [] },
    queryId: { queryId: `dugout_${++queriesMade}` },
  };
}

let queriesMade = 0;
