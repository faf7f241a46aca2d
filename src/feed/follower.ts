import type { Batch } from "./changes.js";
import type { FeedEvent } from "./events.js";
import type { Hub } from "./hub.js";
import { onAbort } from "./on-abort.js";
import { idMark, type Position, positionOf } from "./position.js";
import { keyOfNew, type Seat } from "./watched-games.js";

/** Something of which one event is taken after the other. */
export interface EventSource {
  /** Waits for the next event; undefined at the end. */
  take(): Promise<FeedEvent | undefined>;
  /** Ends it: nothing is kept for it, and `take` returns undefined. */
  end(): void;
  /** True if it was ended from outside. */
  readonly wasEnded: boolean;
  /** The cursors of all followed games, as of the last event that was taken. */
  readonly cursors: string;
}

/** What separates the cursors of several games. */
const separator = ",";

class FollowedSeat implements Seat {
  readonly gameId: string;
  readonly #whenDelivered: (seat: FollowedSeat) => void;
  position: Position | undefined;
  key: string;
  isParked = true;
  /** The position that was taken last, or at the start. */
  cursor: string;
  events: readonly FeedEvent[] = [];
  next = 0;

  constructor(gameId: string, cursor: string | undefined, whenDelivered: (seat: FollowedSeat) => void) {
    this.gameId = gameId;
    this.position = cursor === undefined ? undefined : positionOf(cursor);
    this.cursor = this.position === undefined ? "" : (cursor as string);
    this.key = keyOfNew(this.cursor);
    this.#whenDelivered = whenDelivered;
  }

  deliver({ events }: Batch): void {
    this.events = events;
    this.next = 0;
    this.#whenDelivered(this);
  }
}

/** Follows one game or several. It holds what was given to it last, and no more until all of that was taken. */
export class Follower implements EventSource {
  readonly #hub: Hub;
  readonly #forget: () => void;
  readonly #whenEnded: (follower: Follower) => void;
  readonly #seats = new Set<FollowedSeat>();
  readonly #ready: FollowedSeat[] = [];
  #present: FollowedSeat | undefined;
  #wake: (() => void) | undefined;
  #isEnded = false;
  wasEnded = false;

  /** @param cursors by game; a game without a cursor is sent whole */
  constructor(
    hub: Hub,
    cursors: ReadonlyMap<string, string | undefined>,
    options: { readonly signal?: AbortSignal | undefined; whenEnded(follower: Follower): void },
  ) {
    this.#hub = hub;
    this.#whenEnded = options.whenEnded;
    this.#forget = onAbort(options.signal, () => this.end());
    if (options.signal?.aborted) this.end();
    else this.#begin(cursors);
  }

  get cursors(): string {
    return [...this.#seats].map(({ cursor }) => cursor).join(separator);
  }

  async take(): Promise<FeedEvent | undefined> {
    for (;;) {
      if (this.#isEnded) return undefined;
      const event = this.#nextEvent();
      if (event !== undefined) return event;
      if (this.#seats.size === 0) this.#finish();
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }

  end(): void {
    if (this.#isEnded) return;
    this.wasEnded = true;
    this.#finish();
  }

  #finish(): void {
    this.#isEnded = true;
    this.#forget();
    for (const seat of this.#seats) this.#hub.leave(seat);
    this.#seats.clear();
    this.#ready.length = 0;
    this.#wake?.();
    this.#whenEnded(this);
  }

  #begin(cursors: ReadonlyMap<string, string | undefined>): void {
    for (const [gameId, cursor] of cursors) {
      const seat = new FollowedSeat(gameId, cursor, (delivered) => {
        this.#ready.push(delivered);
        this.#wake?.();
      });
      this.#seats.add(seat);
      this.#hub.wait(seat);
    }
  }

  #nextEvent(): FeedEvent | undefined {
    const present = this.#present ?? this.#ready.shift();
    if (present === undefined) return undefined;
    const event = present.events[present.next];
    if (event !== undefined) {
      this.#present = present;
      present.next += 1;
      present.cursor = event.cursor;
      return event;
    }
    this.#present = undefined;
    present.events = [];
    if (present.position === undefined) this.#remove(present);
    else this.#hub.wait(present);
    return this.#nextEvent();
  }

  /** The game was deleted. */
  #remove(seat: FollowedSeat): void {
    this.#seats.delete(seat);
    this.#hub.leave(seat);
  }
}

/** Splits {@link Follower.cursors} by game. */
export function cursorsByGame(gameIds: readonly string[], cursors: string): Map<string, string | undefined> {
  const byMark = new Map(cursors.split(separator).map((cursor) => [cursor.split("-", 1)[0], cursor]));
  return new Map(gameIds.map((gameId) => [gameId, byMark.get(idMark(gameId))]));
}
