import type { GameFile } from "../game-file/types.js";

/** The target of an import. */
export interface SeasonStore {
  /** The games of these that are stored. */
  storedOf(gameIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** A stored game; undefined if it was deleted. */
  read(gameId: string): Promise<GameFile | undefined>;
  /**
   * Stores games, all or none of them, except those that somebody else has stored meanwhile.
   *
   * @returns the identifiers of those that it stored
   */
  store(files: readonly GameFile[]): Promise<ReadonlySet<string>>;
}
