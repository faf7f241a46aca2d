import { onAbort } from "../session/on-abort.js";
import { type FeedPosition, idMark, positionOf } from "./cursor.js";
import type { FeedEvent } from "./feed-events.js";
import type { Hub } from "./hub.js";
import type { Batch } from "./net-change.js";
import { keyOfNew, type Subscription } from "./watched-games.js";

/** A source of events, which are taken one after the other. */
export interface EventSource {
  /** Waits for the next event; undefined at the end. */
  take(): Promise<FeedEvent | undefined>;
  /** Ends the source: it keeps no more events, and `take` returns undefined. */
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
  readonly #follower: Follower;
  position: FeedPosition | undefined;
  key: string;
  busySince: number | undefined;
  /** The cursor of the event that was taken last, or the initial one. */
  cursor: string;
  events: readonly FeedEvent[] = noEvents;
  next = 0;

  constructor(follower: Follower, gameId: string, cursor: string | undefined) {
    this.#follower = follower;
    this.gameId = gameId;
    this.position = cursor === undefined ? undefined : positionOf(cursor);
    this.cursor = this.position === undefined ? "" : (cursor as string);
    this.key = keyOfNew(this.cursor);
  }

  deliver({ events }: Batch): void {
    this.events = events;
    this.next = 0;
    this.#follower.receive(this);
  }
}

const noEvents: readonly FeedEvent[] = [];

/** Follows one game or several. It holds the events of one read, and receives more only when all of them were taken. */
export class Follower implements EventSource {
  readonly #hub: Hub;
  readonly #forget: () => void;
  readonly #whenEnded: (follower: Follower) => void;
  readonly #staysOpen: boolean;
  #subscriptions: GameSubscription[] = [];
  /** The subscriptions with events, in the order in which they received them. */
  readonly #ready: GameSubscription[] = [];
  #taker: ((event: FeedEvent | undefined) => void) | undefined;
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
    return this.#subscriptions.map(({ cursor }) => cursor).join(separator);
  }

  // With 10,000 followers this runs 10,000 times per play, so it makes one promise and is not an async function.
  take(): Promise<FeedEvent | undefined> {
    const event = this.#nextEvent();
    if (event === undefined && this.#subscriptions.length === 0 && !this.#staysOpen) this.#finish();
    if (event !== undefined || this.#isEnded) return Promise.resolve(event);
    return new Promise((resolve) => {
      this.#taker = resolve;
    });
  }

  end(): void {
    if (this.#isEnded) return;
    this.wasEnded = true;
    this.#finish();
  }

  /** Called when a subscription has events. */
  receive(subscription: GameSubscription): void {
    this.#ready.push(subscription);
    if (this.#taker !== undefined) this.#hand(this.#nextEvent());
  }

  #hand(event: FeedEvent | undefined): void {
    const taker = this.#taker;
    this.#taker = undefined;
    taker?.(event);
  }

  #finish(): void {
    this.#isEnded = true;
    this.#forget();
    for (const subscription of this.#subscriptions) this.#hub.leave(subscription);
    this.#subscriptions = [];
    this.#ready.length = 0;
    this.#hand(undefined);
    this.#whenEnded(this);
  }

  #begin(cursors: ReadonlyMap<string, string | undefined>): void {
    for (const [gameId, cursor] of cursors)
      this.#subscriptions.push(new GameSubscription(this, gameId, cursor));
    for (const subscription of this.#subscriptions) this.#hub.wait(subscription);
  }

  /** Takes the next event that has been received. A subscription without further events waits for more. */
  #nextEvent(): FeedEvent | undefined {
    for (let present = this.#ready[0]; present !== undefined; present = this.#ready[0]) {
      const event = present.events[present.next];
      if (event !== undefined) {
        present.next += 1;
        present.cursor = event.cursor;
        return event;
      }
      this.#ready.shift();
      present.events = noEvents;
      if (present.position === undefined) this.#remove(present);
      else this.#hub.wait(present);
    }
    return undefined;
  }

  /** The game is deleted. */
  #remove(subscription: GameSubscription): void {
    this.#subscriptions = this.#subscriptions.filter((other) => other !== subscription);
    this.#hub.leave(subscription);
  }
}

/** Splits {@link Follower.cursors} by game. */
export function cursorsByGame(gameIds: readonly string[], cursors: string): Map<string, string | undefined> {
  const byMark = new Map(cursors.split(separator).map((cursor) => [cursor.split("-", 1)[0], cursor]));
  return new Map(gameIds.map((gameId) => [gameId, byMark.get(idMark(gameId))]));
}

type Taken<Shown> = IteratorResult<Shown, undefined>;

/** The events of a source as they are shown, for a `for await`. */
export class EventIterator<Shown> implements AsyncIterableIterator<Shown>, AsyncDisposable {
  readonly #source: EventSource;
  readonly #show: (event: FeedEvent) => Shown | null;
  #callsInProgress = 0;
  #lastCall: Promise<Taken<Shown>> | undefined;

  constructor(source: EventSource, show: (event: FeedEvent) => Shown | null) {
    this.#source = source;
    this.#show = show;
  }

  next(): Promise<Taken<Shown>> {
    const take = () => this.#source.take().then(this.#receive);
    // A caller may call again without waiting.
    const call = this.#callsInProgress === 0 ? take() : this.#lastCall?.then(take, take);
    this.#callsInProgress += 1;
    this.#lastCall = call;
    return call as Promise<Taken<Shown>>;
  }

  async return(): Promise<Taken<Shown>> {
    this.#source.end();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#source.end();
  }

  readonly #receive = (event: FeedEvent | undefined): Taken<Shown> | Promise<Taken<Shown>> => {
    const isOver = event === undefined || this.#source.wasEnded;
    const value = isOver ? undefined : this.#shown(event);
    // A hidden event: the same call takes the next one.
    if (value === null) return this.#source.take().then(this.#receive);
    this.#callsInProgress -= 1;
    return value === undefined ? { value, done: true } : { value, done: false };
  };

  #shown(event: FeedEvent): Shown | null {
    try {
      return this.#show(event);
    } catch (error) {
      this.#callsInProgress -= 1;
      this.#source.end();
      throw error;
    }
  }
}
