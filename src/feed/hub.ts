import type { Database } from "../session/database.js";
import { countGames, type FoundChange, feedVersions } from "../statements/feed-statements.js";
import { ChangeReader } from "./change-reader.js";
import { type Batch, changesSince, wholeGame } from "./changes.js";
import { cursorOf } from "./position.js";
import { type Cohort, keyOfNew, type Seat, WatchedGame } from "./watched-games.js";

/** The most cohorts that one statement reads, and the most whole games among them. */
const longestRead = { all: 1_000, whole: 64 };
/** The pauses after a failed read, in milliseconds. */
const firstPause = 50;
const longestPause = 5_000;
/** How long a seat may take nothing before nothing is watched for it, in milliseconds. */
const longestStall = 30_000;

interface Request {
  readonly game: WatchedGame;
  readonly cohort: Cohort;
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
 * Knows who waits for which game, and reads for all of them: one statement at a time, for all games that have changed.
 * Those who stand at the same place of a game are given the same events, which are made once. Whoever has not taken what
 * it was given waits for nothing, and is given what is new by then when it comes back: so there is no queue.
 */
export class Hub {
  readonly figures: HubFigures = { reads: 0, looks: 0, failures: 0, deliveries: 0, lastError: undefined };
  readonly games = new Map<string, WatchedGame>();
  readonly #database: Database;
  readonly #reader: ChangeReader;
  readonly #lookEvery: number;
  readonly #due = new Set<WatchedGame>();
  /** Games of which something is announced that is not to be seen yet. */
  readonly #lagging = new Set<WatchedGame>();
  /** Seats that received events and have not come back, longest first. */
  readonly #busy = new Map<Seat, number>();
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

  /** Has a game watched for a seat. */
  watch(seat: Seat): void {
    const game = this.games.get(seat.gameId) ?? new WatchedGame(seat.gameId);
    this.games.set(seat.gameId, game);
    game.seatCount += 1;
    seat.isParked = false;
    this.#lookTimer ??= setInterval(() => this.#look(), this.#lookEvery);
  }

  /** Forgets a seat. */
  leave(seat: Seat): void {
    this.#busy.delete(seat);
    if (seat.isParked) return;
    seat.isParked = true;
    const game = this.games.get(seat.gameId);
    if (game === undefined) return;
    game.remove(seat);
    game.seatCount -= 1;
    if (game.seatCount > 0) return;
    this.games.delete(seat.gameId);
    this.#due.delete(game);
    this.#lagging.delete(game);
    if (this.games.size === 0) this.#stopLooking();
  }

  /** Lets a seat wait for what comes next. */
  wait(seat: Seat): void {
    this.#busy.delete(seat);
    if (seat.isParked) {
      seat.key = keyOfNew(seat.position && cursorOf(seat.position));
      this.watch(seat);
    }
    const game = this.games.get(seat.gameId) as WatchedGame;
    if (game.add(seat)) this.#need(game);
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
    if (game.cohorts.size > 0) this.#need(game);
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
    for (const [seat, since] of this.#busy) {
      if (since > longAgo) break;
      this.leave(seat);
    }
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
      if (game.cohorts.size > 0) game.isDirty = false;
      for (const cohort of game.cohorts.values()) {
        requests.push({ game, cohort });
        if (cohort.position === undefined) whole += 1;
      }
    }
    return requests;
  }

  async #read(requests: readonly Request[]): Promise<void> {
    if (requests.length === 0) return;
    this.figures.reads += 1;
    const found = await this.#reader.read(requests.map(({ game, cohort }) => game.knownTo(cohort)));
    const quiet = new Map(requests.entries());
    for (const change of found) {
      const request = requests[change.slot] as Request;
      quiet.delete(change.slot);
      this.#found(request, change);
    }
    await this.#findDeleted([...quiet.values()]);
  }

  #found({ game, cohort: asked }: Request, change: FoundChange): void {
    game.version = change.version;
    game.createdAt = change.game.createdAt;
    // Meanwhile seats may have left it, and others may have come to the same place.
    const cohort = game.cohorts.get(asked.key);
    if (cohort === undefined) return;
    const batch = changesSince(cohort.position, change);
    if (batch === wholeGame) {
      this.#move(game, cohort, undefined, keyOfNew());
      this.#need(game);
    } else if (batch.events.length === 0) {
      this.#move(game, cohort, batch.position, keyOf(batch));
    } else {
      this.#deliver(game, cohort, batch);
    }
    if (game.wanted > change.version) this.#lag(game);
  }

  /** A game without a row has not changed, or was deleted. */
  async #findDeleted(quiet: readonly Request[]): Promise<void> {
    const gameIds = [...new Set(quiet.map(({ game }) => game.gameId))];
    if (gameIds.length === 0) return;
    const [counted] = await this.#database.execute(countGames, { gameIds });
    for (const { game } of quiet) if (game.wanted > game.version) this.#lag(game);
    if (counted?.count === gameIds.length && !quiet.some(({ cohort }) => cohort.position === undefined))
      return;
    const there = new Set((await this.#database.execute(feedVersions, { gameIds })).map(({ id }) => id));
    for (const { game, cohort } of quiet) {
      if (there.has(game.gameId)) {
        if (cohort.position === undefined) this.#need(game);
        continue;
      }
      const event = { type: "deleted", gameId: game.gameId, cursor: "deleted" } as const;
      this.#deliver(game, cohort, { events: [event], position: undefined });
    }
  }

  /** Where what somebody has announced is not to be seen yet: a server that is behind has it soon. */
  #lag(game: WatchedGame): void {
    this.#lagging.add(game);
    this.#runAgain(firstPause);
  }

  #move(game: WatchedGame, cohort: Cohort, position: Seat["position"], key: string): void {
    game.cohorts.delete(cohort.key);
    for (const seat of cohort.seats) {
      seat.position = position;
      seat.key = key;
      game.add(seat);
    }
  }

  #deliver(game: WatchedGame, cohort: Cohort, batch: Batch): void {
    const key = keyOf(batch);
    game.cohorts.delete(cohort.key);
    const now = performance.now();
    this.figures.deliveries += cohort.seats.size;
    for (const seat of cohort.seats) {
      seat.position = batch.position;
      seat.key = key;
      this.#busy.set(seat, now);
      seat.deliver(batch);
    }
  }
}

const keyOf = ({ position }: Batch) => (position === undefined ? keyOfNew() : cursorOf(position));
