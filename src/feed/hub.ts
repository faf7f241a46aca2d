import type { Database } from "../session/database.js";
import { countGames, type FoundChange, feedVersions } from "../statements/feed-statements.js";
import { ChangeReader } from "./change-reader.js";
import { cursorOf } from "./cursor.js";
import { type Batch, changesSince, wholeGame } from "./net-change.js";
import { keyOfNew, type SubscriberGroup, type Subscription, WatchedGame } from "./watched-games.js";

/** The most cohorts that one statement reads, and the most whole games among them. */
const longestRead = { all: 1_000, whole: 64 };
/** The pauses after a failed read, in milliseconds. */
const firstPause = 50;
const longestPause = 5_000;
/** How long a subscription may take nothing before nothing is watched for it, in milliseconds. */
const longestStall = 30_000;

interface Request {
  readonly game: WatchedGame;
  readonly group: SubscriberGroup;
}

/** Counters. */
export interface HubFigures {
  reads: number;
  looks: number;
  failures: number;
  deliveries: number;
  lastError: Error | undefined;
}

/**
 * Keeps the subscriptions that wait for each game, and reads for all of them: one statement at a time, for all games that have
 * changed. Subscriptions at the same position of a game receive the same event objects. A subscription that has not taken its
 * events does not wait. It receives the net change when it waits again, so there is no queue.
 */
export class Hub {
  readonly figures: HubFigures = { reads: 0, looks: 0, failures: 0, deliveries: 0, lastError: undefined };
  readonly games = new Map<string, WatchedGame>();
  readonly #database: Database;
  readonly #reader: ChangeReader;
  readonly #lookEvery: number;
  readonly #due = new Set<WatchedGame>();
  /** Games with an announced version that the server does not show yet. */
  readonly #lagging = new Set<WatchedGame>();
  /** All subscriptions with a watched game, including those that do not wait. */
  readonly #subscriptions = new Set<Subscription>();
  #running: Promise<void> | undefined;
  #lookTimer: NodeJS.Timeout | undefined;
  #againTimer: NodeJS.Timeout | undefined;
  #pauses = 0;
  #isClosed = false;

  readonly #whenClosed: () => void;

  /** @param whenClosed called when the database is closed */
  constructor(database: Database, lookEvery: number, whenClosed: () => void) {
    this.#database = database;
    this.#whenClosed = whenClosed;
    this.#lookEvery = lookEvery;
    this.#reader = new ChangeReader(database, lookEvery);
  }

  /** Watches a game for a subscription. */
  watch(subscription: Subscription): void {
    const game = this.games.get(subscription.gameId) ?? new WatchedGame(subscription.gameId);
    this.games.set(subscription.gameId, game);
    game.subscriptionCount += 1;
    this.#subscriptions.add(subscription);
    this.#lookTimer ??= setInterval(() => this.#look(), this.#lookEvery);
  }

  /** Forgets a subscription. */
  leave(subscription: Subscription): void {
    if (!this.#subscriptions.delete(subscription)) return;
    const game = this.games.get(subscription.gameId);
    if (game === undefined) return;
    game.remove(subscription);
    game.subscriptionCount -= 1;
    if (game.subscriptionCount > 0) return;
    this.games.delete(subscription.gameId);
    this.#due.delete(game);
    this.#lagging.delete(game);
    if (this.games.size === 0) this.#stopLooking();
  }

  /** Makes a subscription wait for the next change. */
  wait(subscription: Subscription): void {
    subscription.busySince = undefined;
    if (!this.#subscriptions.has(subscription)) {
      subscription.key = keyOfNew(subscription.position && cursorOf(subscription.position));
      this.watch(subscription);
    }
    const game = this.games.get(subscription.gameId) as WatchedGame;
    if (game.add(subscription)) this.#need(game);
  }

  /** Marks these games as possibly changed, with their announced versions; undefined for all games. */
  wake(changed: Iterable<readonly [gameId: string, version?: number]> | undefined): void {
    if (changed === undefined) {
      for (const game of this.games.values()) this.#dirty(game);
      return;
    }
    for (const [gameId, version] of changed) {
      const game = this.games.get(gameId);
      if (game === undefined || (version !== undefined && version === game.version)) continue;
      if (version !== undefined) game.want(version);
      this.#dirty(game);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#due.clear();
    this.#stopLooking();
    await this.#running;
  }

  #dirty(game: WatchedGame): void {
    game.isDirty = true;
    if (game.groups.size > 0) this.#need(game);
  }

  #need(game: WatchedGame): void {
    this.#due.add(game);
    if (this.#againTimer === undefined) this.#start();
  }

  #start(): void {
    if (this.#isClosed) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      if (this.#due.size > 0 && this.#againTimer === undefined) this.#start();
    });
  }

  #look(): void {
    this.figures.looks += 1;
    const longAgo = performance.now() - longestStall;
    for (const subscription of this.#subscriptions)
      if (subscription.busySince !== undefined && subscription.busySince < longAgo) this.leave(subscription);
    this.wake(undefined);
  }

  #stopLooking(): void {
    clearInterval(this.#lookTimer);
    clearTimeout(this.#againTimer);
    this.#lookTimer = undefined;
    this.#againTimer = undefined;
  }

  async #run(): Promise<void> {
    // Other games that change in this turn of the event loop are read with it.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#due.size > 0 && !this.#isClosed) {
      const requests = this.#nextRequests();
      try {
        await this.#read(requests);
        this.#pauses = 0;
      } catch (error) {
        this.figures.failures += 1;
        this.figures.lastError = error as Error;
        for (const { game } of requests) if (this.games.get(game.gameId) === game) this.#due.add(game);
        if (this.#database.isClosed) return this.#whenClosed();
        return this.#runAgain(Math.min(longestPause, firstPause * 2 ** this.#pauses++));
      }
    }
  }

  #runAgain(pause: number): void {
    if (this.#isClosed) return;
    this.#againTimer ??= setTimeout(() => {
      this.#againTimer = undefined;
      for (const game of this.#lagging) this.#due.add(game);
      this.#lagging.clear();
      this.#start();
    }, pause);
  }

  /** The part of the due games that is read at a time. */
  #nextRequests(): Request[] {
    const requests: Request[] = [];
    let whole = 0;
    for (const game of this.#due) {
      if (requests.length >= longestRead.all || whole >= longestRead.whole) break;
      this.#due.delete(game);
      if (game.groups.size > 0) game.isDirty = false;
      for (const group of game.groups.values()) {
        requests.push({ game, group });
        if (group.position === undefined) whole += 1;
      }
    }
    return requests;
  }

  async #read(requests: readonly Request[]): Promise<void> {
    if (requests.length === 0) return;
    this.figures.reads += 1;
    const found = await this.#reader.read(requests.map(({ game, group }) => game.knownTo(group)));
    const quiet = new Map(requests.entries());
    for (const change of found) {
      const request = requests[change.slot] as Request;
      quiet.delete(change.slot);
      this.#found(request, change);
    }
    await this.#findDeleted([...quiet.values()]);
  }

  #found({ game, group: asked }: Request, change: FoundChange): void {
    game.wasRead(change);
    // During the read, subscriptions may have left the group, and others may have reached the same position.
    const group = game.groups.get(asked.key);
    if (group === undefined) return;
    const batch = changesSince(group.position, change);
    if (batch === wholeGame) {
      this.#move(game, group, undefined, keyOfNew());
      this.#need(game);
    } else if (batch.events.length === 0) {
      this.#move(game, group, batch.position, keyOf(batch));
    } else {
      this.#deliver(game, group, batch);
    }
    if (game.wanted > change.version) this.#lag(game);
  }

  /** A game without a row has not changed, or was deleted. */
  async #findDeleted(quiet: readonly Request[]): Promise<void> {
    const gameIds = [...new Set(quiet.map(({ game }) => game.gameId))];
    if (gameIds.length === 0) return;
    const [counted] = await this.#database.execute(countGames, { gameIds });
    for (const { game } of quiet) if (game.wanted > game.version) this.#lag(game);
    if (counted?.count === gameIds.length && !quiet.some(({ group }) => group.position === undefined)) return;
    const there = new Set((await this.#database.execute(feedVersions, { gameIds })).map(({ id }) => id));
    for (const { game, group } of quiet) {
      if (there.has(game.gameId)) {
        if (group.position === undefined) this.#need(game);
        continue;
      }
      // Subscriptions that wait again later learn about the deletion then, and not only at the next poll.
      game.isDirty = true;
      const event = { type: "deleted", gameId: game.gameId, cursor: "deleted" } as const;
      this.#deliver(game, group, { events: [event], position: undefined });
    }
  }

  /** An announced version is not visible yet: a replica that lags has it soon. */
  #lag(game: WatchedGame): void {
    this.#lagging.add(game);
    this.#runAgain(firstPause);
  }

  #move(game: WatchedGame, group: SubscriberGroup, position: Subscription["position"], key: string): void {
    game.groups.delete(group.key);
    for (const subscription of group.subscriptions) {
      subscription.position = position;
      subscription.key = key;
      game.add(subscription);
    }
  }

  #deliver(game: WatchedGame, group: SubscriberGroup, batch: Batch): void {
    const key = keyOf(batch);
    game.groups.delete(group.key);
    const now = performance.now();
    this.figures.deliveries += group.subscriptions.size;
    for (const subscription of group.subscriptions) {
      subscription.position = batch.position;
      subscription.key = key;
      subscription.busySince = now;
      subscription.deliver(batch);
    }
  }
}

const keyOf = ({ position }: Batch) => (position === undefined ? keyOfNew() : cursorOf(position));
