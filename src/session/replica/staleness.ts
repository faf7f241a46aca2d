import { ConfigurationError } from "../../errors/index.js";

/** How old an answer may be. */
export interface ReaderOptions {
  /**
   * True for 10 seconds; `within` for so many milliseconds, from 1. `Infinity` takes any replica that answers, however
   * far behind, and so goes on reading when the primary cannot be asked.
   */
  readonly stale: true | { readonly within: number };
}

const defaultBound = 10_000;

/**
 * The bound of these options, in milliseconds.
 *
 * @throws {ConfigurationError} when they give none
 */
export function staleBound({ stale }: ReaderOptions): number {
  const within: unknown = stale === true ? defaultBound : stale?.within;
  if (typeof within === "number" && within >= 1) return within;
  throw new ConfigurationError(
    `stale must be true, or say within how many milliseconds, from 1; it is ${JSON.stringify(stale)}.`,
  );
}

/** How long a look at the replica is good for, in milliseconds, for readers with this bound. */
export function timeBetweenLooks(within: number): number {
  return Math.min(within / 4, 1_000);
}
