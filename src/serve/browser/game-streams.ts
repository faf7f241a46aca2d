import { applyEvent, type FeedEvent, type FollowedGame } from "../../feed/feed-events.js";
import type { PublicEvent, PublicGame } from "../../feed/public-view.js";
import { FeedStream } from "./feed-stream.js";
import type { PageMessage, StreamMessage, StreamState } from "./stream-messages.js";

/** A page that has sent nothing for this many milliseconds is gone. The time is long because hidden pages have slow timers. */
const longestAbsence = 180_000;

interface WatchingPage {
  readonly send: (message: StreamMessage) => void;
  games: readonly string[];
  withList: boolean;
  heardAt: number;
}

/** The pages of a browser, and the stream that they share. It runs in a shared worker, or in one of the pages. */
export class GameStreams {
  readonly #pages = new Map<string, WatchingPage>();
  readonly #known = new Map<string, FollowedGame>();
  readonly #stream = new FeedStream({
    onEvent: (event) => this.#event(event),
    onGames: (games) => this.#list(games),
    onState: (state) => this.#state(state),
  });
  #games: readonly string[] = [];
  #withList = false;
  /** The scoreboard's list, while a page follows it. */
  #listed: readonly PublicGame[] | undefined;
  #connection: StreamState = { kind: "connecting" };

  constructor() {
    setInterval(() => this.#sweep(), 60_000);
  }

  /** Handles a page's message; `send` sends the answer. */
  take(page: string, message: PageMessage, send: (message: StreamMessage) => void): void {
    if (message.kind === "bye") this.#pages.delete(page);
    else if (message.kind === "watch") this.#watch(page, message, send);
    const known = this.#pages.get(page);
    if (known !== undefined) known.heardAt = Date.now();
    if (message.kind === "wake") this.#stream.wake();
    this.#follow();
  }

  #watch(
    page: string,
    { games, withList }: Pick<WatchingPage, "games" | "withList">,
    send: (message: StreamMessage) => void,
  ): void {
    const isNew = this.#pages.get(page)?.withList !== withList;
    this.#pages.set(page, { send, games, withList, heardAt: Date.now() });
    if (withList && isNew && this.#listed !== undefined) send({ kind: "games", games: this.#listed });
    send({ kind: "connection", connection: this.#connection });
    for (const gameId of games) {
      const known = this.#known.get(gameId);
      const event = { type: "game", gameId, cursor: "", ...known };
      if (known !== undefined) send({ kind: "event", event: event as unknown as PublicEvent });
    }
  }

  #sweep(): void {
    for (const [page, { heardAt }] of this.#pages)
      if (Date.now() - heardAt > longestAbsence) this.#pages.delete(page);
    this.#follow();
  }

  /** Follows the games that all pages watch together, if they have changed. */
  #follow(): void {
    const games = [...new Set([...this.#pages.values()].flatMap((page) => page.games))].sort();
    const withList = [...this.#pages.values()].some((page) => page.withList);
    if (!withList) this.#listed = undefined;
    if (games.join() === this.#games.join() && withList === this.#withList) return;
    this.#games = games;
    this.#withList = withList;
    for (const gameId of this.#known.keys()) if (!games.includes(gameId)) this.#known.delete(gameId);
    this.#stream.watch(games, withList);
  }

  #event(event: PublicEvent): void {
    const known = applyEvent(this.#known.get(event.gameId), event as unknown as FeedEvent);
    if (known === undefined) this.#known.delete(event.gameId);
    else this.#known.set(event.gameId, known);
    for (const { games, send } of this.#pages.values())
      if (games.includes(event.gameId)) send({ kind: "event", event });
  }

  #list(games: readonly PublicGame[]): void {
    this.#listed = games;
    for (const { withList, send } of this.#pages.values()) if (withList) send({ kind: "games", games });
  }

  #state(connection: StreamState): void {
    this.#connection = connection;
    for (const { send } of this.#pages.values()) send({ kind: "connection", connection });
  }
}
