import { z } from "zod";
import { GameNotFoundError } from "../../errors/index.js";
import { uuidText } from "../../models/input.js";
import { validate } from "../../models/validate.js";
import type { Executor } from "../../session/executor.js";
import { loadWholeGame, type WholeGame } from "../../statements/whole-game.js";
import { decisionInconsistencies } from "./decisions.js";
import { endingInconsistencies } from "./ending.js";
import type { Inconsistency } from "./inconsistency.js";
import { lineupInconsistencies } from "./lineups.js";
import { replay } from "./plays.js";
import { Timeline } from "./timeline.js";

const gameInput = z.strictObject({ gameId: uuidText });

/**
 * Replays a game's plays and tells everything that cannot be as it is stored: where a play does not follow from the
 * one before, who takes part without being in the game, and where the game's own row says something else than its
 * plays. One wrong value is told once, where it shows first.
 *
 * @returns in order of play, what concerns the game as a whole last; empty when nothing is wrong
 * @throws {GameNotFoundError}
 * @throws {ValidationError} when `gameId` is no UUID
 */
export async function verifyGame(executor: Executor, gameId: string): Promise<Inconsistency[]> {
  const values = validate<{ gameId: string }>("The input of verifyGame", gameInput, { gameId });
  const [whole] = await executor.execute(loadWholeGame, values);
  if (whole === undefined)
    throw new GameNotFoundError(`There is no game ${gameId}.`, { details: { gameId } });
  return inconsistenciesOf(whole);
}

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
