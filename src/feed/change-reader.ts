import type { Database } from "../session/database.js";
import type { Executor } from "../session/executor.js";
import { type FoundChange, feedChanges, type Known } from "../statements/feed-statements.js";

/** A request for the changes of a game. */
export interface Wanted extends Known {
  /** The version that is known to exist; 0 if none is known. */
  readonly wanted: number;
}

/**
 * Reads what has changed: on the replica if it is fresh, and on the primary what the replica does not have yet. A replica may
 * be behind what a follower has already seen; that must not look like a game that was rewound.
 */
export class ChangeReader {
  readonly #database: Database;
  readonly #replica: Executor | undefined;

  /** @param stale the oldest answer of the replica that is accepted, in milliseconds */
  constructor(database: Database, stale: number) {
    this.#database = database;
    this.#replica = database.replica && database.reader({ stale: { within: stale } });
  }

  async read(wanted: readonly Wanted[]): Promise<FoundChange[]> {
    if (this.#replica === undefined) return this.#database.execute(feedChanges, { known: wanted });
    const found = await this.#replica.execute(feedChanges, { known: wanted });
    const foundBySlot = new Map(found.map((change) => [change.slot, change]));
    const missing = wanted.flatMap((asked, slot) => (isTooOld(asked, foundBySlot.get(slot)) ? [slot] : []));
    if (missing.length === 0) return found;
    const known = missing.map((slot) => wanted[slot] as Wanted);
    const newer = await this.#database.execute(feedChanges, { known });
    for (const slot of missing) foundBySlot.delete(slot);
    const moved = newer.map((change) => ({ ...change, slot: missing[change.slot] as number }));
    return [...foundBySlot.values(), ...moved];
  }
}

function isTooOld({ version, wanted, isForced }: Wanted, found: FoundChange | undefined): boolean {
  if (found === undefined) return isForced || wanted > version;
  return found.version < Math.max(version, wanted);
}
