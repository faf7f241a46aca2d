import { liveState, type RecoveredGame } from "../recovery/recover-game.js";
import type { Database } from "../session/database.js";
import { onAbort } from "../session/on-abort.js";
import { gamesOfStatus } from "../statements/feed-statements.js";
import { recoverGames } from "../statements/recovery-statements.js";

/** The current state of a game, as {@link recoverGame} returns it, without the websocket session. */
export type FollowedGameState = Omit<RecoveredGame, "session">;

/** The games that a scoreboard shows. */
export interface GamesFilter {
  /** Default: `active` and `paused`. */
  readonly status?: readonly FollowedGameState["status"][] | undefined;
  /** Default: both leagues. */
  readonly leagueId?: RecoveredGame["game"]["leagueId"] | undefined;
}

/** A game of a scoreboard. */
export interface GameUpdate {
  /** The game's id. */
  readonly gameId: string;
  /** Its current state; the last one has a status outside the filter. Null if the game was deleted. */
  readonly state: FollowedGameState | null;
}

/** The number of games whose states are read in one statement. */
const longestRead = 100;
/** The pause after a failed read, in milliseconds. */
const pause = 1_000;

/** One loop over a scoreboard: of each game, it holds at most the newest state. */
export interface GamesFollower {
  readonly unseen: Map<string, FollowedGameState | null>;
  wake(): void;
}

/** The games of one filter, with their newest states, for all who follow them. */
export class FollowedGames {
  readonly #states = new Map<string, { readonly version: number; readonly state: FollowedGameState }>();
  readonly #followers = new Set<GamesFollower>();
  readonly #database: Database;
  readonly #statuses: readonly string[];
  readonly #leagueId: string | null;
  readonly #named = new Set<string>();
  #isLookDue = true;
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(
    database: Database,
    { status = ["active", "paused"], leagueId }: GamesFilter,
    lookEvery: number,
  ) {
    this.#database = database;
    this.#statuses = status;
    this.#leagueId = leagueId ?? null;
    this.#timer = setInterval(() => this.wake(undefined), lookEvery);
    this.#start();
  }

  get followerCount(): number {
    return this.#followers.size;
  }

  add(follower: GamesFollower): void {
    this.#followers.add(follower);
    for (const [gameId, { state }] of this.#states) follower.unseen.set(gameId, state);
  }

  remove(follower: GamesFollower): void {
    this.#followers.delete(follower);
  }

  /** Marks these games as possibly changed; undefined for all. */
  wake(gameIds: Iterable<string> | undefined): void {
    if (gameIds === undefined) this.#isLookDue = true;
    else
      for (const gameId of gameIds) {
        if (this.#states.has(gameId)) this.#named.add(gameId);
        // Most unknown games do not match the filter, such as those of an import. One poll finds out for all of them.
        else this.#isLookDue = true;
      }
    this.#start();
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
  }

  #start(): void {
    if (this.#isClosed) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      if (this.#named.size > 0 || this.#isLookDue) this.#start();
    });
  }

  async #run(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    try {
      if (this.#isLookDue) await this.#look();
      while (this.#named.size > 0 && !this.#isClosed) await this.#read();
    } catch {
      // The next poll finds what this one missed.
      this.#isLookDue = true;
      await new Promise((resolve) => setTimeout(resolve, pause).unref());
    }
  }

  async #look(): Promise<void> {
    this.#isLookDue = false;
    const filter = { statuses: this.#statuses, leagueId: this.#leagueId };
    const found = await this.#database.execute(gamesOfStatus, filter);
    const there = new Set(found.map(({ id }) => id));
    for (const { id, version, createdAt } of found)
      if (!this.#isKnown(id, version, createdAt)) this.#named.add(id);
    for (const gameId of this.#states.keys()) if (!there.has(gameId)) this.#named.add(gameId);
  }

  async #read(): Promise<void> {
    const gameIds = [...this.#named].slice(0, longestRead);
    for (const gameId of gameIds) this.#named.delete(gameId);
    const found = await this.#database.execute(recoverGames, { gameIds }).catch((error) => {
      for (const gameId of gameIds) this.#named.add(gameId);
      throw error;
    });
    const missing = new Set(gameIds);
    for (const { rows, version } of found) {
      const { session: _session, ...state } = liveState(rows);
      missing.delete(state.gameId);
      this.#note(state.gameId, version, state);
    }
    for (const gameId of missing) this.#note(gameId, -1, null);
  }

  /** A game that no longer matches the filter is shown once more in its current state, and then dropped. */
  #note(gameId: string, version: number, state: FollowedGameState | null): void {
    const fits = state !== null && this.#fits(state);
    const isNews = fits ? !this.#isKnown(gameId, version, state.game.createdAt) : this.#states.has(gameId);
    if (!isNews) return;
    if (fits) this.#states.set(gameId, { version, state });
    else this.#states.delete(gameId);
    for (const follower of this.#followers) {
      follower.unseen.set(gameId, state);
      follower.wake();
    }
  }

  /** Compares more than the version: a game that was deleted may have been created again under its id. */
  #isKnown(gameId: string, version: number, createdAt: Date): boolean {
    const known = this.#states.get(gameId);
    return known?.version === version && known.state.game.createdAt.getTime() === createdAt.getTime();
  }

  #fits({ status, game }: FollowedGameState): boolean {
    return this.#statuses.includes(status) && (this.#leagueId ?? game.leagueId) === game.leagueId;
  }
}

/** The newest states of a scoreboard's games, for a `for await`. */
export class GamesIterator implements AsyncIterableIterator<GameUpdate>, AsyncDisposable, GamesFollower {
  readonly unseen = new Map<string, FollowedGameState | null>();
  readonly #board: FollowedGames;
  readonly #forget: () => void;
  readonly #whenEnded: (iterator: GamesIterator) => void;
  #wake: (() => void) | undefined;
  #isEnded = false;

  constructor(
    board: FollowedGames,
    options: { readonly signal?: AbortSignal | undefined; whenEnded(iterator: GamesIterator): void },
  ) {
    this.#board = board;
    this.#whenEnded = options.whenEnded;
    this.#forget = onAbort(options.signal, () => this.end());
    board.add(this);
    if (options.signal?.aborted) this.end();
  }

  wake(): void {
    this.#wake?.();
  }

  async next(): Promise<IteratorResult<GameUpdate, undefined>> {
    while (!this.#isEnded) {
      const [unseen] = this.unseen;
      if (unseen !== undefined) {
        const [gameId, state] = unseen;
        this.unseen.delete(gameId);
        return { value: { gameId, state }, done: false };
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return { value: undefined, done: true };
  }

  async return(): Promise<IteratorResult<GameUpdate, undefined>> {
    this.end();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end();
  }

  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.unseen.clear();
    this.#forget();
    this.#board.remove(this);
    this.#whenEnded(this);
    this.#wake?.();
  }
}
