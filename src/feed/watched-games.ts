import type { FoundChange, Known } from "../statements/feed-statements.js";
import { type FeedPosition, gameMark } from "./cursor.js";
import type { Batch } from "./net-change.js";

/** One follower's position in one game. While it waits for the next change, it belongs to one of the game's groups. */
export interface Subscription {
  readonly gameId: string;
  /** Its position; undefined at the beginning. */
  position: FeedPosition | undefined;
  /** The name of its group: subscriptions with the same name have the same position, and receive the same events. */
  key: string;
  /** Since when it has events that were not all taken, by `performance.now()`; undefined while it waits. */
  busySince: number | undefined;
  /** Receives the next events. The subscription then no longer waits. */
  deliver(batch: Batch): void;
}

/** The subscriptions at one position of a game. */
export interface SubscriberGroup {
  readonly key: string;
  readonly position: FeedPosition | undefined;
  readonly subscriptions: Set<Subscription>;
}

/** The beginning of the name of a group whose position was not compared with the database yet. */
const unverified = "?";

/** The name of the group of followers with this cursor, or without one. */
export const keyOfNew = (cursor = "") => `${unverified}${cursor}`;

/** A game that is followed. */
export class WatchedGame {
  readonly gameId: string;
  readonly groups = new Map<string, SubscriberGroup>();
  /** The number of subscriptions, including those that do not wait. */
  subscriptionCount = 0;
  /** The newest version that was read. */
  version = -1;
  /** Identifies the game that was read last, because several games may have this id one after the other. */
  #present: { readonly createdAt: Date; readonly mark: string } | undefined;
  /** True if it may have changed since the last read. */
  isDirty = false;
  /** The version that was announced, and until when it is expected. */
  #wanted = { version: 0, until: 0 };

  constructor(gameId: string) {
    this.gameId = gameId;
  }

  /** Records what was read of it. */
  wasRead({ version, game }: FoundChange): void {
    this.version = version;
    if (game.createdAt.getTime() === this.#present?.createdAt.getTime()) return;
    this.#present = { createdAt: game.createdAt, mark: gameMark(game.id, game.createdAt) };
  }

  get wanted(): number {
    return performance.now() < this.#wanted.until ? this.#wanted.version : 0;
  }

  /** True if a newer version than this one was announced. */
  isWanted(known: number): boolean {
    // The clock is read only if necessary, because this runs at each delivery.
    return this.#wanted.version > known && this.wanted > known;
  }

  /** Records an announced version. It may be wrong, so it expires. */
  want(version: number): void {
    if (version > this.wanted) this.#wanted = { version, until: performance.now() + 30_000 };
  }

  /** Adds a subscription that waits; true when there is something to read for it now. */
  add(subscription: Subscription): boolean {
    const { key, position } = subscription;
    let group = this.groups.get(key);
    if (group === undefined) {
      group = { key, position, subscriptions: new Set() };
      this.groups.set(key, group);
    }
    group.subscriptions.add(subscription);
    const known = position?.version ?? -1;
    return this.#isForced(group) || this.isDirty || this.version > known || this.isWanted(known);
  }

  remove(subscription: Subscription): void {
    const group = this.groups.get(subscription.key);
    group?.subscriptions.delete(subscription);
    if (group?.subscriptions.size === 0) this.groups.delete(subscription.key);
  }

  /** What a read for a group needs to know. */
  knownTo(group: SubscriberGroup): Known & { readonly wanted: number } {
    const { position } = group;
    return {
      gameId: this.gameId,
      version: position?.version ?? -1,
      greatestPlay: position?.greatestPlay ?? 0,
      createdAt: this.#present?.createdAt ?? null,
      isForced: this.#isForced(group),
      wanted: this.wanted,
    };
  }

  /** True if it has to be read even at the same version: a new game under a deleted one's id may have reached that version. */
  #isForced({ key, position }: SubscriberGroup): boolean {
    if (key.startsWith(unverified) || position === undefined || position.isPartial) return true;
    return position.game !== this.#present?.mark;
  }
}
