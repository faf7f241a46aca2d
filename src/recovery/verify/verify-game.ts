import * as z from "zod";
import { GameNotFoundError } from "../../errors/index.js";
import { uuidText } from "../../models/input.js";
import { validate } from "../../models/validate.js";
import type { Executor } from "../../session/executor.js";
import { findKnownFindings } from "../../statements/known-findings.js";
import { loadWholeGame, type WholeGame } from "../../statements/whole-game.js";
import { decisionInconsistencies } from "./decisions.js";
import { endingInconsistencies } from "./ending.js";
import type { Inconsistency } from "./inconsistency.js";
import { lineupInconsistencies } from "./lineups.js";
import { replay } from "./plays.js";
import { Timeline } from "./timeline.js";

const gameInput = z.strictObject({ gameId: uuidText });

/** A finding that an operator has marked as known. */
export interface KnownInconsistency extends Inconsistency {
  /** Why nothing is to be done about it. */
  readonly reason: string;
}

/** Everything that is found in a game: what is open, and what is known. */
export interface Findings {
  readonly open: Inconsistency[];
  readonly known: KnownInconsistency[];
}

/**
 * Replays a game's plays and returns everything that cannot be as it is stored: where a play does not follow from the
 * one before, who takes part without being in the game, and where the game's own row says something else than its
 * plays. One wrong value is returned once, where it shows first. What was marked by `markAsKnown` is left out.
 *
 * @returns in order of play, what concerns the game as a whole last; empty when nothing is wrong
 * @throws {GameNotFoundError}
 * @throws {ValidationError} when `gameId` is no UUID
 */
export async function verifyGame(executor: Executor, gameId: string): Promise<Inconsistency[]> {
  return (await findingsIn(executor, gameId, "verifyGame")).open;
}

/**
 * Verifies a game as `verifyGame` does, and gives the known findings too, each with its reason.
 *
 * @throws {GameNotFoundError} {ValidationError} as `verifyGame` does
 */
export function findingsOf(executor: Executor, gameId: string): Promise<Findings> {
  return findingsIn(executor, gameId, "findingsOf");
}

async function findingsIn(executor: Executor, gameId: string, caller: string): Promise<Findings> {
  const values = validate<{ gameId: string }>(`The input of ${caller}`, gameInput, { gameId });
  const all = await foundIn(executor, values.gameId);
  if (all.length === 0) return { open: [], known: [] };
  const stored = await executor.execute(findKnownFindings, values);
  const reasons = new Map(stored.map((row) => [keyOf(row), row.reason]));
  const known = all.flatMap((found) => {
    const reason = reasons.get(keyOf(found));
    return reason === undefined ? [] : [{ ...found, reason }];
  });
  return { open: all.filter((found) => !reasons.has(keyOf(found))), known };
}

/** Everything that is found in a game, known or not. @throws {GameNotFoundError} */
async function foundIn(executor: Executor, gameId: string): Promise<Inconsistency[]> {
  const [whole] = await executor.execute(loadWholeGame, { gameId });
  if (whole === undefined)
    throw new GameNotFoundError(`There is no game ${gameId}.`, { details: { gameId } });
  return inconsistenciesOf(whole);
}

interface Key {
  readonly kind: string;
  readonly play?: number | null;
  readonly message: string;
}

const keyOf = ({ kind, play, message }: Key) => JSON.stringify([kind, play ?? null, message]);

/** All that is wrong with a game of which everything is known. */
export function inconsistenciesOf({ game, lineups, plays }: Omit<WholeGame, "roster">): Inconsistency[] {
  const timeline = new Timeline(lineups);
  const lastPlay = plays.at(-1);
  const { found, end } = replay(game, plays, timeline);
  const ending = endingInconsistencies(game, lastPlay, end);
  const all = [
    ...found,
    ...lineupInconsistencies(timeline, lastPlay?.playNumber ?? 0),
    ...ending,
    ...decisionInconsistencies(game, lineups, { isEndingRight: ending.length === 0 }),
  ];
  return all.toSorted((one, other) => moment(one) - moment(other));
}

const moment = ({ play }: Inconsistency) => play ?? Number.MAX_SAFE_INTEGER;
