import type { SeasonStore } from "../../src/import/season/season-store.js";
import type { GameFile } from "../../src/import.js";

/** Keeps imported games in memory. */
export class MemoryStore implements SeasonStore {
  readonly games = new Map<string, GameFile>();

  async storedOf(gameIds: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(gameIds.filter((id) => this.games.has(id)));
  }

  async read(gameId: string): Promise<GameFile | undefined> {
    return this.games.get(gameId);
  }

  async store(files: readonly GameFile[]): Promise<ReadonlySet<string>> {
    for (const file of files) this.games.set(file.game.id, file);
    return new Set(files.map(({ game }) => game.id));
  }
}
