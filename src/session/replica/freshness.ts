import { ConfigurationError } from "../../errors/errors.js";
import { isAtLeast } from "./wal.js";

/** How old an answer may be. */
export interface ReaderOptions {
  /**
   * How old answers may be: true for 10 seconds; `within` for so many milliseconds, from 1. With `Infinity`, any replica that
   * answers is used, however far behind, and reading continues when the primary cannot be reached.
   */
  readonly stale: true | { readonly within: number };
}

const defaultBound = 10_000;

/**
 * Returns how old answers may be, in milliseconds.
 *
 * @throws {ConfigurationError} when `stale` is invalid
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
 * The instant as of which a replica has everything that the primary had committed, by this process's clock. A mark of the
 * primary is stored until the replica has reached it, so that a replica that is always a little behind counts as fresh as of a
 * little earlier.
 */
export class ReplicaFreshness {
  #reachedMark: Mark | undefined;
  #pending: Mark | undefined;

  /** The newest mark that the replica has reached. */
  get reachedMark(): Mark | undefined {
    return this.#reachedMark;
  }

  /** True when every mark so far was reached: then the primary's position should be read again. */
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

  /** Discards what is known, because the replica was restarted or replaced by another. */
  reset(): void {
    this.#reachedMark = undefined;
  }
}
