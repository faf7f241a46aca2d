import { setTimeout as sleep } from "node:timers/promises";
import { CommitOutcomeUnknownError, isRetryable } from "../../src/index.js";

/** How often a caller got each error. */
export interface Told {
  retryable: number;
  unknown: number;
}

/**
 * Repeats a call until it succeeds, as a caller that records plays may: after a retryable error, and after an unknown outcome.
 * Any other error is thrown.
 */
export async function insist<Result>(
  work: () => Promise<Result>,
  told: Told = { retryable: 0, unknown: 0 },
  pause = 10,
): Promise<Result> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof CommitOutcomeUnknownError) told.unknown += 1;
      else if (isRetryable(error)) told.retryable += 1;
      else throw error;
      if (Date.now() > deadline) throw error;
      await sleep(pause);
    }
  }
}
