import type { GameFile } from "../game-file/types.js";

/** Where an import's games go. */
export interface SeasonStore {
  /** Which of these games are stored. */
  storedOf(gameIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** A stored game; undefined when it is not there any more. */
  read(gameId: string): Promise<GameFile | undefined>;
  /**
   * Stores games, all or none of them, except those that somebody else has stored meanwhile.
   *
   * @returns the identifiers of those that it stored
   */
  store(files: readonly GameFile[]): Promise<ReadonlySet<string>>;
}
