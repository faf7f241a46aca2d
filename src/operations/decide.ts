import type { Executor } from "../session/executor.js";
import type { GameProgress } from "../statements/life-cycle.js";
import { attempts, gameNotFound, lookAtGame, staleGameState } from "./found-game.js";

/** A change that is decided here, and not in the database. */
interface Decision<Present, Written> {
  readonly gameId: string;
  /** The version that the caller knows; null when any will do. */
  readonly expectedVersion: number | null;
  /** Reads everything that the decision needs, as of one instant. */
  read(): Promise<readonly Present[]>;
  /** Decides, and writes it if the game is still as it was read; no row means that it is not. */
  write(present: Present): Promise<readonly Written[]>;
}

/**
 * Reads a game, decides, and writes, all again when somebody else changed the game in between. It needs no
 * transaction: what is written is one statement, which holds only for the game as it was read.
 *
 * @throws {GameNotFoundError} {StaleGameStateError}
 */
export async function decide<Present extends { readonly progress: GameProgress }, Written>(
  executor: Executor,
  { gameId, expectedVersion, read, write }: Decision<Present, Written>,
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
