import type { Game } from "../models/games-table.js";
import type { LineupEntry } from "../models/lineups-table.js";
import type { Play } from "../models/plays-table.js";
import type { Decision } from "../rules/vocabulary.js";

interface OfGame {
  readonly gameId: string;
  /** From here on, everything that comes after this event is still to come: `follow` takes it as `after`. */
  readonly cursor: string;
}

interface Change extends OfGame {
  /** The game's row as it is now, after all changes of this moment: the same in all events that come of one look. */
  readonly game: Game;
}

/** A play that is new. */
export interface PlayEvent extends Change {
  readonly type: "play";
  readonly play: Play;
}

/** A play that was known and has other content now: put it in the place of the one with its number. */
export interface RevisedEvent extends Change {
  readonly type: "revised";
  readonly play: Play;
}

/** The plays after number `to` were taken back; 0 for all of them. */
export interface RewoundEvent extends Change {
  readonly type: "rewound";
  readonly to: number;
}

/** Lineups have changed. */
export interface LineupEvent extends Change {
  readonly type: "lineup";
  /** The entries that are new or have changed. */
  readonly entries: readonly LineupEntry[];
  /** The ids of all entries that the game has now; one that is not among them was taken back. */
  readonly entryIds: readonly number[];
}

/** The pitchers of record, by lineup entry, are others than before. */
export interface DecisionsEvent extends Change {
  readonly type: "decisions";
  readonly decisions: Readonly<Record<Decision, number | null>>;
}

/** The game's row has changed, such as its status, and no play says it. */
export interface StatusEvent extends Change {
  readonly type: "status";
}

/** The whole game: what a follower begins with, and what it gets where its cursor does not lead on. */
export interface GameEvent extends Change {
  readonly type: "game";
  readonly plays: readonly Play[];
  /** Every entry of both lineups, in order of entry. */
  readonly lineups: readonly LineupEntry[];
}

/** The game is not there, or no more. Nothing comes after this. */
export interface DeletedEvent extends OfGame {
  readonly type: "deleted";
}

/** What has become of a game since the event before. */
export type FeedEvent =
  | PlayEvent
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
  readonly game: SomeGame;
  /** In the order of their numbers. */
  readonly plays: readonly SomePlay[];
  /** In order of entry. */
  readonly lineups: readonly Entry[];
}

/**
 * The game after an event: what a follower knows, kept up to date. It takes views of events as well, and runs in a browser.
 *
 * @example
 * ```ts
 * let known: FollowedGame | undefined;
 * for await (const event of feed.follow(gameId)) known = applyEvent(known, event);
 * ```
 * @param known what the events before this one have led to; undefined before the first one, which is a `game`
 * @returns undefined once the game is deleted
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
