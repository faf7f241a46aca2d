import { type BesideStream, streamResponse } from "../feed/feed-response.js";
import type { Feed } from "../feed/live-feed.js";
import {
  type EventView,
  type PublicGame,
  publicGame,
  publicLineupEntry,
  publicPlay,
  publicView,
} from "../feed/public-view.js";
import type { Game } from "../models/games-table.js";
import { DatabaseOperations } from "../operations/database-operations.js";
import type { Database } from "../session/database.js";
import { loadWholeGame } from "../statements/whole-game-statements.js";
import { type ChartSize, DetailsReader } from "./game-details.js";
import { securityHeaders } from "./http-responses.js";
import type { GameDetails, KnownGame } from "./page/game-view.js";

/** The source of a site's games: as they are now, or as they were some seconds ago. */
export interface SiteGames {
  /** The games of the scoreboard: live games, upcoming games, and the last ones that ended. */
  list(): Promise<PublicGame[]>;
  /** The public part of a game; null if there is no such game. */
  known(gameId: string): Promise<KnownGame | null>;
  /** What is computed for an existing game; null if it is not known yet. */
  details(gameId: string): Promise<GameDetails | null>;
  /** The curve of the chances to win as SVG; null when there is none. */
  chart(gameId: string, size: ChartSize): Promise<string | null>;
  /** The stream of a page: the events of these games, and with `withList` also the list of games whenever it changes. */
  stream(request: Request, games: readonly string[], withList: boolean): Response;
  close(): void;
}

/** The games as they are now. */
export class CurrentGames implements SiteGames {
  readonly #database: Database;
  readonly #feed: Feed;
  readonly #details: DetailsReader;
  readonly #list: GameList;

  constructor(database: Database, feed: Feed) {
    this.#database = database;
    this.#feed = feed;
    this.#details = new DetailsReader(database);
    this.#list = new GameList(feed, () => this.list());
  }

  async list(): Promise<PublicGame[]> {
    return (await listedGames(this.#database)).map(publicGame);
  }

  async known(gameId: string): Promise<KnownGame | null> {
    const [found] = await this.#database.execute(loadWholeGame, { gameId });
    return found === undefined ? null : publicVersion(found);
  }

  details(gameId: string): Promise<GameDetails> {
    return this.#details.read(gameId);
  }

  chart(gameId: string, size: ChartSize): Promise<string | null> {
    return this.#details.chart(gameId, size);
  }

  stream(request: Request, games: readonly string[], withList: boolean): Response {
    const beside = withList ? this.#list : undefined;
    return streamResponse(this.#feed, request, { games, view: pageView, headers: securityHeaders, beside });
  }

  close(): void {
    this.#list.close();
  }
}

/** The most games of each status on the scoreboard: a stream has 100. */
const mostListed = { active: 60, paused: 12, pending: 12, completed: 12 } as const;

export async function listedGames(database: Database): Promise<Game[]> {
  const operations = new DatabaseOperations(database);
  const pages = await Promise.all([
    operations.listGames({ status: "active", limit: mostListed.active, order: "oldest" }),
    operations.listGames({ status: "paused", limit: mostListed.paused, order: "oldest" }),
    operations.listGames({ status: "pending", limit: mostListed.pending, order: "oldest" }),
    operations.listGames({ status: "completed", limit: mostListed.completed }),
  ]);
  return pages.flatMap(({ games }) => games);
}

/** A game without its non-public columns. */
export const publicVersion = ({
  game,
  plays,
  lineups,
}: Readonly<{
  game: Parameters<typeof publicGame>[0];
  plays: readonly Parameters<typeof publicPlay>[0][];
  lineups: readonly Parameters<typeof publicLineupEntry>[0][];
}>): KnownGame => ({
  game: publicGame(game),
  plays: plays.map(publicPlay),
  lineups: lineups.map(publicLineupEntry),
});

/** The pause before a list that could not be read is read again, in milliseconds. */
const pause = 1_000;
const encoder = new TextEncoder();

/**
 * The scoreboard's list of games, for the streams of pages: read once for all of them, and only when a game was
 * created, has begun, ended or was deleted. While no page follows it, nothing is read.
 */
export class GameList implements BesideStream {
  readonly #feed: Feed;
  readonly #read: () => Promise<readonly PublicGame[]>;
  readonly #listeners = new Set<(frame: Uint8Array) => void>();
  #following: AbortController | undefined;
  #frame: Uint8Array | undefined;
  #isDue = false;
  #isReading = false;

  constructor(feed: Feed, read: () => Promise<readonly PublicGame[]>) {
    this.#feed = feed;
    this.#read = read;
  }

  subscribe(send: (frame: Uint8Array) => void): () => void {
    this.#listeners.add(send);
    if (this.#following === undefined && !this.#feed.isClosed) void this.#follow();
    if (this.#frame !== undefined) send(this.#frame);
    return () => {
      this.#listeners.delete(send);
      if (this.#listeners.size === 0) this.close();
    };
  }

  /** Requests that the list is read again. */
  refresh(): void {
    this.#isDue = true;
    if (!this.#isReading) void this.#readAll();
  }

  close(): void {
    this.#following?.abort();
    this.#following = undefined;
    this.#frame = undefined;
  }

  async #follow(): Promise<void> {
    const following = new AbortController();
    this.#following = following;
    this.refresh();
    const statuses = new Map<string, string | undefined>();
    const { signal } = following;
    for await (const { gameId, state } of this.#feed.followGames({
      status: ["pending", "active", "paused"],
      signal,
    })) {
      const isKnown = statuses.has(gameId) && statuses.get(gameId) === state?.status;
      statuses.set(gameId, state?.status);
      if (!isKnown) this.refresh();
    }
  }

  async #readAll(): Promise<void> {
    this.#isReading = true;
    while (this.#isDue && this.#following !== undefined) {
      this.#isDue = false;
      // What else has changed in this turn of the event loop is read with it.
      await new Promise((resolve) => setImmediate(resolve));
      try {
        this.#send(await this.#read());
      } catch {
        this.#isDue = true;
        await new Promise((resolve) => setTimeout(resolve, pause).unref());
      }
    }
    this.#isReading = false;
  }

  #send(games: readonly PublicGame[]): void {
    this.#frame = encoder.encode(`event: games\ndata: ${JSON.stringify({ games })}\n\n`);
    for (const send of this.#listeners) send(this.#frame);
  }
}

/** Columns of a play that are kept even if they are 0. */
const meaningful = new Set(["awayScore", "homeScore", "outsBefore", "onBaseCode", "outsRecorded", "pa"]);

/**
 * The events in a page's stream: the public view without columns at their default values. A play is then a third as long.
 */
export const pageView: EventView = (event, audience) => {
  const shown = publicView(event, audience);
  if (shown === null) return null;
  if ("plays" in shown) return { ...shown, plays: shown.plays.map(shortened) };
  return "play" in shown ? { ...shown, play: shortened(shown.play) } : shown;
};

const shortened = (play: object): object =>
  Object.fromEntries(
    Object.entries(play).filter(
      ([name, value]) => (value !== null && value !== false && value !== 0) || meaningful.has(name),
    ),
  );
