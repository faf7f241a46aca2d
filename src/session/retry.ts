import { setTimeout as sleep } from "node:timers/promises";
import {
  ConfigurationError,
  DeadlockError,
  SerializationFailureError,
  ShardMovedError,
} from "../errors/index.js";
import type { TransactionOptions } from "./options.js";

const defaultAttempts = 5;
const firstPause = 10;
const longestPause = 1_000;

/** One try of a transaction: its outcome, and whether PostgreSQL gave it up in favour of another. */
export interface Attempt<Result> {
  readonly run: () => Promise<Result>;
  /** True when this transaction itself, and not another within its callback, was given up and rolled back. */
  readonly wasGivenUp: () => boolean;
}

/**
 * Runs a transaction again, from its beginning, when PostgreSQL ended it with a serialization failure or a deadlock.
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
      // An abort ends the pause; the next attempt then says so in its own words.
      await sleep(Math.random() * longest, undefined, signal && { signal }).catch(() => {});
    }
  }
}

/** What PostgreSQL ends a transaction with that it wishes to have again. */
const givenUp = [SerializationFailureError, DeadlockError, ShardMovedError];

/** True for PostgreSQL's own wish to have the transaction again, and for what was made from it. */
export function isGivenUp(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (givenUp.some((ErrorClass) => cause instanceof ErrorClass)) return true;
  }
  return false;
}
