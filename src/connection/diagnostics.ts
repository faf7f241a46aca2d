import { type Channel, channel } from "node:diagnostics_channel";
import { DugoutError } from "../errors/errors.js";

/** When something began, in milliseconds since 1970 with fractions, and how long it took, in milliseconds. */
export interface Timing {
  /** When it began, in milliseconds of `performance.now()`. */
  readonly startedAt: number;
  /** How long it took, in milliseconds. */
  readonly duration: number;
}

/** Published on `dugout:statement` when a statement has its answer. */
export interface StatementEvent extends Timing {
  /** The name that this package gives the statement; `run` for a query of `session.run`. */
  readonly name: string;
  /** True when it was part of a transaction with other statements. */
  readonly inTransaction: boolean;
  /** The error's `code`; undefined when it succeeded. */
  readonly errorCode: string | undefined;
}

/** Published on `dugout:transaction` when a session has ended. */
export interface TransactionEvent extends Timing {
  /** How it ended. */
  readonly outcome: "committed" | "rolledBack" | "unknown";
  /** How many statements were sent, savepoints included. */
  readonly statements: number;
}

/** Published on `dugout:retry` before `database.transaction()` runs its callback again. */
export interface RetryEvent {
  /** The attempt that failed, from 1. */
  readonly attempt: number;
  /** The `code` of its error; null when it succeeded. */
  readonly errorCode: string;
  /** How long until the next attempt begins, in milliseconds. */
  readonly pause: number;
}

/** Published on `dugout:pool-wait` when a caller has its connection, or its wait has failed. */
export interface PoolWaitEvent extends Timing {
  /** What the connection is for: a statement's name, or `session`. */
  readonly name: string;
  /** The `code` of its error; null when it succeeded. */
  readonly errorCode: string | undefined;
}

/** Published on `dugout:connection-lost`. */
export interface ConnectionLostEvent {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The SQLSTATE or the system's error code; undefined where there is none. */
  readonly errorCode: string | undefined;
}

/** What this package reports to `node:diagnostics_channel`: names and times, never a value and never SQL. */
export const channels = {
  statement: channel("dugout:statement"),
  transaction: channel("dugout:transaction"),
  retry: channel("dugout:retry"),
  poolWait: channel("dugout:pool-wait"),
  connectionLost: channel("dugout:connection-lost"),
} as const;

/** When something that began at this `performance.now()` began, and how long it took until now. */
export function timingSince(began: number): Timing {
  return { startedAt: performance.timeOrigin + began, duration: performance.now() - began };
}

/** Runs something, and publishes its name, times and outcome. Without subscribers it only runs it. */
export function published<Result>(
  to: Channel,
  described: Described,
  run: () => Promise<Result>,
): Promise<Result> {
  return to.hasSubscribers ? runPublished(to, described, run) : run();
}

interface Described {
  readonly name: string;
  /** True when it was part of a transaction with other statements. */
  readonly inTransaction?: boolean;
}

async function runPublished<Result>(
  to: Channel,
  described: Described,
  run: () => Promise<Result>,
): Promise<Result> {
  const began = performance.now();
  let errorCode: string | undefined;
  try {
    return await run();
  } catch (error) {
    errorCode = codeOf(error) ?? "UNKNOWN";
    throw error;
  } finally {
    to.publish({ ...described, ...timingSince(began), errorCode });
  }
}

/** Publishes that a connection is lost, without the error's message, in which a server may quote values. */
export function publishLoss(error: unknown): void {
  if (channels.connectionLost.hasSubscribers) {
    channels.connectionLost.publish({ at: Date.now(), errorCode: codeOf(error) });
  }
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof DugoutError ? error.code : (error as { code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : undefined;
}
