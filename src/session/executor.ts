import { ReadOnlyError } from "../errors/errors.js";
import type { Statement } from "../statements/statement.js";

/**
 * Runs statements: a database (each statement its own transaction), a session, a savepoint, or another library's
 * transaction. Operations work on any of them.
 */
export interface Executor {
  /** True where only reads may be run. */
  readonly isReadOnly?: boolean;
  /** False where each statement is a transaction by itself. */
  readonly isTransaction?: boolean;
  /** @param signal ends the statement when it aborts, as far as this executor can */
  execute<Values, Row>(
    statement: Statement<Values, Row>,
    values: Values,
    signal?: AbortSignal,
  ): Promise<Row[]>;
  /** Runs an operation, which may be several statements. Left out where an operation needs nothing around it. */
  perform?<Result>(name: string, operation: () => Promise<Result>): Promise<Result>;
}

/** Called by an operation that writes, before it reads anything. @throws {ReadOnlyError} when the executor only reads */
export function assertWritable(executor: Executor, operation: string): void {
  if (executor.isReadOnly !== true) return;
  throw new ReadOnlyError(
    `${operation} writes, and a reader only reads. Call it on the database, or on a session. Nothing was sent.`,
    { details: { operation } },
  );
}
