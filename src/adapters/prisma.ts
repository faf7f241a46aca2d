import type { Executor } from "../session/executor.js";
import { databaseError, notATransaction, transactionEnded } from "./adapter-failures.js";
import { isTime } from "./adapter-values.js";
import { JoinedTransaction, perStatement } from "./joined-transaction.js";

/** What is needed of an interactive transaction of Prisma's, on its `pg` driver adapter. */
export interface PrismaTransaction {
  /** Runs a query of text and values. */
  $queryRawUnsafe(text: string, ...values: never[]): PromiseLike<unknown>;
  /** A client has this, and a transaction has not. */
  readonly $connect?: never;
}

/**
 * Joins an interactive transaction of Prisma's.
 *
 * @example
 * ```ts
 * await prisma.$transaction(async (tx) => {
 *   await new DatabaseOperations(fromPrisma(tx)).savePlay(play);
 *   await tx.audit.create({ data: { what: "play" } });
 * });
 * ```
 * @throws {ValidationError} for a client
 */
export function fromPrisma(transaction: PrismaTransaction): Executor {
  if (transaction.$connect !== undefined) {
    throw notATransaction("fromPrisma", "the transaction that prisma.$transaction() gives its callback");
  }
  return new JoinedTransaction(async (statement, values) => {
    try {
      const rows = await transaction.$queryRawUnsafe(textFor(statement), ...(values as never[]));
      return rows as readonly object[];
    } catch (error) {
      throw unwrapped(error, statement.name);
    }
  });
}

/**
 * Prisma's driver adapter takes a time's digits and drops its offset, which is right only while the session's
 * TimeZone is UTC: times go as JSON, which is left alone.
 */
const textFor = perStatement(({ text, columns }) => {
  if (!columns.some(isTime)) return text;
  const names = columns.map((_, index) => `c${index}`);
  const list = columns.map((column, index) =>
    isTime(column) ? `to_json(c${index}) as c${index}` : `c${index}`,
  );
  return `with answer (${names.join(", ")}) as materialized (${text}) select ${list.join(", ")} from answer`;
});

interface PrismaError {
  readonly code?: unknown;
  readonly meta?: { readonly driverAdapterError?: { readonly cause?: DriverError } };
}

interface DriverError {
  readonly originalCode?: string;
  readonly originalMessage?: string;
  readonly constraint?: { readonly index?: string };
}

/** The server's own error, which Prisma wraps. */
function unwrapped(error: unknown, name: string): unknown {
  const { code, meta } = error as PrismaError;
  if (code === "P2028") return transactionEnded(name, error);
  const { originalCode, originalMessage, constraint } = meta?.driverAdapterError?.cause ?? {};
  if (originalCode === undefined) return error;
  const report = { code: originalCode, message: originalMessage ?? "", constraint: constraint?.index };
  return databaseError(report, error);
}
