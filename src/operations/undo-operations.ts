import * as z from "zod";
import { ValidationError } from "../errors/errors.js";
import type { Game } from "../models/games-table.js";
import { expectedVersion, uuidText } from "../models/input-schemas.js";
import type { LineupEntry } from "../models/lineups-table.js";
import { once } from "../models/once.js";
import type { DecisionValues } from "../models/pitching-decisions.js";
import { playRules } from "../models/play-rules.js";
import { type Play, type PlayInput, type PlayValues, playInput } from "../models/plays-table.js";
import { labelOf, merged, validate } from "../models/validate.js";
import { leftAfter } from "../rules/lineups/timeline.js";
import { firstSituation, situationAfter } from "../rules/situation.js";
import type { Decision } from "../rules/vocabulary.js";
import { assertWritable, type Executor } from "../session/executor.js";
import * as statements from "../statements/undo-statements.js";
import { checkedState, type GameState } from "./game-operations.js";
import { checkTogether } from "./operation-input.js";
import {
  attempts,
  lookAtGame,
  optimisticUpdate,
  staleGameState,
  type VersionExpectation,
} from "./optimistic-update.js";
import { stateHash } from "./play-operations.js";
import type { RecordedPlay } from "./play-refusals.js";

/** What a rewind removed from the database: enough to record it again. */
export interface RewoundGame {
  /** The game's row as it was before. */
  readonly before: Game;
  /** The plays that were removed, in order. */
  readonly plays: Play[];
  /** The lineup entries that were removed, in order of entry. */
  readonly lineups: LineupEntry[];
  /** The entries that are active again, as they were before the rewind, with the play after which each had ended. */
  readonly returned: LineupEntry[];
  /** The decisions that were removed: a game that continues has none. */
  readonly decisions: DecisionValues;
  /** How many times the game's state has changed, this change included. */
  readonly stateVersion: number;
}

const input = once(() =>
  z.strictObject({
    gameId: uuidText(),
    toPlayNumber: z.int32().min(0),
    expectedVersion: expectedVersion(),
  }),
);
type CheckedRewind = z.infer<ReturnType<typeof input>>;

export async function rewindGame(
  executor: Executor,
  gameId: string,
  toPlayNumber: number,
  options: VersionExpectation = {},
): Promise<RewoundGame> {
  assertWritable(executor, "rewindGame");
  const given = merged(options, { gameId, toPlayNumber });
  const values = validate<CheckedRewind>("The input of rewindGame", input, given);
  return optimisticUpdate<statements.FoundForRewind, RewoundGame>(executor, {
    ...values,
    read: () => executor.execute(statements.findForRewind, values),
    write: async (found) => {
      const returned = returningTo(values.toPlayNumber, found.lineups);
      const removed = await executor.execute(statements.rewindGame, {
        gameId: values.gameId,
        toPlayNumber: values.toPlayNumber,
        feedVersion: found.progress.feedVersion,
        ...situationTo(values, found),
        returning: returned.map(({ id }) => id),
      });
      const decisions = decisionsOf(found.lineups);
      return removed.map((rows) => ({ before: found.game, returned, decisions, ...rows }));
    },
  });
}

function decisionsOf(entries: readonly LineupEntry[]): DecisionValues {
  const entryWith = (decision: Decision) => entries.find((entry) => entry.decision === decision)?.id ?? null;
  return { win: entryWith("win"), loss: entryWith("loss"), save: entryWith("save") };
}

/** Entries that are not removed, and ended after the play. */
function returningTo(toPlayNumber: number, entries: readonly LineupEntry[]): LineupEntry[] {
  return entries.filter((entry) => {
    const left = leftAfter(entry, entries);
    return entry.afterPlay <= toPlayNumber && left !== null && left > toPlayNumber;
  });
}

/** @throws {ValidationError} when the game has no such play */
function situationTo({ gameId, toPlayNumber }: CheckedRewind, { play, progress }: statements.FoundForRewind) {
  if (play === null && toPlayNumber !== 0) {
    const message = `must be 0 or the number of a play; the last play of game ${gameId} is ${progress.lastPlay}`;
    throw new ValidationError("The input of rewindGame", [{ field: "toPlayNumber", message }], {
      details: { gameId, toPlayNumber },
    });
  }
  const { inning, half, homeScore, awayScore } = play === null ? firstSituation : situationAfter(play);
  return { inning, half, homeScore, awayScore };
}

const expectation = once(() => z.strictObject({ expectedVersion: expectedVersion() }));

export async function reviseLastPlay(
  executor: Executor,
  play: PlayInput,
  state: GameState,
  options: VersionExpectation = {},
): Promise<RecordedPlay> {
  const subject = `The revision of play ${labelOf(play, "playNumber")} of game ${labelOf(play, "gameId")}`;
  const checked = checkTogether(subject, {
    play: () => validate<PlayValues>(subject, playInput, play, playRules),
    state: () => checkedState(labelOf(play, "gameId"), state),
    options: () => validate<z.infer<ReturnType<typeof expectation>>>("The expectation", expectation, options),
  });
  const { gameId, playNumber } = checked.play;
  const values = {
    ...{ play: checked.play, state: checked.state, ...checked.options },
    madeAt: play.createdAt === undefined ? null : checked.play.createdAt,
    stateHash: stateHash(checked.state),
  };
  for (let attempt = 1; ; attempt += 1) {
    const [revised] = await executor.execute(statements.reviseLastPlay, values);
    if (revised !== undefined) return { playId: revised.id, stateVersion: revised.stateVersion };
    const found = await lookAtGame(executor, gameId);
    const isAsExpected = (values.expectedVersion ?? found.stateVersion) === found.stateVersion;
    // Otherwise the game changed between the two statements, and the play can be revised now.
    if (attempt === attempts || found.lastPlay !== playNumber || !isAsExpected) {
      throw staleGameState(gameId, found);
    }
  }
}
