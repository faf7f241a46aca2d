import type { DatabaseError } from "pg";
import { DugoutError } from "../errors/errors.js";

/**
 * True for an error that a PostgreSQL server reported. Not by pg's class: there is one of it in each copy of pg-protocol, and
 * to import it from "pg" may load another client (pg-internals.ts), and the driver is loaded with the first connection.
 */
export function isDatabaseError(error: unknown): error is DatabaseError {
  return error instanceof Error && error.name === "error" && "length" in error;
}

/** SQLSTATEs with which a server ends a connection: 08… and the time limits and shutdowns of 25… and 57…. */
const fatalStates = /^(?:08|25P03|25P04|57P0[1-5])/;
/** Errors after which the server closed the connection. The word for their severity depends on the server's language. */
const fatalErrors = new WeakSet<object>();

/** Marks an error as one after which the server closed the connection. */
export function markConnectionFatal(error: Error): void {
  fatalErrors.add(error);
}

/**
 * True when a failed statement's connection is gone, or can no longer be trusted. PostgreSQL's plain errors leave it
 * usable, and so do ours about a value that cannot be read.
 */
export function isConnectionFatal(error: unknown): boolean {
  if (isValueError(error)) return false;
  if (!isDatabaseError(error)) return !(error instanceof DugoutError);
  return fatalStates.test(error.code ?? "") || fatalErrors.has(error);
}

const valueErrors = new WeakSet<object>();

/** Marks an error about a value that could not be sent, or not be read: the server did not fail. */
export function markValueError(error: Error): Error {
  valueErrors.add(error);
  return error;
}

/** True for an error that changes nothing about the connection and the transaction on it. */
export function isValueError(error: unknown): boolean {
  return valueErrors.has(error as object);
}

export const noSuchStatement = "26000";
const notSupported = "0A000";

/** True when the server refused a prepared statement before it ran: the schema has changed, or it was deallocated. */
export function isOutdated(error: unknown): error is DatabaseError {
  if (!isDatabaseError(error)) return false;
  return (
    error.code === noSuchStatement ||
    (error.code === notSupported && error.routine === "RevalidateCachedQuery")
  );
}

const readOnlyTransaction = "25006";

/**
 * True for what a server answers that takes no writes. In a transaction that was begun read-only it means only that.
 *
 * @param isBegin true for the answer to a BEGIN: of the modes that we ask for, only a standby does not support some
 */
export function isFromReadOnlyServer({ code, routine }: DatabaseError, isBegin: boolean): boolean {
  if (code === readOnlyTransaction) return true;
  return code === notSupported && (isBegin || routine === "GetSerializableTransactionSnapshot");
}
