import { DugoutError } from "./dugout-error.js";

/** The database could not be reached, or refused the connection. `details.target` is its address, without the password. */
export class ConnectionFailedError extends DugoutError {
  override readonly code = "CONNECTION_FAILED";
  override readonly retryable = true;
}

/**
 * The connection broke (or the server ended it) while nothing could have been committed: a transaction that
 * had not reached its COMMIT, or a read. The transaction was rolled back; repeating it from its beginning is safe.
 */
export class ConnectionLostError extends DugoutError {
  override readonly code = "CONNECTION_LOST";
  override readonly retryable = true;
}

/**
 * The server accepts no writes: it is a standby, or was made read-only, for example because another server became the primary.
 * Nothing was stored. All connections to it are closed; when you repeat the work, Dugout looks for a writable server again.
 */
export class ServerReadOnlyError extends DugoutError {
  override readonly code = "SERVER_READ_ONLY";
  override readonly retryable = true;
}

/** All connections of the pool were in use for the whole connect time limit. Nothing was sent. */
export class PoolExhaustedError extends DugoutError {
  override readonly code = "POOL_EXHAUSTED";
  override readonly retryable = true;
}

/** The database handle was closed, or is closing. */
export class DatabaseClosedError extends DugoutError {
  override readonly code = "DATABASE_CLOSED";
}

/** Another process, or this one, has the embedded database's folder open. */
export class EmbeddedDatabaseInUseError extends DugoutError {
  override readonly code = "EMBEDDED_DATABASE_IN_USE";
}

/** The embedded database could not be started from its folder: there is no access, or it is not a database, or it is damaged. */
export class EmbeddedDatabaseError extends DugoutError {
  override readonly code = "EMBEDDED_DATABASE";
}
