import { isAtLeast } from "./wal.js";

/** How far the primary's log was at an instant of this process's own clock, in milliseconds. */
export interface Mark {
  readonly at: number;
  readonly position: string;
}

/**
 * What is proven of a replica: that it has everything which the primary had confirmed at an instant. No clock but our
 * own is asked. The primary is marked, and the mark is kept until the replica has come to it, so that one that is
 * always a little behind is proven too, as of a little earlier.
 */
export class Proof {
  #proven: Mark | undefined;
  #pending: Mark | undefined;

  /** The newest mark that the replica has reached. */
  get proven(): Mark | undefined {
    return this.#proven;
  }

  /** True when the primary should be marked: every mark so far was reached. */
  get wantsMark(): boolean {
    return this.#pending === undefined;
  }

  mark(mark: Mark): void {
    this.#pending ??= mark;
  }

  /** Notes how far the replica has come. */
  reached(position: string): void {
    if (this.#pending === undefined || !isAtLeast(this.#pending.position, position)) return;
    this.#proven = this.#pending;
    this.#pending = undefined;
  }

  /** Nothing is known any more: the replica is another than it was, or was started anew. */
  forget(): void {
    this.#proven = undefined;
  }
}
