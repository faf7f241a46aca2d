import pg from "pg";
import {
  ConnectionLostError,
  DugoutError,
  SessionClosedError,
  StatementFailedError,
  TransactionAbortedError,
  ValidationError,
} from "../errors/errors.js";
import { translateFailure } from "../session/statement-failures.js";

/** An error of PostgreSQL's, as drivers name its fields. */
interface ServerError {
  readonly code: string;
  readonly message: string;
  readonly severity?: string | undefined;
  readonly constraint?: string | undefined;
  /** As `constraint`, in postgres.js. */
  readonly constraint_name?: string | undefined;
}

/** A SQLSTATE's class: not that of Prisma's `P2010`, nor the beginning of Node's `EPIPE`. */
const sqlState = /^(?:[0-5]\d|F0|HV|P0|XX)[0-9A-Z]{3}$/;
const connectionFatal = /^(?:08|57P)/;
const inFailedTransaction = "25P02";

/** How pg, postgres.js, Prisma and Node report a lost connection. */
const lostConnection =
  /ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|CONNECTION_(?:CLOSED|ENDED|DESTROYED)|P1001|P1017|connection (?:terminated|ended|closed|error)|not queryable/i;

/** The statement that failed, and the first failure of its transaction. */
interface ForeignStatement {
  readonly name: string;
  readonly values: unknown;
  readonly earlier: DugoutError | undefined;
}

/** The typed error for a statement that failed in another library's transaction. */
export function translateForeignFailure(
  error: unknown,
  { name, values, earlier }: ForeignStatement,
): DugoutError {
  if (error instanceof DugoutError) return error;
  const serverError = serverErrorOf(error);
  if (serverError?.code === inFailedTransaction) return aborted(name, serverError, earlier);
  if (serverError !== undefined)
    return translateFailure(serverError, { name, values, mayHaveCommitted: false });
  if (chainOf(error).some(({ code, message }) => lostConnection.test(`${code} ${message}`))) {
    return new ConnectionLostError(
      `The connection broke during ${name}. Its transaction was rolled back; you can run it again.`,
      { cause: error, details: { operation: name } },
    );
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new StatementFailedError(`${name} failed: ${reason}.`, {
    cause: error,
    details: { operation: name },
  });
}

export function transactionEnded(name: string, cause?: unknown): SessionClosedError {
  return new SessionClosedError(
    `${name} was not sent: the transaction is not open. Await its BEGIN, and create an adapter for each transaction.`,
    { cause, details: { operation: name } },
  );
}

export function notATransaction(adapter: string, wanted: string): ValidationError {
  const message = `must be ${wanted}: otherwise each statement would commit by itself`;
  return new ValidationError(`The argument of ${adapter}`, [{ field: "", message }]);
}

function aborted(name: string, cause: Error, earlier: DugoutError | undefined): TransactionAbortedError {
  return new TransactionAbortedError(
    `${name} was not sent: an earlier statement of this transaction failed (${earlier?.message ?? "not one of ours"}). Roll back, and begin again.`,
    { cause: earlier ?? cause, details: { operation: name } },
  );
}

/** The server's own error, which libraries wrap, some of them with other field names. */
function serverErrorOf(error: unknown): pg.DatabaseError | undefined {
  const serverError = chainOf(error).find((link) => link instanceof pg.DatabaseError || isServerError(link));
  if (serverError === undefined || serverError instanceof pg.DatabaseError) return serverError;
  return databaseError(serverError as ServerError, error);
}

/** An error and its causes. */
function chainOf(error: unknown): Readonly<Record<string, unknown>>[] {
  return isObject(error) ? [error, ...chainOf(error.cause)] : [];
}

/** As if `pg` itself had thrown it. */
export function databaseError({ code, message, ...report }: ServerError, cause: unknown): pg.DatabaseError {
  const severity = report.severity ?? (connectionFatal.test(code) ? "FATAL" : "ERROR");
  const constraint = report.constraint ?? report.constraint_name;
  return Object.assign(new pg.DatabaseError(message, 0, "error"), { code, severity, constraint, cause });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isServerError(value: object): value is ServerError {
  const { code, message } = value as Partial<ServerError>;
  return typeof code === "string" && sqlState.test(code) && typeof message === "string";
}
