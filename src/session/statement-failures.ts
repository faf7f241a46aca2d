import type { DatabaseError } from "pg";
import {
  isConnectionFatal,
  isDatabaseError,
  isFromReadOnlyServer,
  isOutdated,
} from "../connection/driver-errors.js";
import {
  CommitOutcomeUnknownError,
  ConnectionLostError,
  DataRefusedError,
  DeadlockError,
  DugoutError,
  SchemaMissingError,
  SerializationFailureError,
  ServerReadOnlyError,
  ShardMovedError,
  StatementCancelledError,
  StatementFailedError,
  StatementOutdatedError,
} from "../errors/errors.js";
import { publicNameOf } from "../statements/public-names.js";
import { explainViolation, type Identifiers, identifiersOf, isOurs } from "./constraint-failures.js";

/** The statement that failed. */
export interface FailedStatement {
  /** The operation's name. */
  readonly name: string;
  readonly values?: unknown;
  /** True when the server may have committed without an answer arriving: a write that is its own transaction. */
  readonly mayHaveCommitted: boolean;
  /** True in a transaction that the caller began read-only: there, a refused write does not mean that the server is read-only. */
  readonly isReadOnly?: boolean;
}

type ExplainError = (error: DatabaseError, name: string, identifiers: Identifiers) => DugoutError;

const failure =
  (
    ErrorClass: new (message: string, options: object) => DugoutError,
    sentence: (name: string) => string,
  ): ExplainError =>
  (cause, name, identifiers) =>
    new ErrorClass(sentence(name), { cause, details: { operation: name, ...identifiers } });

const missingSchema = failure(
  SchemaMissingError,
  (name) =>
    `${name} did not find this package's tables or columns in the database. Run \`dugout migrate up\` on it.`,
);
const refusedData: ExplainError = (cause, name, identifiers) =>
  new DataRefusedError(`${name} was refused by the database: ${cause.message}.`, {
    cause,
    details: { operation: name, ...identifiers },
  });
const readOnlyServer = failure(
  ServerReadOnlyError,
  (name) =>
    `${name} was not done: the server accepts no writes. It is a standby, another server is the primary now, or default_transaction_read_only is on. Call again: a new connection is made.`,
);
const outdated = failure(
  StatementOutdatedError,
  (name) =>
    `The schema has changed since ${name} was prepared. It is prepared again at its next call: call again.`,
);

/** By SQLSTATE, or by its class (the first two characters). */
const explanations: Readonly<Record<string, ExplainError>> = {
  "40001": failure(
    SerializationFailureError,
    (name) => `${name} could not be put in an order with other transactions. Run the transaction again.`,
  ),
  "40P01": failure(
    DeadlockError,
    (name) => `${name} and another transaction waited for each other. Run the transaction again.`,
  ),
  CIINF: failure(
    ShardMovedError,
    (name) => `${name} failed because a shard was being moved. Nothing was stored; run it again.`,
  ),
  "57014": failure(
    StatementCancelledError,
    (name) => `${name} ran longer than statement_timeout allows, or was cancelled.`,
  ),
  "55P03": failure(
    StatementCancelledError,
    (name) => `${name} waited for a lock longer than lock_timeout allows.`,
  ),
  "42P01": missingSchema,
  "42703": missingSchema,
  "3F000": missingSchema,
  "22": refusedData,
  "23502": refusedData,
};

/** The typed error for a failed statement. The driver's own error is its `cause`, and is never thrown itself. */
export function translateFailure(error: unknown, { name, ...rest }: FailedStatement): DugoutError {
  if (error instanceof DugoutError) return error;
  const statement = { ...rest, name: publicNameOf(name) };
  const identifiers = identifiersOf(statement.values);
  if (!isDatabaseError(error) || isConnectionFatal(error)) {
    return lostConnection(error, statement, identifiers);
  }
  const { code = "", message } = error;
  if (statement.isReadOnly !== true && isFromReadOnlyServer(error, statement.name === "begin")) {
    return readOnlyServer(error, statement.name, identifiers);
  }
  if (isLostNode(error, statement)) return lostConnection(error, statement, identifiers);
  if (isOutdated(error)) return outdated(error, statement.name, identifiers);
  if ((code.startsWith("23") && code !== "23502") || isViolationInCopy(error)) {
    return explainViolation({ constraint: constraintOf(error), cause: error, identifiers });
  }
  const explain = explanations[code] ?? explanations[code.slice(0, 2)];
  return (
    explain?.(error, statement.name, identifiers) ??
    new StatementFailedError(`${statement.name} failed: ${message}.`, {
      cause: error,
      details: { operation: statement.name, sqlState: code, ...identifiers },
    })
  );
}

function lostConnection(cause: unknown, statement: FailedStatement, identifiers: Identifiers): DugoutError {
  const details = { operation: statement.name, ...identifiers };
  return statement.mayHaveCommitted
    ? new CommitOutcomeUnknownError(
        `The connection broke during ${statement.name}: it is stored completely or not at all. Read the data to find out, or call again: savePlay and recordPlay can be repeated safely.`,
        { cause, details },
      )
    : new ConnectionLostError(
        `The connection broke during ${statement.name}. Its transaction was rolled back; you can run it again.`,
        { cause, details },
      );
}

/**
 * Citus reports that it has lost a node, or that it is shutting down, as an internal error; its messages are not translated.
 * After an internal error during COMMIT, a worker may have committed or not.
 */
function isLostNode({ code = "", message }: DatabaseError, statement: FailedStatement): boolean {
  if (!code.startsWith("XX")) return false;
  if (statement.name === "commit" || message.startsWith("postmaster was shut down")) return true;
  return statement.mayHaveCommitted && message.startsWith("could not commit transaction");
}

/**
 * Returns the constraint that was violated. A distributed PostgreSQL leaves the field empty and names the constraint in the
 * message. The constraint of a shard or a partition has the name of the table's constraint, with a number.
 */
function constraintOf(error: DatabaseError): string {
  if (error.constraint) return withoutShardNumber(error.constraint);
  // The words around a name are in the server's language; the name is not.
  const ours = error.message.match(/\w+/g)?.map(withoutShardNumber).find(isOurs);
  if (ours !== undefined) return ours;
  // For a constraint that is not of this package, the message may name the shard's table before it.
  const [first = "", second = first] = shardNames(error.message);
  return second;
}

/** The names of a shard's tables and constraints in a message, without the shard's number. */
const shardNames = (message: string): string[] =>
  Array.from(message.matchAll(/(\w+)_\d{6,}\b/g), ([, name = ""]) => name);

/** Citus passes on an error of a shard's COPY with its text, and with the SQLSTATE of an internal error. */
function isViolationInCopy({ code = "", routine, message }: DatabaseError): boolean {
  return code.startsWith("XX") && routine === "ReportCopyError" && shardNames(message).length > 0;
}

function withoutShardNumber(name: string): string {
  const withoutNumber = name.replace(/_\d+$/, "");
  return !isOurs(name) && isOurs(withoutNumber) ? withoutNumber : name;
}
