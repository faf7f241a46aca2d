import type { GameStatus } from "../rules/vocabulary.js";
import type { FoundChange } from "../statements/feed-statements.js";

/**
 * What a follower has seen of a game: everything up to a version and, of the plays, which are sent last, those up to
 * `greatestPlay`. A revised play keeps its id; a play that is recorded again after a rewind gets a greater one. So the
 * greatest id shows which of the two happened.
 */
export interface FeedPosition {
  /** Identifies the game, and also which one it is if several games have had this id one after the other. */
  readonly game: string;
  readonly version: number;
  readonly playCount: number;
  /** The greatest id of the seen plays. */
  readonly greatestPlay: number;
  readonly entryCount: number;
  readonly status: GameStatus;
  /** The pitchers' decisions as a short text. */
  readonly decisions: string;
  /** True in the middle of a series of events: the later ones are still to come, although the version includes them. */
  readonly isPartial: boolean;
}

const letters: Readonly<Record<GameStatus, string>> = {
  pending: "p",
  active: "a",
  paused: "h",
  completed: "c",
  abandoned: "x",
};
const statuses = new Map(Object.entries(letters).map(([status, letter]) => [letter, status as GameStatus]));
const base = 36;
const form = /^([0-9a-z]{1,7}-[0-9a-z]{1,7})((?:\.[0-9a-z]{1,11}){4})\.([pahcx])([0-9a-z]{0,7})(~?)$/;

/** A position as the text that followers keep. */
export function cursorOf(position: FeedPosition): string {
  const { game, version, playCount, greatestPlay, entryCount, status, decisions, isPartial } = position;
  const numbers = [version, playCount, greatestPlay, entryCount].map((number) => number.toString(base));
  return `${game}.${numbers.join(".")}.${letters[status]}${decisions}${isPartial ? "~" : ""}`;
}

/** The position that a cursor encodes; undefined for a text that is not a cursor. */
export function positionOf(cursor: string): FeedPosition | undefined {
  const [, game, numbers, letter, decisions, partial] = form.exec(cursor) ?? [];
  const status = statuses.get(letter ?? "");
  if (game === undefined || numbers === undefined || status === undefined) return undefined;
  const [version, playCount, greatestPlay, entryCount] = numbers
    .slice(1)
    .split(".")
    .map((digits) => Number.parseInt(digits, base)) as [number, number, number, number];
  // Too large for the database to compare: this package did not make it.
  if (version > 2 ** 31 - 1 || !Number.isSafeInteger(greatestPlay)) return undefined;
  return {
    ...{ game, version, playCount, greatestPlay, entryCount, status },
    ...{ decisions: decisions ?? "", isPartial: partial === "~" },
  };
}

/** The position after everything that was found. */
export function positionAfter(found: FoundChange): FeedPosition {
  const { game, version, playCount, greatestPlay, entryIds, decisions } = found;
  return {
    ...{ game: gameMark(game.id, game.createdAt), version, playCount, greatestPlay },
    ...{ entryCount: entryIds.length, status: game.status, isPartial: false },
    decisions: decisionsMark(decisions),
  };
}

function decisionsMark({ win, loss, save }: FoundChange["decisions"]): string {
  return win === null && loss === null && save === null ? "" : mark(`${win},${loss},${save}`);
}

/** The part of a cursor that identifies the game. */
export const gameMark = (gameId: string, createdAt: Date) =>
  `${idMark(gameId)}-${mark(createdAt.toISOString())}`;

/** The part of {@link gameMark} that does not need the game. */
export const idMark = (gameId: string) => mark(gameId.toLowerCase());

/** A 32-bit hash of a text (FNV-1a). */
function mark(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(base);
}
