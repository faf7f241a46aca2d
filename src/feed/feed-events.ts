import type { Game } from "../models/games-table.js";
import type { LineupEntry } from "../models/lineups-table.js";
import type { Play } from "../models/plays-table.js";
import type { Decision } from "../rules/vocabulary.js";

interface GameFeedEvent {
  /** The game's id. */
  readonly gameId: string;
  /** The position after this event: pass it to `follow` as `after`. */
  readonly cursor: string;
}

interface GameChangeEvent extends GameFeedEvent {
  /** The game's row after all changes of this read; it is the same in all events of one read. */
  readonly game: Game;
}

/** A new play. */
export interface NewPlayEvent extends GameChangeEvent {
  /** The kind of event. */
  readonly type: "play";
  /** The play. */
  readonly play: Play;
}

/** A known play with changed content: replace the one with its number. */
export interface RevisedEvent extends GameChangeEvent {
  /** The kind of event. */
  readonly type: "revised";
  /** The play as it is now. */
  readonly play: Play;
}

/** The plays after number `to` were removed; 0 for all of them. */
export interface RewoundEvent extends GameChangeEvent {
  /** The kind of event. */
  readonly type: "rewound";
  /** The number of the last play that is left; 0 for none. */
  readonly to: number;
}

/** The lineups changed. */
export interface LineupEvent extends GameChangeEvent {
  /** The kind of event. */
  readonly type: "lineup";
  /** The new and changed entries. */
  readonly entries: readonly LineupEntry[];
  /** The ids of all entries that the game has now; an entry that is not among them was removed. */
  readonly entryIds: readonly number[];
}

/** The winning, losing or saving pitcher changed; the values are lineup entries. */
export interface DecisionsEvent extends GameChangeEvent {
  /** The kind of event. */
  readonly type: "decisions";
  /** The lineup entries of the pitchers with win, loss and save; null if there is none. */
  readonly decisions: Readonly<Record<Decision, number | null>>;
}

/** The game's row changed, such as its status, without a play. */
export interface StatusEvent extends GameChangeEvent {
  /** The kind of event. */
  readonly type: "status";
}

/** The whole game: the first event, and the one after a cursor that cannot be continued. */
export interface GameEvent extends GameChangeEvent {
  /** The kind of event. */
  readonly type: "game";
  /** All plays, in order. */
  readonly plays: readonly Play[];
  /** Every entry of both lineups, in order of entry. */
  readonly lineups: readonly LineupEntry[];
}

/** The game does not exist, or was deleted. Nothing follows. */
export interface DeletedEvent extends GameFeedEvent {
  /** The kind of event. */
  readonly type: "deleted";
}

/** A change of a game since the previous event. */
export type FeedEvent =
  | NewPlayEvent
  | RevisedEvent
  | RewoundEvent
  | LineupEvent
  | DecisionsEvent
  | StatusEvent
  | GameEvent
  | DeletedEvent;

/** A game as a follower knows it. */
export interface FollowedGame<
  SomeGame = Game,
  SomePlay extends { readonly playNumber: number } = Play,
  Entry extends { readonly id: number } = LineupEntry,
> {
  /** The game's row. */
  readonly game: SomeGame;
  /** In the order of their numbers. */
  readonly plays: readonly SomePlay[];
  /** In order of entry. */
  readonly lineups: readonly Entry[];
}

/**
 * Applies an event to what a follower knows about a game. It also accepts views of events, and runs in a browser.
 *
 * @example
 * ```ts
 * let known: FollowedGame | undefined;
 * for await (const event of feed.follow(gameId)) known = applyEvent(known, event);
 * ```
 * @param known the result for the previous event; undefined before the first one, which is a `game`
 * @returns the game after the event; undefined if it was deleted
 */
export function applyEvent(known: FollowedGame | undefined, event: FeedEvent): FollowedGame | undefined {
  if (event.type === "deleted") return undefined;
  if (event.type === "game") return { game: event.game, plays: event.plays, lineups: event.lineups };
  if (known === undefined) return undefined;
  const { game } = event;
  switch (event.type) {
    case "play":
    case "revised":
      return { ...known, game, plays: withPlay(known.plays, event.play) };
    case "rewound":
      return { ...known, game, plays: known.plays.filter(({ playNumber }) => playNumber <= event.to) };
    case "lineup":
      return { ...known, game, lineups: withEntries(known.lineups, event) };
    default:
      return { ...known, game };
  }
}

function withPlay(plays: readonly Play[], play: Play): readonly Play[] {
  const last = plays.at(-1);
  if (last === undefined || last.playNumber < play.playNumber) return [...plays, play];
  const others = plays.filter(({ playNumber }) => playNumber !== play.playNumber);
  return [...others, play].sort((one, other) => one.playNumber - other.playNumber);
}

function withEntries(known: readonly LineupEntry[], { entries, entryIds }: LineupEvent): LineupEntry[] {
  const byId = new Map([...known, ...entries].map((entry) => [entry.id, entry]));
  return entryIds.flatMap((id) => byId.get(id) ?? []);
}
