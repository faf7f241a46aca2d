import type { Database } from "../session/database.js";
import { allGameVersions, feedChanges, feedVersions, recentGames } from "../statements/feed-statements.js";
import { cursorOf, type FeedPosition, gameMark, positionAfter, positionOf } from "./cursor.js";
import type { FeedEvent } from "./feed-events.js";
import { changesSince, wholeGame } from "./net-change.js";

/** The cursors of what was exported, by game: a `Map`, or a store of your own. */
export interface ExportPositions {
  /** All stored cursors. */
  entries(): Iterable<[gameId: string, cursor: string]> | AsyncIterable<[gameId: string, cursor: string]>;
  /** Stores a cursor; `done()` waits for it. */
  set(gameId: string, cursor: string): unknown;
  /** Removes the cursor of a deleted game. */
  delete(gameId: string): unknown;
}

export interface ExportOptions {
  /** Where the positions are kept. */
  readonly positions: ExportPositions;
  /** Ends the loop when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /**
   * How often all games are compared with the positions, in milliseconds. Only this finds changes of finished games that were
   * not announced, such as those of an import. Default 60,000.
   */
  readonly compareEvery?: number | undefined;
}

/** Changes of some games; the events of each game are in order. */
export interface ExportBatch {
  /** The events. */
  readonly events: readonly FeedEvent[];
  /** Stores the positions after these events. A batch that is not done when the next one is requested comes again. */
  done(): Promise<void>;
}

/** The most games in a batch. */
const gamesPerBatch = 32;
const gamesPerPage = 5_000;
/** Games created within this time are read at each poll, in milliseconds. */
const recent = 600_000;
/** The pause before a failed or unfinished batch is tried again, in milliseconds. */
const pause = 500;
const firstId = "00000000-0000-0000-0000-000000000000";

/** What an export needs of its feed. */
export interface ExportHost {
  readonly database: Database;
  readonly lookEvery: number;
  readonly signal: AbortSignal;
  /** Subscribes to the games that may have changed; undefined means all. Returns a function that unsubscribes. */
  onWake(listener: (gameIds: Iterable<string> | undefined) => void): () => void;
}

/** Finds what has not been exported yet, game by game. */
export class Exporter {
  readonly #host: ExportHost;
  readonly #options: ExportOptions;
  readonly #cursors = new Map<string, string>();
  readonly #versions = new Map<string, number>();
  readonly #due = new Set<string>();
  readonly #signal: AbortSignal;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #comparedAt = Number.NEGATIVE_INFINITY;
  #wake: (() => void) | undefined;

  constructor(host: ExportHost, options: ExportOptions) {
    this.#host = host;
    this.#options = options;
    this.#signal = AbortSignal.any([host.signal, ...(options.signal === undefined ? [] : [options.signal])]);
  }

  async *batches(): AsyncGenerator<ExportBatch, void, undefined> {
    for await (const [gameId, cursor] of this.#options.positions.entries()) this.#note(gameId, cursor);
    const stop = this.#host.onWake((gameIds) => this.#woken(gameIds));
    const wake = () => this.#wake?.();
    this.#signal.addEventListener("abort", wake);
    try {
      while (!this.#signal.aborted) {
        const batch = await this.#next();
        if (batch === undefined) continue;
        yield batch;
        if (!batch.isDone) await this.#again(batch.gameIds);
      }
    } finally {
      stop();
      this.#signal.removeEventListener("abort", wake);
    }
  }

  /** A batch, or undefined if there is nothing to export now. */
  async #next() {
    try {
      await this.#find();
      if (this.#due.size > 0) return await this.#readSome();
      await this.#wait(this.#host.lookEvery);
    } catch (error) {
      if (this.#host.database.isClosed) throw error;
      await this.#wait(pause);
    }
    return undefined;
  }

  async #readSome() {
    const gameIds = [...this.#due].slice(0, gamesPerBatch);
    // Games that change during the read are read again.
    for (const gameId of gameIds) this.#due.delete(gameId);
    try {
      return await this.#read(gameIds);
    } catch (error) {
      for (const gameId of gameIds) this.#due.add(gameId);
      throw error;
    }
  }

  /** Marks each game that has changed since it was exported. */
  async #find(): Promise<void> {
    const { database, lookEvery } = this.#host;
    const { compareEvery = 60_000 } = this.#options;
    const now = performance.now();
    if (now - this.#comparedAt >= compareEvery) {
      await this.#compareAll();
      this.#comparedAt = now;
    } else if (now - this.#lookedAt >= lookEvery) {
      const since = new Date(Date.now() - recent);
      for (const { id, version } of await database.execute(recentGames, { since }))
        this.#compare(id, version);
    } else return;
    this.#lookedAt = now;
  }

  async #compareAll(): Promise<void> {
    const missing = new Set(this.#cursors.keys());
    for (let after = firstId; ; ) {
      const page = await this.#host.database.execute(allGameVersions, { after, limit: gamesPerPage });
      for (const { id, version, createdAt } of page) {
        missing.delete(id);
        const known = positionOf(this.#cursors.get(id) ?? "");
        if (known?.game === gameMark(id, createdAt)) this.#compare(id, version);
        else this.#due.add(id);
      }
      const last = page.at(-1);
      if (last === undefined || page.length < gamesPerPage || this.#signal.aborted) break;
      after = last.id;
    }
    for (const gameId of missing) this.#due.add(gameId);
  }

  #compare(gameId: string, version: number): void {
    if (this.#versions.get(gameId) !== version) this.#due.add(gameId);
  }

  async #read(gameIds: readonly string[]) {
    const positions = gameIds.map((gameId) => positionOf(this.#cursors.get(gameId) ?? ""));
    const found = await this.#found(gameIds, positions);
    const events: FeedEvent[] = [];
    const after = new Map<string, FeedPosition | undefined>();
    for (const change of found) {
      const { id } = change.game;
      const from = positions[change.slot] ?? beginning(change);
      let batch = changesSince(from, change, true);
      if (batch === wholeGame) {
        const [whole] = await this.#found([id], [undefined]);
        batch = whole === undefined ? { events: [], position: from } : changesSince(undefined, whole);
      }
      if (batch === wholeGame) continue;
      events.push(...batch.events);
      after.set(id, batch.position);
    }
    await this.#findDeleted(
      gameIds.filter((gameId) => !after.has(gameId)),
      events,
      after,
    );
    return this.#batch(gameIds, events, after);
  }

  #found(gameIds: readonly string[], positions: readonly (FeedPosition | undefined)[]) {
    const known = gameIds.map((gameId, index) => {
      const { version = -1, greatestPlay = 0 } = positions[index] ?? {};
      return { gameId, version, greatestPlay, createdAt: null, isForced: true };
    });
    return this.#host.database.execute(feedChanges, { known });
  }

  async #findDeleted(
    gameIds: readonly string[],
    events: FeedEvent[],
    after: Map<string, FeedPosition | undefined>,
  ): Promise<void> {
    if (gameIds.length === 0) return;
    const there = await this.#host.database.execute(feedVersions, { gameIds });
    const thereIds = new Set(there.map(({ id }) => id));
    for (const gameId of gameIds) {
      if (thereIds.has(gameId)) continue;
      if (this.#cursors.has(gameId)) events.push({ type: "deleted", gameId, cursor: "deleted" });
      after.set(gameId, undefined);
    }
  }

  /** A batch without events is done immediately. */
  async #batch(
    gameIds: readonly string[],
    events: readonly FeedEvent[],
    after: ReadonlyMap<string, FeedPosition | undefined>,
  ) {
    const batch = {
      events,
      gameIds,
      isDone: false,
      done: async () => {
        const { positions } = this.#options;
        for (const [gameId, position] of after) {
          if (position === undefined) await positions.delete(gameId);
          else await positions.set(gameId, cursorOf(position));
        }
        for (const [gameId, position] of after) this.#note(gameId, position && cursorOf(position));
        batch.isDone = true;
      },
    };
    if (events.length > 0) return batch;
    await batch.done();
    return undefined;
  }

  #note(gameId: string, cursor: string | undefined): void {
    const position = cursor === undefined ? undefined : positionOf(cursor);
    if (cursor === undefined || position === undefined) {
      this.#cursors.delete(gameId);
      this.#versions.delete(gameId);
    } else {
      this.#cursors.set(gameId, cursor);
      this.#versions.set(gameId, position.isPartial ? -1 : position.version);
    }
  }

  #woken(gameIds: Iterable<string> | undefined): void {
    if (gameIds === undefined) this.#lookedAt = Number.NEGATIVE_INFINITY;
    else for (const gameId of gameIds) this.#due.add(gameId);
    this.#wake?.();
  }

  async #again(gameIds: readonly string[]): Promise<void> {
    await this.#wait(pause);
    for (const gameId of gameIds) this.#due.add(gameId);
  }

  async #wait(time: number): Promise<void> {
    if (this.#signal.aborted) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      timer = setTimeout(resolve, time);
    });
    clearTimeout(timer);
  }
}

/** The position before the first change: from here a game is exported play by play, not as one event. */
function beginning(found: Parameters<typeof positionAfter>[0]): FeedPosition {
  const nothing = {
    version: 0,
    playCount: 0,
    greatestPlay: 0,
    entryCount: 0,
    decisions: "",
    isPartial: true,
  };
  return { ...positionAfter(found), ...nothing, status: "pending" };
}
