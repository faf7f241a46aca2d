import { ChannelListener } from "../connection/channel-listener.js";
import type { ServerSettings } from "../connection/settings.js";
import { DatabaseClosedError } from "../errors/errors.js";
import { validate } from "../models/validate.js";
import { anyGame } from "../session/announcer.js";
import type { Database } from "../session/database.js";
import { feedChannel } from "../statements/feed-statements.js";
import { DelayedEvents } from "./delayed-events.js";
import { type ExportBatch, Exporter, type ExportOptions } from "./export-plays.js";
import type { FeedEvent } from "./feed-events.js";
import {
  anyGameIdsInput,
  defaultAudience,
  delayInput,
  exportInput,
  type FeedOptions,
  type FollowOptions,
  feedInput,
  filterInput,
  gameIdsInput,
  listenSettings,
} from "./feed-options.js";
import { FollowedGames, type GamesFilter, GamesIterator, type GameUpdate } from "./followed-games.js";
import { EventIterator, type EventSource, Follower } from "./follower.js";
import { Hub } from "./hub.js";
import { type EventView, ViewCache } from "./public-view.js";

/** A loop or stream that the feed ends when it is closed. */
interface Endable {
  end(): void;
}

/** Figures of a feed, for monitoring. */
export interface FeedFigures {
  /** The number of loops and streams that follow something. */
  readonly followers: number;
  /** Games that are followed. */
  readonly games: number;
  /** True while it receives the announcements of other processes. */
  readonly isListening: boolean;
  /** Why it does not listen, or cannot read; null if there is no problem. */
  readonly problem: string | null;
  /** Statements that read changes since it was opened. */
  readonly reads: number;
  /** Polls of all watched games since it was opened. */
  readonly looks: number;
  /** Reads that failed since it was opened. */
  readonly failures: number;
  /** Events that were delivered since it was opened. */
  readonly deliveries: number;
}

/**
 * The live feed of a database: live games for any number of followers in this process. Each follower gets every change in order
 * and without a gap, and continues from its cursor, also in another process.
 *
 * @example
 * ```ts
 * await using feed = await Feed.open(database);
 * for await (const event of feed.follow(gameId, { after: cursor })) {
 *   if (event.type === "play") console.log(event.play.resultDescription);
 *   cursor = event.cursor;
 * }
 * ```
 */
export class Feed {
  readonly #hub: Hub;
  readonly #listener: ChannelListener | undefined;
  readonly #unsubscribe: () => void;
  readonly #endings = new Set<Endable>();
  readonly #views = new WeakMap<EventView<object>, ViewCache<object | null>>();
  readonly #boards = new Map<string, FollowedGames>();
  readonly #wakeListeners = new Set<(gameIds: Iterable<string> | undefined) => void>();
  readonly #database: Database;
  readonly #lookEvery: number;
  readonly #ended = new AbortController();

  private constructor(
    database: Database,
    options: Required<Omit<FeedOptions, "listenUrl">>,
    listen?: ServerSettings,
  ) {
    this.#database = database;
    this.#lookEvery = options.lookEvery;
    this.#hub = new Hub(database, options.lookEvery, () => void this.close());
    this.#unsubscribe = database.changes.subscribe(({ gameIds, all }) =>
      this.#wake(all ? undefined : [...gameIds].map((gameId) => [gameId])),
    );
    this.#listener =
      listen &&
      new ChannelListener({
        settings: listen,
        channel: feedChannel,
        heartbeatEvery: options.heartbeatEvery,
        onPayload: (payload) => this.#heard(payload),
        onListening: () => this.#wake(undefined),
      });
  }

  /**
   * Opens the feed of a database. If it cannot listen, it keeps trying, and finds changes by polling.
   *
   * @throws {ConfigurationError} if `listenUrl` is malformed
   * @throws {ValidationError} if an option is out of its range
   * @throws {DatabaseClosedError} if the database is closed
   */
  static async open(database: Database, options: FeedOptions = {}): Promise<Feed> {
    const { listenUrl, ...checked } = validate<Required<FeedOptions>>(
      "The input of Feed.open",
      feedInput,
      options,
    );
    if (database.isClosed) throw new DatabaseClosedError("The database of the feed is closed.");
    const feed = new Feed(database, checked, listenSettings(database, listenUrl));
    await feed.#listener?.tried;
    return feed;
  }

  /**
   * Follows a game: first the whole game (or, after a cursor, what has changed since), then each change after it is committed.
   * The loop ends when the game is deleted, after the event `deleted`; when the signal aborts; and when the feed is closed.
   * While the database cannot be read it waits.
   *
   * The next event is read when the loop continues. A slow loop receives the net change since its last event, or the whole game
   * if that is shorter.
   *
   * @throws {ValidationError} when `gameId` is no UUID, or an option is out of its range
   * @throws what `view` throws, in this loop only
   */
  follow<Shown extends object = FeedEvent>(
    gameId: string,
    { after, view, audience = defaultAudience, ...options }: FollowOptions<Shown> = {},
  ): AsyncIterableIterator<Shown> & AsyncDisposable {
    const source = this.source(new Map([[gameId, after]]), options);
    const made = this.viewed(view);
    return new EventIterator(source, (event) => made(event, audience));
  }

  /**
   * Follows a scoreboard: the state of each game that matches the filter, and again whenever it changes. If a game changes
   * faster than the loop runs, you get only its newest state. When a game no longer matches the filter, you get it one last
   * time.
   *
   * @throws {DatabaseClosedError} if the feed is closed
   * @throws {ValidationError} for an unknown status or league
   */
  followGames({
    signal,
    ...given
  }: GamesFilter & { readonly signal?: AbortSignal | undefined } = {}): AsyncIterableIterator<GameUpdate> &
    AsyncDisposable {
    this.#assertOpen();
    const filter = validate<GamesFilter>("The input of followGames", filterInput, given);
    const key = JSON.stringify([filter.status, filter.leagueId]);
    const board = this.#boards.get(key) ?? new FollowedGames(this.#database, filter, this.#lookEvery);
    this.#boards.set(key, board);
    const whenEnded = (ended: Endable) => {
      this.#endings.delete(ended);
      if (board.followerCount > 0 || this.#boards.get(key) !== board) return;
      board.close();
      this.#boards.delete(key);
    };
    const games = new GamesIterator(board, { signal, whenEnded });
    if (signal?.aborted !== true) this.#endings.add(games);
    return games;
  }

  /**
   * Exports every change of every game, at least once, in batches: for a service that follows all plays. It continues after
   * the stored positions, which `done()` of each batch moves.
   *
   * @example
   * ```ts
   * for await (const batch of feed.exportPlays({ positions })) {
   *   await store(batch.events);
   *   await batch.done();
   * }
   * ```
   * @throws {DatabaseClosedError} if the feed or its database is closed
   */
  exportPlays({ positions, signal, ...given }: ExportOptions): AsyncGenerator<ExportBatch, void, undefined> {
    this.#assertOpen();
    const { compareEvery } = validate<{ compareEvery: number }>(
      "The input of exportPlays",
      exportInput,
      given,
    );
    const host = {
      database: this.#database,
      lookEvery: this.#lookEvery,
      signal: this.#ended.signal,
      onWake: (listener: (gameIds: Iterable<string> | undefined) => void) => {
        this.#wakeListeners.add(listener);
        return () => this.#wakeListeners.delete(listener);
      },
    };
    return new Exporter(host, { positions, signal, compareEvery }).batches();
  }

  /** The current figures of this feed. */
  get figures(): FeedFigures {
    const { reads, looks, failures, deliveries, lastError } = this.#hub.figures;
    const problem = lastError ?? this.#listener?.lastError;
    return {
      followers: this.#endings.size,
      games: this.#hub.games.size,
      isListening: this.#listener?.isListening ?? false,
      problem: problem?.message ?? null,
      ...{ reads, looks, failures, deliveries },
    };
  }

  /** True once the feed is closed, or its database. */
  get isClosed(): boolean {
    return this.#ended.signal.aborted;
  }

  /** Ends every loop and stream, and stops listening. The database stays open. */
  async close(): Promise<void> {
    this.#ended.abort();
    this.#unsubscribe();
    for (const follower of this.#endings) follower.end();
    await Promise.all([this.#hub.close(), this.#listener?.close()]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** @internal Follows games by their cursors. */
  source(
    cursors: ReadonlyMap<string, string | undefined>,
    {
      signal,
      staysOpen = false,
      ...options
    }: Pick<FollowOptions<object>, "signal" | "delay"> & {
      readonly staysOpen?: boolean;
    },
  ): EventSource {
    const { delay } = validate<{ delay: number }>("The input of follow", delayInput, options);
    const { gameIds } = validate<{ gameIds: string[] }>(
      "The input of follow",
      staysOpen ? anyGameIdsInput : gameIdsInput,
      { gameIds: [...cursors.keys()] },
    );
    this.#assertOpen();
    const byGame = new Map([...cursors.values()].map((cursor, index) => [gameIds[index] as string, cursor]));
    const whenEnded = (ended: Endable) => this.#endings.delete(ended);
    const follower = new Follower(this.#hub, byGame, { signal, staysOpen, whenEnded });
    if (signal?.aborted !== true) this.#endings.add(follower);
    return delay === 0 ? follower : new DelayedEvents(follower, delay);
  }

  /** @internal A view that is called once per event and audience, for all followers. */
  viewed<Shown extends object>(view: EventView<Shown> | undefined) {
    if (view === undefined) return (event: FeedEvent) => event as unknown as Shown;
    const made = this.#views.get(view) ?? new ViewCache<object | null>(view);
    this.#views.set(view, made);
    return (event: FeedEvent, audience: string) => made.of(event, audience) as Shown | null;
  }

  #assertOpen(): void {
    if (this.isClosed) throw new DatabaseClosedError("The feed is closed.");
  }

  /** Wakes the waiting followers of these games, or of all games. */
  #wake(games: readonly [gameId: string, version?: number][] | undefined): void {
    this.#hub.wake(games);
    const gameIds = games?.map(([gameId]) => gameId);
    for (const board of this.#boards.values()) board.wake(gameIds);
    for (const listener of this.#wakeListeners) listener(gameIds);
  }

  /** A payload that does not name a game is ignored: the channel may have other users. */
  #heard(payload: string): void {
    if (payload === anyGame) {
      this.#wake(undefined);
      return;
    }
    const games = payload.split(",").flatMap((part): [gameId: string, version?: number][] => {
      const [, gameId, version] = announced.exec(part) ?? [];
      if (gameId === undefined) return [];
      return version === undefined ? [[gameId]] : [[gameId, Number(version)]];
    });
    this.#wake(games);
  }
}

/** A game in a payload, with its version if it is known. */
const announced = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(\d{1,9})?$/;
