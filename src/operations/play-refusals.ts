import { isDeepStrictEqual } from "node:util";
import { GameStatusError, IllegalPlayError, PlayConflictError, PlaySequenceError } from "../errors/errors.js";
import type { Play, PlayValues } from "../models/plays-table.js";
import { nextPlayInconsistencies } from "../recovery/verify/verify-next-play.js";
import { firstSituation, situationAfter } from "../rules/situation.js";
import type { GameStateValues } from "../statements/game-statements.js";
import type { GameProgress } from "../statements/life-cycle-statements.js";
import type { FoundPlay } from "../statements/play-statements.js";
import { playColumns } from "../statements/statement-columns.js";
import type { LoadedGame } from "../statements/whole-game-statements.js";
import { staleGameState } from "./optimistic-update.js";

export interface RecordedPlay {
  /** The play's `id`. */
  readonly playId: number;
  /** How many times the game's state has changed so far. */
  readonly stateVersion: number;
}

/** A play as it was sent, with the hash of the state that was sent with it. */
interface Sent {
  readonly play: PlayValues;
  readonly stateHash: number;
}

/** What the caller expects of the game; null for anything. */
interface Expected {
  readonly expectedVersion: number | null;
  readonly expectedLastPlay: number | null;
  readonly outOfSequence: boolean;
}

/**
 * Finds out why a play was not saved: a play with its number is stored. If that is the same play, which was sent again because
 * its answer was lost, it is returned. Undefined means that the number is free now, and the play can be saved.
 *
 * @throws {PlayConflictError} when another play has the number
 */
export function storedBefore(values: PlayValues, { game, play }: FoundPlay): RecordedPlay | undefined {
  if (play === null) return undefined;
  const differs = differences(values, play);
  if (differs.length > 0) throw playConflict(values, differs);
  return { playId: play.id, stateVersion: game.stateVersion };
}

/**
 * As {@link storedBefore}, for a play that was not recorded. Other reasons are that the game is not as expected, is paused or over,
 * or that the play does not follow from the last one.
 *
 * @throws {PlayConflictError} {StaleGameStateError} {GameStatusError} {PlaySequenceError}
 */
export function recordedBefore(
  { play: values, stateHash }: Sent,
  expectation: Expected,
  found: FoundPlay,
): RecordedPlay | undefined {
  const { gameId } = values;
  const { game, play } = found;
  if (play !== null && differences(values, play).length === 0) {
    if (found.stateHash !== null && found.stateHash !== stateHash) throw playConflict(values, ["state"]);
    return { playId: play.id, stateVersion: game.stateVersion };
  }
  if (!isAsExpected(expectation, game)) throw staleGameState(gameId, game);
  if (play !== null) return storedBefore(values, found);
  if (!expectation.outOfSequence) assertInSequence(values, found);
  return undefined;
}

function playConflict({ gameId, playNumber }: PlayValues, differs: readonly string[]): PlayConflictError {
  return new PlayConflictError(
    `Play ${playNumber} of game ${gameId} is stored with other content (${differs.join(", ")}). Use another number, or read the stored play.`,
    { details: { gameId, playNumber, differs } },
  );
}

function isAsExpected({ expectedVersion, expectedLastPlay }: Expected, game: GameProgress): boolean {
  return (
    (expectedVersion ?? game.stateVersion) === game.stateVersion &&
    (expectedLastPlay ?? game.lastPlay) === game.lastPlay
  );
}

/**
 * Returns the fields in which a play differs from a stored one. `createdAt` is not compared: it differs when the same play is sent
 * again.
 */
export function differences(sent: PlayValues, stored: Play): string[] {
  const fields = Object.keys(sent) as (keyof PlayValues)[];
  return fields.filter((field) => field !== "createdAt" && !sameValue(field, sent[field], stored[field]));
}

const realFields = new Set<string>(
  Object.entries(playColumns).flatMap(([field, { columnType }]) => (columnType === "PgReal" ? [field] : [])),
);

/** A `real` is stored with fewer digits than a JavaScript number has, and JSON does not distinguish 0 and -0. */
function sameValue(field: keyof PlayValues, sent: unknown, stored: unknown): boolean {
  if (realFields.has(field)) return sameReal(sent as number | null, stored as number | null);
  if (typeof sent !== "object" || sent === null) return sent === stored;
  return isDeepStrictEqual(JSON.parse(JSON.stringify(sent)), stored);
}

/** A value that was not sent, and was filled in later, counts as the same. */
const sameReal = (sent: number | null, stored: number | null) =>
  sent === null || (stored !== null && Math.fround(sent) === Math.fround(stored));

/** The fields that say where in its game a play begins. */
const fields = ["playNumber", "inning", "half", "outsBefore", "awayScore", "homeScore"] as const;
type PlaceInGame = Pick<PlayValues, (typeof fields)[number]>;

/** Returns where the play after a game's last one begins. The database computes the same for `recordPlay`. */
function nextPlace({ last }: Pick<FoundPlay, "last">): PlaceInGame {
  const { inning, half, outs, awayScore, homeScore } = last === null ? firstSituation : situationAfter(last);
  const playNumber = (last?.playNumber ?? 0) + 1;
  return { playNumber, inning, half, outsBefore: outs, awayScore, homeScore };
}

/**
 * Checks that a play can be recorded in a game as it was found.
 *
 * @throws {GameStatusError} when the game is paused or over
 * @throws {PlaySequenceError} when the play does not follow from the last one
 */
function assertInSequence(play: PlayValues, found: FoundPlay): void {
  const { gameId, playNumber } = play;
  const { status, stateVersion, lastPlay } = found.game;
  if (status !== "pending" && status !== "active") {
    const legal = status === "paused" ? ["resumeGame"] : [];
    throw new GameStatusError(
      `Game ${gameId} is ${status}, and no play can be recorded${status === "paused" ? " before it is resumed" : ""}.`,
      { details: { gameId, status, stateVersion, lastPlay, legal } },
    );
  }
  const expected = nextPlace(found);
  const differs = fields.filter((field) => play[field] !== expected[field]);
  if (differs.length === 0) return;
  const sentences = differs.map((field) => `${field} is ${play[field]} and should be ${expected[field]}`);
  throw new PlaySequenceError(
    `Play ${playNumber} of game ${gameId} does not follow from the ${lastPlay === 0 ? "beginning" : `last play, number ${lastPlay}`}: ${sentences.join(", ")}. Record what is missing first, or pass outOfSequence.`,
    { details: { gameId, playNumber, lastPlay, stateVersion, expected, differs } },
  );
}

/** Returns every reason why a play, or the state given with it, is not possible in the game, as sentences. */
export function reasonsAgainstPlay(before: LoadedGame, play: PlayValues, state: GameStateValues): string[] {
  const { game } = before;
  const { inning, half, homeScore, awayScore } = state;
  const after = {
    ...game,
    ...{ inning, half, homeScore, awayScore },
    status: state.status ?? game.status,
    winnerTeamId: state.winnerTeamId ?? game.winnerTeamId,
  };
  const found = nextPlayInconsistencies(before, play as Play, after);
  return [...new Set(found.map(({ message }) => message))];
}

export function illegalPlay({ gameId, playNumber }: PlayValues, reasons: readonly string[]) {
  return new IllegalPlayError(
    `Play ${playNumber} of game ${gameId} is not recorded: it is strict. ${reasons.join(" ")}`,
    { details: { gameId, playNumber, reasons } },
  );
}
