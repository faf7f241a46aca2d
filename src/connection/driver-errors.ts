import type { DatabaseError } from "pg";
import { DugoutError } from "../errors/errors.js";

/**
 * True for an error that a PostgreSQL server reported. pg's class is not used for this: each copy of pg-protocol has another
 * one, importing it from "pg" may load another client (pg-internals.ts), and the driver is loaded only with the first connection.
 */
export function isDatabaseError(error: unknown): error is DatabaseError {
  return error instanceof Error && error.name === "error" && "length" in error;
}

/** SQLSTATEs with which a server ends a connection: 08… and the time limits and shutdowns of 25… and 57…. */
const fatalStates = /^(?:08|25P03|25P04|57P0[1-5])/;
/** Errors after which the server closed the connection. The severity is not checked: it is in the server's language. */
const fatalErrors = new WeakSet<object>();

/** Marks an error as one after which the server closed the connection. */
export function markConnectionFatal(error: Error): void {
  fatalErrors.add(error);
}

/**
 * True when the connection of a failed statement is closed or must not be used any longer. It stays usable after an ordinary
 * error of PostgreSQL, and after an error of this package about a value that cannot be read.
 */
export function isConnectionFatal(error: unknown): boolean {
  if (isValueError(error)) return false;
  if (!isDatabaseError(error)) return !(error instanceof DugoutError);
  return fatalStates.test(error.code ?? "") || fatalErrors.has(error);
}

const valueErrors = new WeakSet<object>();

/** Marks an error about a value that could not be sent or read: the statement itself did not fail on the server. */
export function markValueError(error: Error): Error {
  valueErrors.add(error);
  return error;
}

/** True for an error that leaves the connection and its transaction as they are. */
export function isValueError(error: unknown): boolean {
  return valueErrors.has(error as object);
}

export const noSuchStatement = "26000";
const notSupported = "0A000";

/** True when the server refused a prepared statement before it ran, because the schema has changed or it was deallocated. */
export function isOutdated(error: unknown): error is DatabaseError {
  if (!isDatabaseError(error)) return false;
  return (
    error.code === noSuchStatement ||
    (error.code === notSupported && error.routine === "RevalidateCachedQuery")
  );
}

const readOnlyTransaction = "25006";

/**
 * True for an error that shows that the server accepts no writes. Do not call it for a transaction that was begun as READ ONLY,
 * in which the error has another reason.
 *
 * @param isBegin true for an error of BEGIN: only a standby does not support one of the modes that are requested
 */
export function isFromReadOnlyServer({ code, routine }: DatabaseError, isBegin: boolean): boolean {
  if (code === readOnlyTransaction) return true;
  return code === notSupported && (isBegin || routine === "GetSerializableTransactionSnapshot");
}
