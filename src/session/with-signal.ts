import type { Connection } from "../connection/connection.js";
import { StatementCancelledError } from "../errors/errors.js";
import type { Executor } from "./executor.js";
import { onAbort } from "./on-abort.js";
import { checkedSignal } from "./session-options.js";

/**
 * Returns an executor on a database, a session or a reader whose operations, recovery and statistics end when the signal aborts.
 *
 * After that, nothing more is sent. On a database, the running statement is cancelled on the server and stores nothing; if it was
 * done before the cancel request arrived, its answer is returned as usual. A session or a savepoint ends like a session whose
 * `signal` aborts, because no statement of a transaction can be cancelled without the others. In another library's transaction
 * (`dugout/adapters`), a running statement completes.
 *
 * @example
 * ```ts
 * const operations = new DatabaseOperations(withSignal(database, AbortSignal.timeout(500)));
 * await operations.getPlays(gameId);   // a StatementCancelledError if it takes longer
 * ```
 * @throws {ConfigurationError} when `signal` is not an AbortSignal
 */
export function withSignal(target: Executor, signal: AbortSignal): Executor {
  checkedSignal(signal);
  return {
    get isReadOnly() {
      return target.isReadOnly === true;
    },
    async execute(statement, values, other) {
      const either = other === undefined ? signal : AbortSignal.any([signal, other]);
      assertNotAborted(either, statement.name);
      return target.execute(statement, values, either);
    },
    perform: (name, operation) => {
      const unlessAborted = async () => {
        assertNotAborted(signal, name);
        return operation();
      };
      return target.perform?.(name, unlessAborted) ?? unlessAborted();
    },
  };
}

function assertNotAborted(signal: AbortSignal, name: string): void {
  if (!signal.aborted) return;
  throw new StatementCancelledError(`${name} was not done: the caller's AbortSignal had aborted.`, {
    cause: signal.reason,
    details: { operation: name },
  });
}

/**
 * Runs one statement on a connection that nothing else uses, and cancels it on the server when the signal aborts. If the
 * statement is done before the cancel request arrives, its answer is returned.
 *
 * @throws {StatementCancelledError} with the signal's reason as its cause, when it was cancelled
 */
export function cancelledBy<Result>(
  signal: AbortSignal | undefined,
  connection: Connection,
  name: string,
  run: () => Promise<Result>,
): Promise<Result> {
  return signal === undefined ? run() : runCancellable(signal, connection, name, run);
}

async function runCancellable<Result>(
  signal: AbortSignal,
  connection: Connection,
  name: string,
  run: () => Promise<Result>,
): Promise<Result> {
  let cancelling: Promise<void> | undefined;
  assertNotAborted(signal, name);
  const unsubscribe = onAbort(signal, () => {
    cancelling = connection.cancel();
  });
  try {
    return await run();
  } catch (error) {
    if (cancelling === undefined || (error as { code?: unknown }).code !== queryCancelled) throw error;
    throw new StatementCancelledError(
      `${name} was cancelled by the caller's AbortSignal. Nothing was stored.`,
      {
        cause: signal.reason,
        details: { operation: name },
      },
    );
  } finally {
    unsubscribe();
    await cancelling;
  }
}

const queryCancelled = "57014";
