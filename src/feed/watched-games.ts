import type { Known } from "../statements/feed-statements.js";
import type { Batch } from "./changes.js";
import type { Position } from "./position.js";

/** One follower's place at one game. While it waits there for what comes next, it belongs to the game's cohorts. */
export interface Seat {
  readonly gameId: string;
  /** Where it stands; undefined for who begins. */
  position: Position | undefined;
  /** The name of its cohort: seats of one name stand at the same place, and are given the same. */
  key: string;
  /** True if it is not watched, because it has taken nothing for a while. */
  isParked: boolean;
  /** Takes what comes next. The seat does not wait any more then. */
  deliver(batch: Batch): void;
}

/** The seats that stand at one place of a game. */
export interface Cohort {
  readonly key: string;
  readonly position: Position | undefined;
  readonly seats: Set<Seat>;
}

/** The beginning of the name of a cohort whose position was not compared with the database yet. */
const unverified = "?";

/** The name of the cohort of those who come with this cursor, or with none. */
export const keyOfNew = (cursor = "") => `${unverified}${cursor}`;

/** A game that somebody follows. */
export class WatchedGame {
  readonly gameId: string;
  readonly cohorts = new Map<string, Cohort>();
  /** How many seats there are, those included that do not wait. */
  seatCount = 0;
  /** The newest version that was read. */
  version = -1;
  createdAt: Date | null = null;
  /** True if it may have changed since the last read. */
  isDirty = false;
  /** The version that somebody says is there, and until when that is believed. */
  #wanted = { version: 0, until: 0 };

  constructor(gameId: string) {
    this.gameId = gameId;
  }

  get wanted(): number {
    return performance.now() < this.#wanted.until ? this.#wanted.version : 0;
  }

  /** Records an announced version. It may be wrong, so it expires. */
  want(version: number): void {
    if (version > this.wanted) this.#wanted = { version, until: performance.now() + 30_000 };
  }

  /** Adds a seat that waits; true when there is something to read for it now. */
  add(seat: Seat): boolean {
    const { key, position } = seat;
    const cohort = this.cohorts.get(key) ?? { key, position, seats: new Set() };
    this.cohorts.set(key, cohort);
    cohort.seats.add(seat);
    const newest = Math.max(this.version, this.wanted);
    return isForced(cohort) || this.isDirty || newest > (position?.version ?? -1);
  }

  remove(seat: Seat): void {
    const cohort = this.cohorts.get(seat.key);
    cohort?.seats.delete(seat);
    if (cohort?.seats.size === 0) this.cohorts.delete(seat.key);
  }

  /** What is to be asked for a cohort. */
  knownTo(cohort: Cohort): Known & { readonly wanted: number } {
    const { position } = cohort;
    return {
      gameId: this.gameId,
      version: position?.version ?? -1,
      greatestPlay: position?.greatestPlay ?? 0,
      createdAt: this.createdAt,
      isForced: isForced(cohort),
      wanted: this.wanted,
    };
  }
}

function isForced({ key, position }: Cohort): boolean {
  return key.startsWith(unverified) || position?.isPartial === true;
}
