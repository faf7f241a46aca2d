import { z } from "zod";
import { PlayConflictError, ValidationError } from "../errors/index.js";
import { uuidText } from "../models/input.js";
import { type Play, type PlayInput, type PlayValues, playInput, playRules } from "../models/plays/index.js";
import { labelOf, merged, validate } from "../models/validate.js";
import type { Executor } from "../session/executor.js";
import { recordExpectedPlay } from "../statements/expected-play.js";
import type { GameProgress } from "../statements/life-cycle.js";
import * as statements from "../statements/plays.js";
import { checkTogether } from "./check-together.js";
import {
  attempts,
  expectedVersion,
  gameNotFound,
  staleGameState,
  type VersionExpectation,
} from "./found-game.js";
import { checkedState, type GameState } from "./games.js";
import { differences } from "./same-play.js";

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
}

type Expectation = { readonly expectedVersion: number | null; readonly expectedLastPlay: number | null };
const anything: Expectation = { expectedVersion: null, expectedLastPlay: null };

export async function savePlay(executor: Executor, play: PlayInput): Promise<number> {
  const values = checkedPlay(play);
  for (let attempt = 1; ; attempt += 1) {
    const [saved] = await executor.execute(statements.savePlay, values);
    if (saved !== undefined) return saved.id;
    const stored = await findStored(executor, values, anything, attempt);
    if (stored !== undefined) return stored.playId;
  }
}

export async function recordPlay(
  executor: Executor,
  play: PlayInput,
  state: GameState,
  options?: PlayExpectation,
): Promise<RecordedPlay> {
  const { expectation, ...given } = checkTogether(subjectOf(play), {
    play: () => checkedPlay(play),
    state: () => checkedState(labelOf(play, "gameId"), state),
    expectation: () => checkedExpectation(play, options),
  });
  const expectsNothing = expectation.expectedVersion === null && expectation.expectedLastPlay === null;
  for (let attempt = 1; ; attempt += 1) {
    const [recorded] = expectsNothing
      ? await executor.execute(statements.recordPlay, given)
      : await executor.execute(recordExpectedPlay, { ...given, ...expectation });
    if (recorded !== undefined) return { playId: recorded.id, stateVersion: recorded.stateVersion };
    const stored = await findStored(executor, given.play, expectation, attempt);
    if (stored !== undefined) return stored;
  }
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
  return validate(subjectOf(play), playInput, play, playRules);
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

const playExpectation = z.strictObject({
  expectedVersion,
  expectedLastPlay: z.int32().min(0).nullable().default(null),
});

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
  return checked;
}

/**
 * Looks why a play was not inserted: its number is taken, by this very play, sent again because its answer was lost,
 * or by another; or the game is not as expected. Nothing when it can be inserted now: what was in the way is gone.
 *
 * @throws {PlayConflictError} {StaleGameStateError} {GameNotFoundError}
 */
async function findStored(
  executor: Executor,
  values: PlayValues,
  expectation: Expectation,
  attempt: number,
): Promise<RecordedPlay | undefined> {
  const { gameId, playNumber } = values;
  const [found] = await executor.execute(statements.findPlay, { gameId, playNumber });
  if (found === undefined) throw gameNotFound(gameId);
  const stored = recordedBefore(values, expectation, found);
  if (stored === undefined && attempt === attempts) throw staleGameState(gameId, found.game);
  return stored;
}

/**
 * What a play that was not inserted comes to, as the game was found then; nothing when it can be inserted now.
 *
 * @throws {PlayConflictError} {StaleGameStateError}
 */
export function recordedBefore(
  values: PlayValues,
  expectation: Expectation,
  { game, play }: statements.FoundPlay,
): RecordedPlay | undefined {
  const { gameId, playNumber } = values;
  const differs = play === null ? [] : differences(values, play);
  if (play !== null && differs.length === 0) return { playId: play.id, stateVersion: game.stateVersion };
  if (!isMet(expectation, game)) throw staleGameState(gameId, game);
  if (play === null) return undefined;
  throw new PlayConflictError(
    `Play ${playNumber} of game ${gameId} is stored with another content (${differs.join(", ")}). Number the play anew, or read what is there.`,
    { details: { gameId, playNumber, differs } },
  );
}

function isMet({ expectedVersion, expectedLastPlay }: Expectation, game: GameProgress): boolean {
  return (
    (expectedVersion ?? game.stateVersion) === game.stateVersion &&
    (expectedLastPlay ?? game.lastPlay) === game.lastPlay
  );
}
