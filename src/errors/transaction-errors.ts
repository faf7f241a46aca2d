import { DugoutError } from "./dugout-error.js";

/**
 * The transaction did not commit because a statement in it had failed. `cause` is the first failure. Nothing of the transaction was
 * stored.
 */
export class TransactionAbortedError extends DugoutError {
  override readonly code = "TRANSACTION_ABORTED";
}

/**
 * The connection broke while the server was, or may have been, committing: the work is stored completely or not at all. Read the
 * game to find out which. `savePlay` and `recordPlay` can simply be called again.
 */
export class CommitOutcomeUnknownError extends DugoutError {
  override readonly code = "COMMIT_OUTCOME_UNKNOWN";
}

/** The transaction is committed, but a callback of `onCommit` failed afterwards. `cause` is what it threw. */
export class CommitCallbackError extends DugoutError {
  override readonly code = "COMMIT_CALLBACK";
}

/** The session has ended: it was committed, rolled back or lost. Nothing was sent. */
export class SessionClosedError extends DugoutError {
  override readonly code = "SESSION_CLOSED";
}

/** A transaction's callback returned while its operations were still running: an `await` is missing. */
export class UnsettledOperationsError extends DugoutError {
  override readonly code = "UNSETTLED_OPERATIONS";
}

/** A statement that a session does not run, such as a COMMIT. Nothing was sent. */
export class StatementRefusedError extends DugoutError {
  override readonly code = "STATEMENT_REFUSED";
}

/** An operation that writes was called on a reader, which only reads. Nothing was sent. */
export class ReadOnlyError extends DugoutError {
  override readonly code = "READ_ONLY";
}

/** PostgreSQL could not serialize this transaction with concurrent ones (SQLSTATE 40001). */
export class SerializationFailureError extends DugoutError {
  override readonly code = "SERIALIZATION_FAILURE";
  override readonly retryable = true;
}

/** Two transactions waited for each other and PostgreSQL ended this one (SQLSTATE 40P01). */
export class DeadlockError extends DugoutError {
  override readonly code = "DEADLOCK";
  override readonly retryable = true;
}

/** A shard of a distributed PostgreSQL was moved while it was used (SQLSTATE CIINF). Nothing was stored. */
export class ShardMovedError extends DugoutError {
  override readonly code = "SHARD_MOVED";
  override readonly retryable = true;
}

/** A statement waited for a lock, or ran, longer than its limit, or was cancelled. */
export class StatementCancelledError extends DugoutError {
  override readonly code = "STATEMENT_CANCELLED";
}

/** The statement failed for a reason that has no other error class. `cause` is PostgreSQL's error. */
export class StatementFailedError extends DugoutError {
  override readonly code = "STATEMENT_FAILED";
}

/** The schema changed under a prepared statement. It is prepared again at its next use: repeating the work succeeds. */
export class StatementOutdatedError extends DugoutError {
  override readonly code = "STATEMENT_OUTDATED";
  override readonly retryable = true;
}
