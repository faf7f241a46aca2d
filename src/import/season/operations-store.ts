import { GameExistsError } from "../../errors/index.js";
import { DatabaseOperations } from "../../operations/database-operations.js";
import type { Database } from "../../session/database.js";
import { recordGame } from "../game-file/record.js";
import type { GameFile } from "../game-file/types.js";
import { readStored, storedOf } from "./read-stored.js";
import type { SeasonStore } from "./season-store.js";

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

  async store(files: readonly GameFile[]): Promise<ReadonlySet<string>> {
    const stored = new Set<string>();
    for (const file of files) if (await this.#record(file)) stored.add(file.game.id);
    return stored;
  }

  /** False when somebody else has stored the game meanwhile. */
  async #record(file: GameFile): Promise<boolean> {
    try {
      await this.#database.transaction((session) => recordGame(new DatabaseOperations(session), file));
      return true;
    } catch (error) {
      if (error instanceof GameExistsError) return false;
      throw error;
    }
  }
}
