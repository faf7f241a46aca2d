import { CommitOutcomeUnknownError } from "../errors/errors.js";
import type { LineupEntry } from "../models/lineups-table.js";
import type { Play, PlayInput } from "../models/plays-table.js";
import { DatabaseOperations } from "../operations/database-operations.js";
import type { PlayEvent } from "../rules/notation/play-event.js";
import { applyPlay } from "../rules/scoring/apply-play.js";
import { type ScoredPlay, scorePlay } from "../rules/scoring/score-play.js";
import type { PlayNotes } from "../rules/scoring/scoring-game.js";
import { situationAfter } from "../rules/situation.js";
import type { Executor } from "../session/executor.js";
import { playDefaults } from "../statements/statement-columns.js";
import { type RecoveredGame, recoverSession } from "./recover-game.js";

export interface RecordEventOptions extends PlayNotes {
  /** The batter, if he is not the one who is due: a batter out of turn without an appeal. */
  readonly batter?: LineupEntry | undefined;
  /** The batter who left with two strikes: he is charged with a strikeout. */
  readonly formerBatter?: LineupEntry | undefined;
  /** The pitcher who left with the count in the batter's favor: he is charged with a walk. */
  readonly formerPitcher?: LineupEntry | undefined;
  /** True for an official scorer's record, which is stored as it is written. See `scorePlay`. */
  readonly asWritten?: boolean | undefined;
  /** False to store a play even if the game has changed since it was read, as `recordPlay` does. Default: true. */
  readonly strict?: boolean | undefined;
}

/** How often a play is sent when the outcome of its commit is unknown. */
const attempts = 3;

/**
 * Scores what happened, stores the play with the game's new state and with corrections of earlier plays in one transaction,
 * and returns the game after the play: what `recoverGame` would read. The game passed in is not changed, so it is still
 * correct if the transaction is rolled back.
 *
 * An event that cannot have happened is refused before anything is sent. If the connection is lost before the answer, the
 * play is sent again, which is safe. In a session's transaction that is left to the caller.
 *
 * @example
 * ```ts
 * let game = await recoverGame(database, gameId);
 * game = await recordEvent(database, game, "64(1)3/GDP", { diceRoll: "3+4" });
 * ```
 * @param executor a database, a session, or operations on one of them
 * @param game as `recoverGame`, `recordEvent` or `recordSubstitution` returned it
 * @param event Retrosheet's notation, or the same as an object
 * @throws {NotationError} if a text is not valid notation
 * @throws {ValidationError} if an object has invalid or unknown fields
 * @throws {IllegalPlayError} if this cannot have happened; `details.reasons` lists every reason
 * @throws {StaleGameStateError} if another process has changed the game
 * @throws {GameStatusError} {GameNotFoundError} and other errors of `recordPlay`
 */
export async function recordEvent(
  executor: Executor | DatabaseOperations,
  game: RecoveredGame,
  event: PlayEvent | string,
  options: RecordEventOptions = {},
): Promise<RecoveredGame> {
  const { batter, formerBatter, formerPitcher, asWritten, strict = true, ...notes } = options;
  const people = { batter, formerBatter, formerPitcher };
  const scored = scorePlay<LineupEntry>(game, event, { ...people, asWritten, notes });
  const play = { ...scored.play, createdAt: notes.createdAt ?? new Date() } as unknown as PlayInput;
  const state = { ...scored.state, ...(game.status === "pending" ? { status: "active" as const } : {}) };
  const operations = operationsOf(executor);
  const { playId, stateVersion } = await safely(executor, () =>
    operations.recordPlay(play, state, {
      ...(strict ? { expectedVersion: game.stateVersion, expectedLastPlay: game.playCount } : {}),
      corrections: scored.corrections,
    }),
  );
  const former = formerPitcher && hasLeft(formerPitcher, game);
  return followed(game, scored, { play: storedPlay(play, playId), stateVersion, formerPitcher: former });
}

/** The pitcher's entry after he left: the caller may pass it as it was when he pitched. */
function hasLeft(entry: LineupEntry, { lineups, pitcher }: RecoveredGame): LineupEntry {
  if ([...lineups.away, ...lineups.home].some(({ id }) => id === entry.id)) return entry;
  return { ...entry, isActive: false, leftAfterPlay: entry.leftAfterPlay ?? pitcher?.afterPlay ?? null };
}

/** @internal */
export function operationsOf(executor: Executor | DatabaseOperations): DatabaseOperations {
  return executor instanceof DatabaseOperations ? executor : new DatabaseOperations(executor);
}

/** Repeats safe work if its outcome is unknown. In the caller's transaction it does not, because that transaction is lost. */
async function safely<Result>(
  executor: Executor | DatabaseOperations,
  work: () => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const mayRepeat = error instanceof CommitOutcomeUnknownError && attempt < attempts;
      if (!mayRepeat || ("isTransaction" in executor && executor.isTransaction !== false)) throw error;
    }
  }
}

interface Recorded {
  readonly play: Play;
  readonly stateVersion: number;
  readonly formerPitcher: LineupEntry | undefined;
}

/** The game after the play. */
function followed(
  game: RecoveredGame,
  { corrections }: ScoredPlay,
  { play, stateVersion, formerPitcher }: Recorded,
): RecoveredGame {
  const { inning, half, homeScore, awayScore } = situationAfter(play);
  const status = game.status === "pending" ? ("active" as const) : game.status;
  const row = { ...game.game, inning, half, homeScore, awayScore, status, stateVersion };
  const next = applyPlay<LineupEntry, RecoveredGame, Play>(game, play, { corrections, formerPitcher });
  return withRow({ ...next, status, stateVersion, game: row });
}

/** The game with its session compared again, because the snapshot may be older than the game. */
export function withRow(game: RecoveredGame): RecoveredGame {
  const { session, lastPlay, playCount } = game;
  if (session === null || lastPlay === null) return game;
  const situation = situationAfter(lastPlay);
  return {
    ...game,
    session: recoverSession(session.session, { game: game.game, lastPlay, playCount, situation }),
  };
}

/** The play as the database would return it. */
function storedPlay(play: PlayInput, id: number): Play {
  const runners = [play.onFirstId, play.onSecondId, play.onThirdId];
  const finals = [play.batterFinal, play.onFirstFinal, play.onSecondFinal, play.onThirdFinal];
  const onBaseCode = runners.reduce<number>(
    (code, runner, index) => code + (runner == null ? 0 : 2 ** index),
    0,
  );
  const runsScored = finals.filter((final) => final === 4).length;
  return { ...playDefaults, ...play, id, onBaseCode, runsScored } as Play;
}
