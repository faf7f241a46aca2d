import { GameNotFoundError, StaleGameStateError } from "../errors/errors.js";
import type { Executor } from "../session/executor.js";
import { type FoundGame, findGame, type GameProgress } from "../statements/life-cycle-statements.js";

/** A change that depends on what was read, and is made only if that is still true. */
interface OptimisticUpdate<Present, Written> {
  readonly gameId: string;
  /** The version that the caller expects; null for any. */
  readonly expectedVersion: number | null;
  /** Reads everything on which the change depends, as of one instant. */
  read(): Promise<readonly Present[]>;
  /** Makes the change if the game is still as it was read. Returns no row if it is not. */
  write(present: Present): Promise<readonly Written[]>;
}

/**
 * Reads a game and writes a change of it, and does both again if another caller changed the game in between. It needs no
 * transaction: the write is one statement, which writes nothing if the game is not as it was read.
 *
 * @throws {GameNotFoundError} {StaleGameStateError}
 */
export async function optimisticUpdate<Present extends { readonly progress: GameProgress }, Written>(
  executor: Executor,
  { gameId, expectedVersion, read, write }: OptimisticUpdate<Present, Written>,
): Promise<Written> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const [present] = await read();
    if (present === undefined) throw gameNotFound(gameId);
    const { progress } = present;
    if (expectedVersion !== null && expectedVersion !== progress.stateVersion) {
      throw staleGameState(gameId, progress);
    }
    const [written] = await write(present);
    if (written !== undefined) return written;
  }
  throw staleGameState(gameId, await lookAtGame(executor, gameId));
}

/** What a caller expects of a game: when it has changed since, nothing is written. */
export interface VersionExpectation {
  /** The `stateVersion` that you have read. Default: any version. */
  readonly expectedVersion?: number | undefined;
}

/** How often an operation is tried while other callers change the game. */
export const attempts = 5;

/**
 * Repeats a write that does nothing if another caller changed the game in the meantime, until it has written, or throws the
 * reason why it cannot.
 *
 * @param write returns undefined if it may succeed when it is called again
 * @throws {StaleGameStateError} when others keep changing the game
 */
export async function retryUntilWritten<Result>(
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

/** Reads a game's status, version and last play. @throws {GameNotFoundError} */
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
    `Game ${gameId} has changed: it is ${status}, at state version ${stateVersion}, and its last play is number ${lastPlay}. Read it again before you continue.`,
    { details: { gameId, status, stateVersion, lastPlay } },
  );
}
