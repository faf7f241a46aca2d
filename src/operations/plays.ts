import * as z from "zod";
import { PlayConflictError, ValidationError } from "../errors/index.js";
import { uuidText } from "../models/input.js";
import { type Play, type PlayInput, type PlayValues, playInput, playRules } from "../models/plays/index.js";
import { labelOf, merged, validate } from "../models/validate.js";
import type { Correction } from "../rules/index.js";
import { assertWritable, type Executor } from "../session/executor.js";
import { recordPlayWithCorrections } from "../statements/corrected-plays.js";
import { type FoundPlay, findPlay as findPlayStatement } from "../statements/find-play.js";
import type { GameStateValues } from "../statements/games.js";
import type { GameProgress } from "../statements/life-cycle.js";
import { recordPlayOutOfSequence } from "../statements/out-of-sequence.js";
import * as statements from "../statements/plays.js";
import { loadGameBeforePlay } from "../statements/whole-game.js";
import { inCallOrder } from "./call-order.js";
import { checkTogether } from "./check-together.js";
import {
  expectedVersion,
  gameNotFound,
  staleGameState,
  type VersionExpectation,
  written,
} from "./found-game.js";
import { checkedState, type GameState } from "./games.js";
import { illegalPlay, reasonsAgainstPlay } from "./judged-play.js";
import { assertInSequence } from "./play-sequence.js";
import { differences, stateHash } from "./same-play.js";

export type PlayWithPlayers = statements.PlayWithPlayers;

/** Which plays: those after a number (default all), at most so many (default all), in order. */
export interface PlayPage {
  readonly after?: number;
  readonly limit?: number;
}

export interface RecordedPlay {
  readonly playId: number;
  /** How many times the game's state has changed so far. */
  readonly stateVersion: number;
}

/** What a caller who runs a game believes of it, so that two who both believe to run it cannot both record. */
export interface PlayExpectation extends VersionExpectation {
  /** The number of the last play that the caller knows, 0 before the first; his own play has the next number. */
  readonly expectedLastPlay?: number | undefined;
  /**
   * True to store a play that does not follow from the last one, or in a game that is not on: a game that is not recorded
   * from its beginning, a play that was left out. Where the game stands is changed only by a play with the highest number.
   */
  readonly outOfSequence?: boolean | undefined;
  /**
   * True to refuse also what only a look at the whole game can see: a batter who is not due, runners who are not on their
   * bases or are charged to another pitcher, people who are not in the game or stand elsewhere, a play after the end, a state
   * that does not follow from the play. It reads the game first: two round trips, and more with every play. Default: false.
   */
  readonly strict?: boolean | undefined;
  /** Earlier plays of the half-inning whose runs this play has made earned, as `scorePlay` returns them. */
  readonly corrections?: readonly Correction[] | undefined;
}

type Expectation = {
  readonly expectedVersion: number | null;
  readonly expectedLastPlay: number | null;
  readonly outOfSequence: boolean;
  readonly strict: boolean;
  readonly corrections: readonly Correction[];
};
const anything: Expectation = {
  ...{ expectedVersion: null, expectedLastPlay: null },
  ...{ outOfSequence: false, strict: false, corrections: [] },
};

/** What is recorded. */
interface Given {
  readonly play: PlayValues;
  readonly state: GameStateValues;
  readonly stateHash: number;
}

export async function savePlay(executor: Executor, play: PlayInput): Promise<number> {
  const values = checkedPlay(play);
  return written(executor, values.gameId, async () => {
    const [saved] = await executor.execute(statements.savePlay, values);
    return saved?.id ?? storedBefore(values, await findPlay(executor, values))?.playId;
  });
}

export async function recordPlay(
  executor: Executor,
  play: PlayInput,
  state: GameState,
  options?: PlayExpectation,
): Promise<RecordedPlay> {
  const checked = checkTogether(() => subjectOf(play), {
    play: () => checkedPlay(play),
    state: () => checkedState(labelOf(play, "gameId"), state),
    expectation: () => checkedExpectation(play, options),
  });
  const { expectation } = checked;
  const { expectedVersion, expectedLastPlay, corrections } = expectation;
  const given = {
    play: checked.play,
    state: checked.state,
    stateHash: stateHash(checked.state),
    expectedVersion,
  };
  const { gameId } = given.play;
  const record = async () => {
    if (expectation.strict) return recordJudged(executor, given, expectation);
    const [recorded] = expectation.outOfSequence
      ? await executor.execute(recordPlayOutOfSequence, {
          ...given,
          expectedLastPlay,
        })
      : corrections.length > 0
        ? await executor.execute(recordPlayWithCorrections, { ...given, corrections })
        : await executor.execute(statements.recordPlay, given);
    if (recorded !== undefined) return { playId: recorded.id, stateVersion: recorded.stateVersion };
    return recordedBefore(given, expectation, await findPlay(executor, given.play));
  };
  return inCallOrder(executor, gameId, () => written(executor, gameId, record));
}

/**
 * Records a play if nothing is wrong with it in the game as it is read, and the game is still so when it is written.
 *
 * @throws {IllegalPlayError}
 */
async function recordJudged(
  executor: Executor,
  given: Given,
  expectation: Expectation,
): Promise<RecordedPlay | undefined> {
  assertWritable(executor, "recordPlay");
  const { gameId, playNumber } = given.play;
  const [before] = await executor.execute(loadGameBeforePlay, { gameId });
  if (before === undefined) throw gameNotFound(gameId);
  const { lastPlay, feedVersion } = before.progress;
  const reasons = lastPlay + 1 === playNumber ? reasonsAgainstPlay(before, given.play, given.state) : [];
  const { expectedVersion } = expectation;
  const [recorded] =
    reasons.length > 0
      ? []
      : await executor.execute(statements.recordJudgedPlay, { ...given, expectedVersion, feedVersion });
  if (recorded !== undefined) return { playId: recorded.id, stateVersion: recorded.stateVersion };
  const stored = recordedBefore(given, expectation, await findPlay(executor, given.play));
  if (stored === undefined && reasons.length > 0) throw illegalPlay(given.play, reasons);
  return stored;
}

export async function getPlays(executor: Executor, gameId: string, page: PlayPage = {}): Promise<Play[]> {
  return executor.execute(statements.getPlays, checkedRange("getPlays", gameId, page));
}

export async function getPlaysWithPlayers(
  executor: Executor,
  gameId: string,
  page: PlayPage = {},
): Promise<PlayWithPlayers[]> {
  return executor.execute(statements.getPlaysWithPlayers, checkedRange("getPlaysWithPlayers", gameId, page));
}

function checkedPlay(play: PlayInput): PlayValues {
  return validate(() => subjectOf(play), playInput, play, playRules);
}

function subjectOf(play: PlayInput): string {
  const gameId = labelOf(play, "gameId");
  return gameId === undefined ? "The play" : `Play ${labelOf(play, "playNumber")} of game ${gameId}`;
}

const playRange = z.strictObject({
  gameId: uuidText,
  after: z.int32().min(0).default(0),
  limit: z.int32().min(1).nullable().default(null),
});

function checkedRange(operation: string, gameId: string, page: PlayPage): statements.PlayRange {
  const given = page === null ? page : merged(page, { gameId });
  return validate(`The input of ${operation}`, playRange, given);
}

const correction = z.strictObject({
  playNumber: z.int().min(1).max(32_767),
  earnedRuns: z.int().min(0).max(4),
  earnedRunCode: z.int().min(0).max(15),
  teamUnearnedRuns: z.int().min(0).max(4),
});

const playExpectation = z
  .strictObject({
    expectedVersion,
    expectedLastPlay: z.int32().min(0).nullable().default(null),
    outOfSequence: z.boolean().default(false),
    strict: z.boolean().default(false),
    corrections: z.array(correction).max(100).default([]),
  })
  .refine(({ strict, outOfSequence }) => !(strict && outOfSequence), {
    path: ["strict"],
    message: "cannot be given with outOfSequence: a strict play follows from the last one",
  })
  .refine(
    ({ corrections, strict, outOfSequence }) => corrections.length === 0 || !(strict || outOfSequence),
    {
      path: ["corrections"],
      message: "cannot be given with strict or outOfSequence: scorePlay has judged the play already",
    },
  );

function checkedExpectation(play: PlayInput, options: PlayExpectation | undefined): Expectation {
  if (options === undefined) return anything;
  const subject = "The expectation";
  const checked = validate<Expectation>(subject, playExpectation, options);
  const { expectedLastPlay } = checked;
  const playNumber = labelOf(play, "playNumber");
  if (expectedLastPlay !== null && playNumber !== undefined && Number(playNumber) !== expectedLastPlay + 1) {
    const issue = { field: "expectedLastPlay", message: "must be one less than the play's playNumber" };
    throw new ValidationError(subject, [issue]);
  }
  if (checked.outOfSequence && checked.corrections.length > 0) {
    const issue = { field: "corrections", message: "must be empty with outOfSequence" };
    throw new ValidationError(subject, [issue]);
  }
  return checked;
}

/** Looks why a play was not written. @throws {GameNotFoundError} */
async function findPlay(executor: Executor, { gameId, playNumber }: PlayValues): Promise<FoundPlay> {
  const [found] = await executor.execute(findPlayStatement, { gameId, playNumber });
  if (found === undefined) throw gameNotFound(gameId);
  return found;
}

/**
 * What a play that was not saved comes to, as the game was found then: its number is taken, by this very play, sent again
 * because its answer was lost, or by another. Nothing when it can be saved now: what was in the way is gone.
 *
 * @throws {PlayConflictError}
 */
function storedBefore(values: PlayValues, { game, play }: FoundPlay): RecordedPlay | undefined {
  if (play === null) return undefined;
  const differs = differences(values, play);
  if (differs.length > 0) throw playConflict(values, differs);
  return { playId: play.id, stateVersion: game.stateVersion };
}

/**
 * As {@link storedBefore}, for a play that was not recorded: that may also be because the game is not as expected, is not
 * on, or stands elsewhere than where the play begins.
 *
 * @throws {PlayConflictError} {StaleGameStateError} {GameStatusError} {PlaySequenceError}
 */
export function recordedBefore(
  { play: values, stateHash }: Pick<Given, "play" | "stateHash">,
  expectation: Omit<Expectation, "corrections">,
  found: FoundPlay,
): RecordedPlay | undefined {
  const { gameId } = values;
  const { game, play } = found;
  if (play !== null && differences(values, play).length === 0) {
    if (found.stateHash !== null && found.stateHash !== stateHash) throw playConflict(values, ["state"]);
    return { playId: play.id, stateVersion: game.stateVersion };
  }
  if (!isMet(expectation, game)) throw staleGameState(gameId, game);
  if (play !== null) return storedBefore(values, found);
  if (!expectation.outOfSequence) assertInSequence(values, found);
  return undefined;
}

function playConflict({ gameId, playNumber }: PlayValues, differs: readonly string[]): PlayConflictError {
  return new PlayConflictError(
    `Play ${playNumber} of game ${gameId} is stored with another content (${differs.join(", ")}). Give the play another number, or read what is there.`,
    { details: { gameId, playNumber, differs } },
  );
}

function isMet(
  { expectedVersion, expectedLastPlay }: Omit<Expectation, "corrections">,
  game: GameProgress,
): boolean {
  return (
    (expectedVersion ?? game.stateVersion) === game.stateVersion &&
    (expectedLastPlay ?? game.lastPlay) === game.lastPlay
  );
}
