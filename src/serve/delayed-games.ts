import { applyEvent, type FeedEvent, type FollowedGame, type GameEvent } from "../feed/feed-events.js";
import { anyGameIdsInput } from "../feed/feed-options.js";
import { eventStreamResponse } from "../feed/feed-response.js";
import type { EventSource } from "../feed/follower.js";
import type { Feed } from "../feed/live-feed.js";
import { type PublicGame, publicGame } from "../feed/public-view.js";
import { validate } from "../models/validate.js";
import { firstSituation, situationAfter } from "../rules/situation.js";
import type { GameStatus } from "../rules/vocabulary.js";
import type { Database } from "../session/database.js";
import { onAbort } from "../session/on-abort.js";
import { loadWholeGame } from "../statements/whole-game-statements.js";
import { type ChartSize, DetailsReader } from "./game-details.js";
import { securityHeaders } from "./http-responses.js";
import type { GameDetails, KnownGame } from "./page/game-view.js";
import { GameList, listedGames, pageView, publicVersion, type SiteGames } from "./site-games.js";

/** A game as it is shown, after the delay. */
interface ShownGame {
  known: FollowedGame;
  details: GameDetails | null;
  /** All of it as one event, made once for all who begin now. */
  whole: GameEvent | undefined;
  readonly sources: Set<DelayedSource>;
}

/**
 * The games as they were a while ago, so that no page runs ahead of a broadcast. Games that are on are followed from
 * the start of the server, and each event, and what is computed after it, is held back: pages, JSON, charts and
 * streams all show the same moment.
 */
export class DelayedGames implements SiteGames {
  readonly #database: Database;
  readonly #feed: Feed;
  readonly #delay: number;
  readonly #details: DetailsReader;
  readonly #list: GameList;
  readonly #shown = new Map<string, ShownGame>();
  /** Games that are followed already, or are being read for that. */
  readonly #followed = new Map<string, Promise<void>>();
  readonly #sources = new Set<DelayedSource>();
  readonly #ending = new AbortController();
  readonly #held: { readonly due: number; readonly show: () => void }[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** @param delay in milliseconds */
  constructor(database: Database, feed: Feed, delay: number) {
    this.#database = database;
    this.#feed = feed;
    this.#delay = delay;
    this.#details = new DetailsReader(database);
    this.#list = new GameList(feed, () => this.list());
    void this.#followAll();
  }

  async list(): Promise<PublicGame[]> {
    const games = (await listedGames(this.#database)).map(async ({ id }) => (await this.#game(id))?.game);
    return (await Promise.all(games)).flatMap((game) => (game === undefined ? [] : [publicGame(game)]));
  }

  async known(gameId: string): Promise<KnownGame | null> {
    const game = await this.#game(gameId);
    return game && publicVersion(game);
  }

  async details(gameId: string): Promise<GameDetails | null> {
    const shown = this.#shown.get(gameId);
    if (shown !== undefined) return shown.details;
    const game = await this.#game(gameId);
    return game === null || !isOver(game.game.status) ? null : this.#details.read(gameId);
  }

  async chart(gameId: string, size: ChartSize): Promise<string | null> {
    const game = await this.#game(gameId);
    return game && this.#details.chartOf(game, size);
  }

  stream(request: Request, games: readonly string[], withList: boolean): Response {
    return eventStreamResponse(this.#feed, request, {
      source: () => this.#source(games, request.signal),
      ...{ view: pageView, headers: securityHeaders, beside: withList ? this.#list : undefined },
    });
  }

  close(): void {
    this.#ending.abort();
    this.#list.close();
    clearTimeout(this.#timer);
    this.#held.length = 0;
    for (const source of this.#sources) source.end();
  }

  #source(games: readonly string[], signal: AbortSignal): DelayedSource {
    const source = new DelayedSource({
      games: validate<{ gameIds: string[] }>("The games of a stream", anyGameIdsInput, { gameIds: games })
        .gameIds,
      whole: (gameId) => this.#whole(gameId),
      whenEnded: () => {
        this.#sources.delete(source);
        for (const gameId of games) this.#shown.get(gameId)?.sources.delete(source);
      },
      signal,
    });
    this.#sources.add(source);
    for (const gameId of games) this.#shown.get(gameId)?.sources.add(source);
    return source;
  }

  async #whole(gameId: string): Promise<FeedEvent> {
    const shown = this.#shown.get(gameId);
    const known = shown?.known ?? (await this.#game(gameId));
    const of = { gameId, cursor: "delayed" };
    if (known === null) return { type: "deleted", ...of };
    const whole = shown?.whole ?? { type: "game" as const, ...of, ...known };
    if (shown !== undefined) shown.whole = whole;
    return whole;
  }

  /** A game as it was then; one that is not followed is as it is stored, without what came later. */
  async #game(gameId: string): Promise<FollowedGame | null> {
    const shown = this.#shown.get(gameId);
    if (shown !== undefined) return shown.known;
    const [found] = await this.#database.execute(loadWholeGame, { gameId });
    return found === undefined ? null : asOf(found, new Date(Date.now() - this.#delay));
  }

  async #followAll(): Promise<void> {
    const { signal } = this.#ending;
    const status = ["pending", "active", "paused"] as const;
    for await (const { gameId, state } of this.#feed.followGames({ status, signal }))
      if (state !== null && !this.#followed.has(gameId))
        this.#followed.set(
          gameId,
          this.#follow(gameId).finally(() => this.#followed.delete(gameId)),
        );
  }

  async #follow(gameId: string): Promise<void> {
    const known = await this.#game(gameId).catch(() => null);
    if (this.#feed.isClosed) return;
    if (known !== null) this.#begin(gameId, known);
    for await (const event of this.#feed.follow(gameId, { signal: this.#ending.signal })) {
      this.#hold(() => this.#show(event));
      if (event.type === "deleted") return;
      const details = await this.#details.read(gameId).catch(() => null);
      if (details !== null) this.#hold(() => this.#showDetails(gameId, details));
      if (isOver(event.game.status)) return this.#hold(() => this.#shown.delete(gameId));
    }
  }

  #hold(show: () => void): void {
    this.#held.push({ due: performance.now() + this.#delay, show });
    this.#wait();
  }

  #wait(): void {
    const [next] = this.#held;
    if (next === undefined || this.#timer !== undefined || this.#ending.signal.aborted) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        while (this.#held[0] !== undefined && this.#held[0].due <= performance.now())
          this.#held.shift()?.show();
        this.#wait();
      },
      Math.max(0, Math.ceil(next.due - performance.now())),
    );
  }

  #begin(gameId: string, known: FollowedGame): ShownGame {
    const sources = [...this.#sources].filter(({ games }) => games.includes(gameId));
    const shown = { known, details: null, whole: undefined, sources: new Set(sources) };
    this.#shown.set(gameId, shown);
    return shown;
  }

  #show(event: FeedEvent): void {
    const { gameId } = event;
    const before = this.#shown.get(gameId);
    const known = applyEvent(before?.known, event);
    const isOther = before?.known.game.status !== known?.game.status;
    if (known === undefined) this.#shown.delete(gameId);
    else Object.assign(before ?? this.#begin(gameId, known), { known, whole: undefined });
    for (const source of before?.sources ?? []) source.push(event);
    if (isOther) this.#list.refresh();
  }

  #showDetails(gameId: string, details: GameDetails): void {
    const shown = this.#shown.get(gameId);
    if (shown !== undefined) shown.details = details;
  }
}

interface SourceOptions {
  readonly games: readonly string[];
  readonly whole: (gameId: string) => Promise<FeedEvent>;
  readonly whenEnded: () => void;
  readonly signal: AbortSignal;
}

/** How many events wait for a client, before whole games are the shorter way. */
const mostWaiting = 64;

/** One client's events. It begins with the whole games, and so it does again where too many events have piled up. */
class DelayedSource implements EventSource {
  readonly games: readonly string[];
  readonly cursors = "";
  readonly #options: SourceOptions;
  readonly #stopListening: () => void;
  #events: FeedEvent[] = [];
  #needsWhole = true;
  #wake: (() => void) | undefined;
  wasEnded = false;

  constructor(options: SourceOptions) {
    this.#options = options;
    this.games = options.games;
    this.#stopListening = onAbort(options.signal, () => this.end());
    if (options.signal.aborted) this.end();
  }

  push(event: FeedEvent): void {
    if (this.#needsWhole) return;
    this.#events.push(event);
    if (this.#events.length > mostWaiting) {
      this.#events = [];
      this.#needsWhole = true;
    }
    this.#wake?.();
  }

  async take(): Promise<FeedEvent | undefined> {
    while (!this.wasEnded) {
      if (this.#needsWhole) {
        // Events that become due while the games are read come after them.
        this.#needsWhole = false;
        for (const gameId of this.games) this.#events.push(await this.#options.whole(gameId));
      }
      const event = this.#events.shift();
      if (event !== undefined) return event;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return undefined;
  }

  end(): void {
    if (this.wasEnded) return;
    this.wasEnded = true;
    this.#stopListening();
    this.#options.whenEnded();
    this.#wake?.();
  }
}

const isOver = (status: GameStatus): boolean => status === "completed" || status === "abandoned";

/** A game as it was, as far as the times of its plays show it: what was changed or removed since is as it is now. */
function asOf({ game, plays, lineups }: FollowedGame, time: Date): FollowedGame {
  const wasOver = isOver(game.status) && game.completedAt !== null && game.completedAt <= time;
  if (wasOver || game.status === "pending") return { game, plays, lineups };
  const known = plays.filter(({ createdAt }) => createdAt <= time);
  const last = known.at(-1);
  const { inning, half, awayScore, homeScore } = last === undefined ? firstSituation : situationAfter(last);
  const playNumber = last?.playNumber ?? 0;
  const hasBegun = known.length > 0 || (game.startedAt !== null && game.startedAt <= time);
  const wasOn = game.status === "paused" ? "paused" : "active";
  const status = hasBegun ? wasOn : "pending";
  return {
    game: { ...game, status, inning, half, awayScore, homeScore, winnerTeamId: null, completedAt: null },
    plays: known,
    lineups: lineups
      .filter(({ afterPlay }) => afterPlay <= playNumber)
      .map((entry) => ({
        ...entry,
        decision: null,
        isActive: entry.leftAfterPlay === null ? entry.isActive : entry.leftAfterPlay > playNumber,
      })),
  };
}
