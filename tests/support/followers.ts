import {
  applyEvent,
  type Feed,
  type FeedEvent,
  type FollowedGame,
  type FollowOptions,
} from "../../src/feed.js";
import type { Database } from "../../src/index.js";
import { loadWholeGame } from "../../src/statements/whole-game-statements.js";

/** An event in a word or two. */
function wordOf(event: FeedEvent): string {
  switch (event.type) {
    case "play":
    case "revised":
      return `${event.type} ${event.play.playNumber}`;
    case "rewound":
      return `rewound to ${event.to}`;
    case "status":
      return `status ${event.game.status}`;
    case "game":
      return `game of ${event.plays.length}`;
    default:
      return event.type;
  }
}

/** A follower that keeps its state, and can disconnect and reconnect. */
export class TestFollower {
  known: FollowedGame | undefined;
  cursor: string | undefined;
  readonly words: string[] = [];
  readonly #gameId: string;
  #events: AsyncIterableIterator<FeedEvent> | undefined;

  constructor(gameId: string) {
    this.#gameId = gameId;
  }

  /** Begins to follow, from its last cursor. */
  come(feed: Feed, options: FollowOptions<FeedEvent> = {}): this {
    this.#events = feed.follow(this.#gameId, { after: this.cursor, ...options });
    return this;
  }

  async leave(): Promise<void> {
    await this.#events?.return?.();
    this.#events = undefined;
  }

  /** Takes one event; undefined when the loop has ended. */
  async take(): Promise<FeedEvent | undefined> {
    const next = await this.#events?.next();
    if (next === undefined || next.done) return undefined;
    const event = next.value;
    this.#expectNews(event);
    this.known = applyEvent(this.known, event);
    this.cursor = event.cursor;
    this.words.push(wordOf(event));
    return event;
  }

  /** Checks that an event is not a repetition. */
  #expectNews(event: FeedEvent): void {
    if (event.type !== "play" && event.type !== "revised" && event.type !== "rewound") return;
    const numbers = new Set(this.known?.plays.map(({ playNumber }) => playNumber));
    const isNews =
      event.type === "rewound"
        ? [...numbers].some((number) => number > event.to)
        : numbers.has(event.play.playNumber) === (event.type === "revised");
    if (!isNews) throw new Error(`${wordOf(event)} is no news behind ${this.words.join(", ")}`);
  }

  /**
   * Takes events until it has what the database has.
   *
   * @param again the feed with which it continues if the loop ends because the game was deleted; without it, that is an error
   */
  async catchUp(database: Database, again?: Feed): Promise<void> {
    while (!isSame(this.known, await stored(database, this.#gameId))) {
      if ((await this.take()) !== undefined) continue;
      if (again === undefined) throw new Error(`the loop ended: ${this.words.join(", ")}`);
      this.come(again);
    }
  }

  /** The words since this was last called. */
  newWords(): string[] {
    return this.words.splice(0);
  }
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** A game as it is stored. */
export async function stored(database: Database, gameId: string): Promise<FollowedGame | undefined> {
  const [whole] = await database.execute(loadWholeGame, { gameId });
  if (whole === undefined) return undefined;
  const { game, plays, lineups } = whole;
  return { game, plays, lineups };
}
