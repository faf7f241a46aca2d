import type { FoundChange } from "../statements/feed-statements.js";
import { cursorOf, type FeedPosition, gameMark, positionAfter } from "./cursor.js";
import type { FeedEvent } from "./feed-events.js";

/** The events for a follower, and its position after them. */
export interface Batch {
  readonly events: readonly FeedEvent[];
  /** Undefined after the game was deleted. */
  readonly position: FeedPosition | undefined;
}

/** The cursor cannot be continued: the whole game has to be read and sent. */
export const wholeGame = Symbol("the whole game");

/** The most events for a follower; beyond that, the whole game is sent instead. */
const longestBatch = 64;

/**
 * The events for a follower at this position. They are the net change: a play that was recorded and removed in between does not
 * appear. Removed plays come first, then revised ones, and new plays last, so that a cursor between two events shows which of
 * them are still missing.
 *
 * @param isLong true to return any number of events instead of the whole game
 */
export function changesSince(
  from: FeedPosition | undefined,
  found: FoundChange,
  isLong = false,
): Batch | typeof wholeGame {
  if (from === undefined) return whole(found);
  if (from.game !== gameMark(found.game.id, found.game.createdAt)) return wholeGame;
  if (from.version > found.version || from.playCount < found.keptCount) return wholeGame;
  const batch = netChange(from, found);
  return !isLong && batch.events.length > longestBatch ? wholeGame : batch;
}

function whole(found: FoundChange): Batch {
  const { game, entries } = found;
  const position = positionAfter(found);
  const plays = found.plays.toSorted((one, other) => one.playNumber - other.playNumber);
  const event = { gameId: game.id, cursor: cursorOf(position), game, plays, lineups: entries };
  return { events: [{ type: "game", ...event }], position };
}

function netChange(from: FeedPosition, found: FoundChange): Batch {
  const { game, version, entries, entryIds } = found;
  const position = positionAfter(found);
  const events: object[] = [];
  let present: FeedPosition = { ...from, isPartial: true };
  const add = (event: object, moved: Partial<FeedPosition> = {}) => {
    present = { ...present, ...moved };
    events.push({ ...event, gameId: game.id, cursor: cursorOf(present), game });
  };
  if (found.keptCount < from.playCount) {
    add({ type: "rewound", to: found.lastKept }, { playCount: found.keptCount });
  }
  for (const play of found.plays) if (play.id <= from.greatestPlay) add({ type: "revised", play });
  const asOfNow = { version, entryCount: entryIds.length };
  if (entries.length > 0 || entryIds.length !== from.entryCount) {
    add({ type: "lineup", entries, entryIds }, asOfNow);
  }
  // From here on the follower has everything up to this version, except the new plays and what follows them.
  present = { ...present, ...asOfNow };
  for (const play of found.plays) {
    if (play.id <= from.greatestPlay) continue;
    add({ type: "play", play }, { playCount: present.playCount + 1, greatestPlay: play.id });
  }
  if (position.decisions !== from.decisions) {
    add({ type: "decisions", decisions: found.decisions }, { decisions: position.decisions });
  }
  const isUnsaid = events.length === 0 && position.version !== from.version;
  if (position.status !== from.status || isUnsaid) add({ type: "status" });
  return { events: withLastCursor(events, cursorOf(position)), position };
}

/** After the last event the position is complete. */
function withLastCursor(events: readonly object[], cursor: string): FeedEvent[] {
  const last = events.length - 1;
  return events.map((event, index) => (index === last ? { ...event, cursor } : event) as FeedEvent);
}
