import { ConfigurationError } from "../../errors/errors.js";
import { isAtLeast } from "./wal.js";

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

/** How often the replica is checked for readers with this bound, in milliseconds. */
export function checkInterval(within: number): number {
  return Math.min(within / 4, 1_000);
}

/** The primary's log position at an instant of this process's own clock, in milliseconds. */
export interface Mark {
  readonly at: number;
  readonly position: string;
}

/**
 * As of which instant a replica has everything that the primary had committed. Only this process's own clock is used. A mark
 * of the primary is kept until the replica has reached it, so that a replica that is always a little behind counts as fresh
 * too, as of a little earlier.
 */
export class ReplicaFreshness {
  #reachedMark: Mark | undefined;
  #pending: Mark | undefined;

  /** The newest mark that the replica has reached. */
  get reachedMark(): Mark | undefined {
    return this.#reachedMark;
  }

  /** True when every mark so far was reached: the primary's position should be read again. */
  get needsMark(): boolean {
    return this.#pending === undefined;
  }

  mark(mark: Mark): void {
    this.#pending ??= mark;
  }

  /** Compares the replica's position with the mark. */
  reached(position: string): void {
    if (this.#pending === undefined || !isAtLeast(this.#pending.position, position)) return;
    this.#reachedMark = this.#pending;
    this.#pending = undefined;
  }

  /** Forgets what is known: the replica was restarted, or replaced by another. */
  reset(): void {
    this.#reachedMark = undefined;
  }
}
