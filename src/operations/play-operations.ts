import * as z from "zod";
import { ValidationError } from "../errors/errors.js";
import { expectedVersion, uuidText } from "../models/input-schemas.js";
import { once } from "../models/once.js";
import { playRules } from "../models/play-rules.js";
import { type Play, type PlayInput, type PlayValues, playInput } from "../models/plays-table.js";
import { labelOf, merged, validate } from "../models/validate.js";
import type { Correction } from "../rules/scoring/earned-runs.js";
import { assertWritable, type Executor } from "../session/executor.js";
import type { GameStateValues } from "../statements/game-statements.js";
import * as statements from "../statements/play-statements.js";
import * as recordStatements from "../statements/record-play-statements.js";
import { loadGameBeforePlay } from "../statements/whole-game-statements.js";
import { checkedState, type GameState } from "./game-operations.js";
import { checkTogether } from "./operation-input.js";
import { gameNotFound, retryUntilWritten, type VersionExpectation } from "./optimistic-update.js";
import {
  illegalPlay,
  type RecordedPlay,
  reasonsAgainstPlay,
  recordedBefore,
  storedBefore,
} from "./play-refusals.js";

export type { PlayWithPlayers } from "../statements/play-statements.js";

/** A page of a game's plays. */
export interface PlayPage {
  /** Only plays with a greater number. Default: 0, for all. */
  readonly after?: number;
  /** The most plays, from 1. Default: all. */
  readonly limit?: number;
}

/** What a caller expects of a game, so that only one of two servers can record, and how strictly a play is checked. */
export interface PlayExpectation extends VersionExpectation {
  /** The number of the last play that you know, 0 before the first; your play has the next number. */
  readonly expectedLastPlay?: number | undefined;
  /**
   * True to store a play that does not follow from the last one, or in a game that is not pending or active: for a game that is
   * not recorded from its beginning, or a play that was left out. Only a play with the highest number changes the state of the
   * game. Default: false.
   */
  readonly outOfSequence?: boolean | undefined;
  /**
   * True to check the play against the whole game: a batter who is not due, runners who are not on their bases or are charged to
   * another pitcher, players who are not in the game or not at their positions, a play after the end, a state that does not
   * follow from the play. It reads the game first, in a second round trip that grows with the number of plays. Default: false.
   */
  readonly strict?: boolean | undefined;
  /** Earlier plays of the half-inning whose runs this play makes earned, as `scorePlay` returns them. Default: none. */
  readonly corrections?: readonly Correction[] | undefined;
}

type ExpectationValues = {
  readonly expectedVersion: number | null;
  readonly expectedLastPlay: number | null;
  readonly outOfSequence: boolean;
  readonly strict: boolean;
  readonly corrections: readonly Correction[];
};
const anything: ExpectationValues = {
  ...{ expectedVersion: null, expectedLastPlay: null },
  ...{ outOfSequence: false, strict: false, corrections: [] },
};

/** A play and a state that were checked. */
interface Given {
  readonly play: PlayValues;
  readonly state: GameStateValues;
  readonly stateHash: number;
}

export async function savePlay(executor: Executor, play: PlayInput): Promise<number> {
  const values = checkedPlay(play);
  return retryUntilWritten(executor, values.gameId, async () => {
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
      ? await executor.execute(recordStatements.recordPlayOutOfSequence, {
          ...given,
          expectedLastPlay,
        })
      : corrections.length > 0
        ? await executor.execute(recordStatements.recordPlayWithCorrections, { ...given, corrections })
        : await executor.execute(recordStatements.recordPlay, given);
    if (recorded !== undefined) return { playId: recorded.id, stateVersion: recorded.stateVersion };
    return recordedBefore(given, expectation, await findPlay(executor, given.play));
  };
  return inCallOrder(executor, gameId, () => retryUntilWritten(executor, gameId, record));
}

/**
 * Records a play if it is possible in the game as it is read, and the game is unchanged when it is written.
 *
 * @throws {IllegalPlayError}
 */
async function recordJudged(
  executor: Executor,
  given: Given,
  expectation: ExpectationValues,
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
      : await executor.execute(recordStatements.recordJudgedPlay, { ...given, expectedVersion, feedVersion });
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
): Promise<statements.PlayWithPlayers[]> {
  return executor.execute(statements.getPlaysWithPlayers, checkedRange("getPlaysWithPlayers", gameId, page));
}

function checkedPlay(play: PlayInput): PlayValues {
  return validate(() => subjectOf(play), playInput, play, playRules);
}

function subjectOf(play: PlayInput): string {
  const gameId = labelOf(play, "gameId");
  return gameId === undefined ? "The play" : `Play ${labelOf(play, "playNumber")} of game ${gameId}`;
}

const playRange = once(() =>
  z.strictObject({
    gameId: uuidText(),
    after: z.int32().min(0).default(0),
    limit: z.int32().min(1).nullable().default(null),
  }),
);

function checkedRange(operation: string, gameId: string, page: PlayPage): statements.PlayRange {
  const given = page === null ? page : merged(page, { gameId });
  return validate(`The input of ${operation}`, playRange, given);
}

const playExpectation = once(() => {
  const correction = z.strictObject({
    playNumber: z.int().min(1).max(32_767),
    earnedRuns: z.int().min(0).max(4),
    earnedRunCode: z.int().min(0).max(15),
    teamUnearnedRuns: z.int().min(0).max(4),
  });
  return z
    .strictObject({
      expectedVersion: expectedVersion(),
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
        message: "cannot be given with strict or outOfSequence: scorePlay has checked the play already",
      },
    );
});

function checkedExpectation(play: PlayInput, options: PlayExpectation | undefined): ExpectationValues {
  if (options === undefined) return anything;
  const subject = "The expectation";
  const checked = validate<ExpectationValues>(subject, playExpectation, options);
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

/** Reads why a play was not written. @throws {GameNotFoundError} */
async function findPlay(
  executor: Executor,
  { gameId, playNumber }: PlayValues,
): Promise<statements.FoundPlay> {
  const [found] = await executor.execute(statements.findPlay, { gameId, playNumber });
  if (found === undefined) throw gameNotFound(gameId);
  return found;
}

/** The last running call for each game, by the executor that runs it. */
const runningCalls = new WeakMap<Executor, Map<string, Promise<unknown>>>();

/**
 * Runs calls for one game in call order on an executor that runs each as a transaction by itself: otherwise calls made together
 * would reach the server in any order, and a play must follow the one before it. In a transaction they are in order already.
 */
function inCallOrder<Result>(
  executor: Executor,
  gameId: string,
  call: () => Promise<Result>,
): Promise<Result> {
  if (executor.isTransaction !== false) return call();
  const calls = runningCalls.get(executor) ?? new Map<string, Promise<unknown>>();
  runningCalls.set(executor, calls);
  const before = calls.get(gameId);
  const running = before === undefined ? call() : before.then(call, call);
  calls.set(gameId, running);
  const end = () => {
    if (calls.get(gameId) === running) calls.delete(gameId);
  };
  running.then(end, end);
  return running;
}

const stateFields = [
  ...(["inning", "half", "homeScore", "awayScore"] as const),
  ...(["status", "winnerTeamId", "startedAt", "completedAt"] as const),
];

/**
 * Returns a hash of a state (FNV-1a, 32 bits). It is stored with the play that is recorded with the state, so that the same play
 * with another state is not taken for a repetition, even if more plays have followed.
 */
export function stateHash(state: GameStateValues): number {
  const text = JSON.stringify(stateFields.map((field) => state[field]));
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash | 0;
}
