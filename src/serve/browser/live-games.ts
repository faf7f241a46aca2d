import { applyEvent, type FeedEvent, type FollowedGame } from "../../feed/feed-events.js";
import type { PublicEvent } from "../../feed/public-view.js";
import {
  type GameDetails,
  type GameView,
  gameView,
  type KnownGame,
  nothingSeen,
  type Seen,
} from "../page/game-view.js";

/** How many answers in a row may lack the newest plays. */
const mostAnswers = 4;
/** The pauses between reads, and the time that an answer may take, in milliseconds. */
const firstPause = 500;
const longestPause = 4_000;
const longestAnswer = 10_000;

interface BrowserGame {
  known: KnownGame;
  seen: Seen;
  /** Undefined until the server has answered; null where it has nothing yet. */
  details: GameDetails | null | undefined;
  isReading: boolean;
}

/** The games that a page shows, kept up to date by the stream and by what the server computes. */
export class LiveGames {
  readonly #games = new Map<string, BrowserGame>();
  readonly #whenChanged: () => void;

  /** @param whenChanged called when a view may have changed */
  constructor(whenChanged: () => void) {
    this.#whenChanged = whenChanged;
  }

  take(event: PublicEvent): void {
    const { gameId } = event;
    const before = this.#games.get(gameId);
    const known = applyEvent(before?.known as unknown as FollowedGame, event as unknown as FeedEvent);
    if (known === undefined) {
      this.#games.delete(gameId);
      this.#whenChanged();
      return;
    }
    const game = before ?? {
      known: known as unknown as KnownGame,
      seen: nothingSeen,
      details: undefined,
      isReading: false,
    };
    game.seen = seenAfter(game, event);
    game.known = known as unknown as KnownGame;
    this.#games.set(gameId, game);
    void this.#readDetails(gameId, game, before !== undefined);
    this.#whenChanged();
  }

  /** Undefined until the game and what the server computes for it have arrived. */
  view(gameId: string): GameView | undefined {
    const game = this.#games.get(gameId);
    return game?.details === undefined ? undefined : gameView(game.known, game.details, game.seen);
  }

  /**
   * Reads them until they include all known plays. Only a server that repeatedly answers without these is given up: after the
   * last play of an outage, nothing else would start another read.
   */
  async #readDetails(gameId: string, game: BrowserGame, isLater: boolean): Promise<void> {
    if (game.isReading) return;
    game.isReading = true;
    // Spread out, so that not all watchers of a game ask at the moment of a play.
    if (isLater) await pause(Math.random() * 300);
    for (let reads = 0, answers = 0; answers < mostAnswers && this.#games.get(gameId) === game; reads += 1) {
      const asked = game.known;
      const isAnswered = await this.#readOnce(gameId, game);
      if (asked === game.known && game.details?.playCount === game.known.plays.length) break;
      await pause(Math.min(longestPause, firstPause * 2 ** reads));
      answers = isAnswered && asked === game.known ? answers + 1 : 0;
    }
    game.isReading = false;
  }

  /** @returns whether the server has answered */
  async #readOnce(gameId: string, game: BrowserGame): Promise<boolean> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), longestAnswer);
    try {
      const response = await fetch(`/api/details/${gameId}`, { signal: abort.signal });
      if (response.ok) {
        game.details = (await response.json()) as GameDetails | null;
        this.#whenChanged();
      }
      return response.status < 500;
    } catch {
      // The stream reports that the server is not reachable.
      return false;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** What a page has seen of a game, after an event. */
export function seenAfter({ known, seen }: Pick<BrowserGame, "known" | "seen">, event: PublicEvent): Seen {
  switch (event.type) {
    case "game":
      return nothingSeen;
    case "play":
      return { ...seen, takenBack: 0 };
    case "revised":
      return { ...seen, corrected: new Set([...seen.corrected, event.play.playNumber]) };
    case "rewound":
      return {
        corrected: new Set([...seen.corrected].filter((number) => number <= event.to)),
        takenBack: known.plays.filter(({ playNumber }) => playNumber > event.to).length + seen.takenBack,
      };
    default:
      return seen;
  }
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
