import { channels } from "../connection/diagnostics.js";
import {
  ConfigurationError,
  DeadlockError,
  type DugoutError,
  SerializationFailureError,
  ShardMovedError,
  StatementOutdatedError,
} from "../errors/errors.js";
import { onAbort } from "./on-abort.js";
import type { TransactionOptions } from "./session-options.js";

const defaultAttempts = 5;
const firstPause = 10;
const longestPause = 1_000;

/** One attempt to run a transaction. */
export interface TransactionAttempt<Result> {
  readonly run: () => Promise<Result>;
  /** True when this transaction, and not another one in its callback, ended with a conflict and was rolled back. */
  readonly lostToConflict: () => boolean;
}

/**
 * Runs a transaction again, from its beginning, when PostgreSQL ended it with a serialization failure or a deadlock, or
 * because one of its prepared statements was outdated. The pause before each attempt is random, and its maximum doubles each
 * time, so that the same transactions do not conflict again.
 */
export async function withRetries<Result>(
  { attempts = defaultAttempts, signal }: TransactionOptions,
  begin: (attempt: number) => Promise<TransactionAttempt<Result>>,
): Promise<Result> {
  if (!Number.isSafeInteger(attempts) || attempts < 1) {
    throw new ConfigurationError(`attempts must be a whole number from 1; it is ${attempts}.`);
  }
  for (let number = 1; ; number += 1) {
    const attempt = await begin(number);
    try {
      return await attempt.run();
    } catch (error) {
      const mayRetry = number < attempts && signal?.aborted !== true;
      if (!mayRetry || !attempt.lostToConflict() || !isConflict(error)) throw error;
      const longest = Math.min(longestPause, firstPause * 2 ** number);
      const pause = Math.random() * longest;
      const event = { attempt: number, errorCode: reasonToRetry(error)?.code, pause };
      if (channels.retry.hasSubscribers) channels.retry.publish(event);
      await pauseFor(pause, signal);
    }
  }
}

/** An abort ends the pause, and the next attempt reports it. */
function pauseFor(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    const unsubscribe = onAbort(signal, end);
  });
}

const conflicts = [SerializationFailureError, DeadlockError, ShardMovedError, StatementOutdatedError];

/** True for a failure after which the same transaction can succeed if it is run again, and for an error caused by one. */
export function isConflict(error: unknown): boolean {
  return reasonToRetry(error) !== undefined;
}

function reasonToRetry(error: unknown): DugoutError | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (conflicts.some((ErrorClass) => cause instanceof ErrorClass)) return cause as DugoutError;
  }
  return undefined;
}
