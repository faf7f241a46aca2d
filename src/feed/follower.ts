import { type FeedPosition, idMark, positionOf } from "./cursor.js";
import type { FeedEvent } from "./feed-events.js";
import type { Hub } from "./hub.js";
import type { Batch } from "./net-change.js";
import { onAbort } from "./on-abort.js";
import { keyOfNew, type Subscription } from "./watched-games.js";

/** A source of events, which are taken one after the other. */
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

class GameSubscription implements Subscription {
  readonly gameId: string;
  readonly #whenDelivered: (subscription: GameSubscription) => void;
  position: FeedPosition | undefined;
  key: string;
  isPaused = true;
  /** What was taken last, or begun with. */
  cursor: string;
  events: readonly FeedEvent[] = [];
  next = 0;

  constructor(
    gameId: string,
    cursor: string | undefined,
    whenDelivered: (subscription: GameSubscription) => void,
  ) {
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

/** Follows one game or several. It holds the events of one read, and receives more only when all of them were taken. */
export class Follower implements EventSource {
  readonly #hub: Hub;
  readonly #forget: () => void;
  readonly #whenEnded: (follower: Follower) => void;
  readonly #subscriptions = new Set<GameSubscription>();
  readonly #ready: GameSubscription[] = [];
  #present: GameSubscription | undefined;
  #wake: (() => void) | undefined;
  readonly #staysOpen: boolean;
  #isEnded = false;
  wasEnded = false;

  /** @param cursors by game; a game without a cursor is sent whole */
  constructor(
    hub: Hub,
    cursors: ReadonlyMap<string, string | undefined>,
    options: {
      readonly signal?: AbortSignal | undefined;
      /** True to continue when there is no game left to follow. */
      readonly staysOpen?: boolean | undefined;
      whenEnded(follower: Follower): void;
    },
  ) {
    this.#hub = hub;
    this.#staysOpen = options.staysOpen ?? false;
    this.#whenEnded = options.whenEnded;
    this.#forget = onAbort(options.signal, () => this.end());
    if (options.signal?.aborted) this.end();
    else this.#begin(cursors);
  }

  get cursors(): string {
    return [...this.#subscriptions].map(({ cursor }) => cursor).join(separator);
  }

  async take(): Promise<FeedEvent | undefined> {
    for (;;) {
      if (this.#isEnded) return undefined;
      const event = this.#nextEvent();
      if (event !== undefined) return event;
      if (this.#subscriptions.size === 0 && !this.#staysOpen) this.#finish();
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
    for (const subscription of this.#subscriptions) this.#hub.leave(subscription);
    this.#subscriptions.clear();
    this.#ready.length = 0;
    this.#wake?.();
    this.#whenEnded(this);
  }

  #begin(cursors: ReadonlyMap<string, string | undefined>): void {
    for (const [gameId, cursor] of cursors) {
      const subscription = new GameSubscription(gameId, cursor, (delivered) => {
        this.#ready.push(delivered);
        this.#wake?.();
      });
      this.#subscriptions.add(subscription);
      this.#hub.wait(subscription);
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

  /** The game is deleted. */
  #remove(subscription: GameSubscription): void {
    this.#subscriptions.delete(subscription);
    this.#hub.leave(subscription);
  }
}

/** Splits {@link Follower.cursors} by game. */
export function cursorsByGame(gameIds: readonly string[], cursors: string): Map<string, string | undefined> {
  const byMark = new Map(cursors.split(separator).map((cursor) => [cursor.split("-", 1)[0], cursor]));
  return new Map(gameIds.map((gameId) => [gameId, byMark.get(idMark(gameId))]));
}

/** The events of a source as they are shown, for a `for await`. */
export class EventIterator<Shown> implements AsyncIterableIterator<Shown>, AsyncDisposable {
  readonly #source: EventSource;
  readonly #show: (event: FeedEvent) => Shown | null;
  /** The last call, for callers that call `next` again without waiting. */
  #before: Promise<unknown> | undefined;

  constructor(source: EventSource, show: (event: FeedEvent) => Shown | null) {
    this.#source = source;
    this.#show = show;
  }

  next(): Promise<IteratorResult<Shown, undefined>> {
    const next = this.#before === undefined ? this.#next() : this.#before.then(() => this.#next());
    const settled: Promise<void> = next.then(
      () => this.#done(settled),
      () => this.#done(settled),
    );
    this.#before = settled;
    return next;
  }

  async return(): Promise<IteratorResult<Shown, undefined>> {
    this.#source.end();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#source.end();
  }

  #done(call: Promise<unknown>): void {
    if (this.#before === call) this.#before = undefined;
  }

  async #next(): Promise<IteratorResult<Shown, undefined>> {
    for (;;) {
      const event = await this.#source.take();
      if (event === undefined) return { value: undefined, done: true };
      const value = this.#shown(event);
      if (value !== null) return { value, done: false };
    }
  }

  #shown(event: FeedEvent): Shown | null {
    try {
      return this.#show(event);
    } catch (error) {
      this.#source.end();
      throw error;
    }
  }
}
