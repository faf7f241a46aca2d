import { setTimeout as sleep } from "node:timers/promises";
import { channels } from "../connection/diagnostics.js";
import {
  ConfigurationError,
  DeadlockError,
  type DugoutError,
  SerializationFailureError,
  ShardMovedError,
  StatementOutdatedError,
} from "../errors/index.js";
import type { TransactionOptions } from "./options.js";

const defaultAttempts = 5;
const firstPause = 10;
const longestPause = 1_000;

/** One try of a transaction: its outcome, and whether PostgreSQL gave it up in favour of another, or for an outdated plan. */
export interface Attempt<Result> {
  readonly run: () => Promise<Result>;
  /** True when this transaction itself, and not another within its callback, was given up and rolled back. */
  readonly wasGivenUp: () => boolean;
}

/**
 * Runs a transaction again, from its beginning, when PostgreSQL ended it with a serialization failure or a deadlock, or
 * because a prepared statement of its was outdated.
 * The pause before it is random, up to a bound that doubles each time, so that rivals do not meet again.
 */
export async function withRetries<Result>(
  { attempts = defaultAttempts, signal }: TransactionOptions,
  begin: (attempt: number) => Promise<Attempt<Result>>,
): Promise<Result> {
  if (!Number.isSafeInteger(attempts) || attempts < 1) {
    throw new ConfigurationError(`attempts must be a whole number from 1; it is ${attempts}.`);
  }
  for (let number = 1; ; number += 1) {
    const attempt = await begin(number);
    try {
      return await attempt.run();
    } catch (error) {
      const mayGoOn = number < attempts && signal?.aborted !== true;
      if (!mayGoOn || !attempt.wasGivenUp() || !isGivenUp(error)) throw error;
      const longest = Math.min(longestPause, firstPause * 2 ** number);
      const pause = Math.random() * longest;
      const event = { attempt: number, errorCode: reasonToRetry(error)?.code, pause };
      if (channels.retry.hasSubscribers) channels.retry.publish(event);
      // An abort ends the pause; the next attempt then says so in its own words.
      await sleep(pause, undefined, signal && { signal }).catch(() => {});
    }
  }
}

const givenUp = [SerializationFailureError, DeadlockError, ShardMovedError, StatementOutdatedError];

/** True for a failure after which the same transaction succeeds if it is run again, and for what was made from one. */
export function isGivenUp(error: unknown): boolean {
  return reasonToRetry(error) !== undefined;
}

function reasonToRetry(error: unknown): DugoutError | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (givenUp.some((ErrorClass) => cause instanceof ErrorClass)) return cause as DugoutError;
  }
  return undefined;
}
