import type { DatabaseOperations } from "../../operations/database-operations.js";
import type { FileLineupEntry, GameFile } from "./types.js";

const offField = new Set(["DH", "PH", "PR"]);

/**
 * Records a file's lineup entries at their place between the plays, and knows which identifier the database gave
 * to which of the file's.
 */
export class LineupRecorder {
  readonly #file: GameFile;
  readonly #databaseIds = new Map<number, number>();
  readonly #active = new Map<number, FileLineupEntry>();

  constructor(file: GameFile) {
    this.#file = file;
  }

  /** Takes over what is recorded already: the file's first entries, by the identifiers that the database gave. */
  resume(stored: readonly { id: number; isActive: boolean }[]): void {
    for (const [index, entry] of this.#file.lineups.slice(0, stored.length).entries()) {
      const row = stored[index] as { id: number; isActive: boolean };
      this.#databaseIds.set(entry.id, row.id);
      if (row.isActive) this.#active.set(entry.id, entry);
    }
  }

  /** The database's identifier of a file's lineup entry. */
  idOf(fileId: number): number {
    const id = this.#databaseIds.get(fileId);
    if (id === undefined) throw new RangeError(`lineup entry ${fileId} of the game file is not recorded yet`);
    return id;
  }

  /** True when somebody came in right after this play, and is not recorded yet. */
  hasEntriesAfter(playNumber: number): boolean {
    return this.#enteringAfter(playNumber).length > 0;
  }

  /** Records the entries that came in right after a play (0: the starters), those whom they replace going out. */
  async enterAfter(operations: DatabaseOperations, playNumber: number): Promise<void> {
    const entering = this.#enteringAfter(playNumber);
    const leaving = new Set(entering.map(({ replacingId }) => replacingId));
    for (const entry of entering) {
      for (const [id, present] of this.#active) {
        if (leaving.has(id) || this.#isPushedOut(present, entry)) await this.#leave(operations, id);
      }
      await this.#enter(operations, entry);
    }
  }

  /** Takes out whoever is still in although the file says that he did not finish the game. */
  async finish(operations: DatabaseOperations): Promise<void> {
    for (const [id, entry] of this.#active) if (!entry.isActive) await this.#leave(operations, id);
  }

  #enteringAfter(playNumber: number): FileLineupEntry[] {
    return this.#file.lineups.filter(
      ({ id, afterPlay }) => afterPlay === playNumber && !this.#databaseIds.has(id),
    );
  }

  /** Somebody who left without being replaced: his slot or his position goes to another. */
  #isPushedOut(present: FileLineupEntry, entering: FileLineupEntry): boolean {
    if (present.isActive || present.teamId !== entering.teamId) return false;
    const samePosition = present.position === entering.position && !offField.has(present.position);
    return samePosition || (present.battingOrder !== null && present.battingOrder === entering.battingOrder);
  }

  async #enter(operations: DatabaseOperations, entry: FileLineupEntry): Promise<void> {
    const { id, replacingId, cardId, playerId, ...rest } = entry;
    const common = {
      ...rest,
      gameId: this.#file.game.id,
      isActive: true,
      replacingId: replacingId === null ? null : this.idOf(replacingId),
    };
    const databaseId =
      cardId === null
        ? await operations.addSbaLineupPlayer({ ...common, playerId: playerId as number })
        : await operations.addPdLineupCard({ ...common, cardId });
    this.#databaseIds.set(id, databaseId);
    this.#active.set(id, entry);
  }

  async #leave(operations: DatabaseOperations, fileId: number): Promise<void> {
    await operations.deactivateLineupPlayer(this.#file.game.id, this.idOf(fileId));
    this.#active.delete(fileId);
  }
}
