import { GameNotFoundError } from "../../errors/errors.js";
import type { Executor } from "../../session/executor.js";
import { storedGames } from "../../statements/game-statements.js";
import type { GameFile } from "../game-file/game-file.js";
import { readGame } from "../game-file/read-game.js";

/** The target of an import. */
export interface SeasonStore {
  /** The games of these that are stored. */
  storedOf(gameIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** A stored game; undefined if it was deleted. */
  read(gameId: string): Promise<GameFile | undefined>;
  /**
   * Stores all games or none, except those that another process has stored in the meantime.
   *
   * @param note called with a sentence for each part that could not be stored in the usual way
   * @returns the identifiers of those that it stored
   */
  store(
    files: readonly GameFile[],
    note: (file: GameFile, notice: string) => void,
  ): Promise<ReadonlySet<string>>;
}

export async function storedOf(executor: Executor, gameIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await executor.execute(storedGames, { gameIds });
  return new Set(rows.map(({ id }) => id));
}

/** A stored game; undefined if it was deleted. */
export async function readStored(executor: Executor, gameId: string): Promise<GameFile | undefined> {
  try {
    return await readGame(executor, gameId);
  } catch (error) {
    if (error instanceof GameNotFoundError) return undefined;
    throw error;
  }
}
