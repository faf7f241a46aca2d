import * as z from "zod";
import { GameNotFoundError, StaleGameStateError } from "../errors/index.js";
import type { Executor } from "../session/executor.js";
import { type FoundGame, findGame, type GameProgress } from "../statements/life-cycle.js";

/** What a caller believes of a game, so that nothing is changed when it has moved on meanwhile. */
export interface VersionExpectation {
  /** The `stateVersion` that the caller knows. Left out, the change is made whatever the version is. */
  readonly expectedVersion?: number | undefined;
}

export const expectedVersion = z.int32().min(0).nullable().default(null);

/** How often an operation looks anew at a game that others keep changing under its hands. */
export const attempts = 5;

/**
 * Writes what a statement writes unless somebody else changed the game after the statement began, and tries again until it
 * did, or `write` says why it cannot.
 *
 * @param write gives nothing where it may succeed when it is called again
 * @throws {StaleGameStateError} when others keep changing the game
 */
export async function written<Result>(
  executor: Executor,
  gameId: string,
  write: () => Promise<Result | undefined>,
): Promise<Result> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const result = await write();
    if (result !== undefined) return result;
  }
  throw staleGameState(gameId, await lookAtGame(executor, gameId));
}

/** How far a game is. @throws {GameNotFoundError} */
export async function lookAtGame(executor: Executor, gameId: string): Promise<FoundGame> {
  const [found] = await executor.execute(findGame, { gameId });
  if (found === undefined) throw gameNotFound(gameId);
  return found;
}

export function gameNotFound(gameId: string): GameNotFoundError {
  return new GameNotFoundError(`There is no game ${gameId}.`, { details: { gameId } });
}

export function staleGameState(gameId: string, found: GameProgress): StaleGameStateError {
  const { status, stateVersion, lastPlay } = found;
  return new StaleGameStateError(
    `Game ${gameId} has moved on: it is ${status}, at state version ${stateVersion}, and its last play is number ${lastPlay}. Read it again before you go on.`,
    { details: { gameId, status, stateVersion, lastPlay } },
  );
}
