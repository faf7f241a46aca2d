import { GameExistsError } from "../../errors/errors.js";
import { DatabaseOperations } from "../../operations/database-operations.js";
import type { Database } from "../../session/database.js";
import type { GameFile } from "../game-file/game-file.js";
import { recordGame } from "../game-file/record-game.js";
import { readStored, type SeasonStore, storedOf } from "./season-store.js";

/** Records games play by play like a live server, one transaction per game. */
export class OperationsStore implements SeasonStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  storedOf(gameIds: readonly string[]): Promise<ReadonlySet<string>> {
    return storedOf(this.#database, gameIds);
  }

  read(gameId: string): Promise<GameFile | undefined> {
    return readStored(this.#database, gameId);
  }

  async store(
    files: readonly GameFile[],
    note: (file: GameFile, notice: string) => void,
  ): Promise<ReadonlySet<string>> {
    const stored = new Set<string>();
    for (const file of files) {
      const notices = await this.#record(file);
      if (notices === undefined) continue;
      stored.add(file.game.id);
      for (const notice of notices) note(file, notice);
    }
    return stored;
  }

  /** Undefined if another process has stored the game in the meantime. */
  async #record(file: GameFile): Promise<readonly string[] | undefined> {
    try {
      return await this.#database.transaction((session) => recordGame(new DatabaseOperations(session), file));
    } catch (error) {
      if (error instanceof GameExistsError) return undefined;
      throw error;
    }
  }
}
