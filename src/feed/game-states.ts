import { type Bases, type DueUp, liveState, type RecoveredGame } from "../recovery/recover-game.js";
import type { Side } from "../rules/vocabulary.js";
import type { Database } from "../session/database.js";
import { gamesOfStatus } from "../statements/feed-statements.js";
import { recoverGames } from "../statements/recovery-statements.js";
import {
  type PublicGame,
  type PublicLineupEntry,
  type PublicPlay,
  publicGame,
  publicLineupEntry,
  publicPlay,
} from "./view.js";

/** Where a game stands, as {@link recoverGame} returns it, without the websocket session. */
export type GameState = Omit<RecoveredGame, "session">;

/** The games that a scoreboard shows. */
export interface GamesFilter {
  /** Default: `active` and `paused`. */
  readonly status?: readonly GameState["status"][] | undefined;
  /** Default: both leagues. */
  readonly leagueId?: RecoveredGame["game"]["leagueId"] | undefined;
}

/** A game of a scoreboard. */
export interface GameOnBoard {
  readonly gameId: string;
  /** Its current state; the last one has a status outside the filter. Null if the game was deleted. */
  readonly state: GameState | null;
}

type OfBases<Entry> = { readonly [Base in keyof Bases]: Entry | null };

/** The public part of a game's state. */
export interface PublicState
  extends Pick<
    GameState,
    | "gameId"
    | "status"
    | "stateVersion"
    | "inning"
    | "half"
    | "outs"
    | "awayScore"
    | "homeScore"
    | "isOver"
    | "playCount"
  > {
  readonly game: PublicGame;
  readonly lastPlay: PublicPlay | null;
  readonly bases: OfBases<PublicLineupEntry>;
  readonly batter: PublicLineupEntry | null;
  readonly pitcher: PublicLineupEntry | null;
  readonly dueUp: Readonly<
    Record<Side, Omit<DueUp, "batter"> & { readonly batter: PublicLineupEntry | null }>
  >;
}

/** Returns the public part of a game's state: the columns that {@link publicView} shows. */
export function publicState(state: GameState): PublicState {
  const { gameId, status, stateVersion, inning, half, outs, awayScore, homeScore, isOver, playCount } = state;
  const shown = (entry: Bases["first"]) => entry && publicLineupEntry(entry);
  const due = ({ battingOrder, batter }: DueUp) => ({ battingOrder, batter: shown(batter) });
  const { first, second, third } = state.bases;
  return {
    ...{ gameId, status, stateVersion, inning, half, outs, awayScore, homeScore, isOver, playCount },
    game: publicGame(state.game),
    lastPlay: state.lastPlay && publicPlay(state.lastPlay),
    bases: { first: shown(first), second: shown(second), third: shown(third) },
    batter: shown(state.batter),
    pitcher: shown(state.pitcher),
    dueUp: { away: due(state.dueUp.away), home: due(state.dueUp.home) },
  };
}

/** The number of games whose states are read in one statement. */
const longestRead = 100;
/** The pause after a failed read, in milliseconds. */
const pause = 1_000;

/** One loop over a scoreboard. For each game it holds at most the newest state. */
export interface BoardFollower {
  readonly unseen: Map<string, GameState | null>;
  wake(): void;
}

/** The games of one filter with their newest states, for all its followers. */
export class Board {
  readonly #states = new Map<string, { readonly version: number; readonly state: GameState }>();
  readonly #followers = new Set<BoardFollower>();
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

  add(follower: BoardFollower): void {
    this.#followers.add(follower);
    for (const [gameId, { state }] of this.#states) follower.unseen.set(gameId, state);
  }

  remove(follower: BoardFollower): void {
    this.#followers.delete(follower);
  }

  /** Marks these games as possibly changed; undefined for all. */
  wake(gameIds: Iterable<string> | undefined): void {
    if (gameIds === undefined) this.#isLookDue = true;
    else for (const gameId of gameIds) this.#named.add(gameId);
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
      // The next look finds what this one missed.
      this.#isLookDue = true;
      await new Promise((resolve) => setTimeout(resolve, pause).unref());
    }
  }

  async #look(): Promise<void> {
    this.#isLookDue = false;
    const filter = { statuses: this.#statuses, leagueId: this.#leagueId };
    const found = await this.#database.execute(gamesOfStatus, filter);
    const there = new Set(found.map(({ id }) => id));
    for (const { id, version } of found) if (this.#states.get(id)?.version !== version) this.#named.add(id);
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
  #note(gameId: string, version: number, state: GameState | null): void {
    const known = this.#states.get(gameId);
    const fits = state !== null && this.#fits(state);
    if (known?.version === version || (known === undefined && !fits)) return;
    if (fits) this.#states.set(gameId, { version, state });
    else this.#states.delete(gameId);
    for (const follower of this.#followers) {
      follower.unseen.set(gameId, state);
      follower.wake();
    }
  }

  #fits({ status, game }: GameState): boolean {
    return this.#statuses.includes(status) && (this.#leagueId ?? game.leagueId) === game.leagueId;
  }
}
