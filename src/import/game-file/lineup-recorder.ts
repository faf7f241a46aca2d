import type { DatabaseOperations } from "../../operations/database-operations.js";
import type { FileLineupEntry, GameFile } from "./game-file.js";
import { type LineupStep, leaversAfter, stepsAfter } from "./lineup-steps.js";
import { byHand, refusedSteps, startOf, substitutionOf } from "./rehearsal.js";

/**
 * Records a file's lineups between the plays, and maps the file's identifiers to the database's.
 */
export class LineupRecorder {
  /**
   * The lineups are recorded as by a game server, with `setStartingLineup` and `substitute`. Steps that these would refuse are
   * entered entry by entry. Undefined if no steps lead to the file's entries: then each entry is stored as it is in the file.
   */
  readonly #refused: ReadonlyMap<number, readonly string[]> | undefined;
  readonly #file: GameFile;
  readonly #databaseIds = new Map<number, number>();
  /** The file's identifiers of ended entries. */
  readonly #ended = new Set<number>();

  constructor(file: GameFile) {
    this.#file = file;
    this.#refused = refusedSteps(file);
  }

  /** What is not recorded as a game server would record it, as sentences. */
  get notices(): readonly string[] {
    if (this.#refused === undefined)
      return [
        "the lineups do not follow from starting lineups and substitutions; each entry was stored as it is",
      ];
    return [...this.#refused].map(([first, reasons]) => {
      const { playerName, cardId, playerId, position, afterPlay } = this.#file.lineups[
        first - 1
      ] as FileLineupEntry;
      const name = playerName ?? (cardId === null ? `player ${playerId}` : `card ${cardId}`);
      return `after play ${afterPlay}, ${name} came in as ${position} against the rules, and was entered by hand: ${reasons.join(" ")}`;
    });
  }

  /** Takes over the entries that are already recorded: the file's first ones, with the database's identifiers. */
  resume(stored: readonly { id: number; isActive: boolean }[]): void {
    for (const [index, entry] of this.#file.lineups.slice(0, stored.length).entries()) {
      const row = stored[index] as { id: number; isActive: boolean };
      this.#databaseIds.set(entry.id, row.id);
      if (!row.isActive) this.#ended.add(entry.id);
    }
  }

  /** The database's identifier of a file's lineup entry. */
  idOf(fileId: number): number {
    const id = this.#databaseIds.get(fileId);
    if (id === undefined) throw new RangeError(`lineup entry ${fileId} of the game file is not recorded yet`);
    return id;
  }

  /** True if the lineups changed right after this play and the change is not recorded yet. */
  hasEntriesAfter(playNumber: number): boolean {
    return this.#stepsAfter(playNumber).length > 0 || this.#leaversAfter(playNumber).length > 0;
  }

  /** Records what changed in the lineups right after a play (0: the starters). */
  async enterAfter(operations: DatabaseOperations, playNumber: number): Promise<void> {
    for (const step of this.#stepsAfter(playNumber)) {
      if (this.#refused === undefined) await this.#store(operations, step);
      else if (this.#refused.has(step.entries[0]?.id ?? 0)) await this.#enterByHand(operations, step);
      else if (step.isStart) await this.#start(operations, step);
      else await this.#substitute(operations, step);
    }
    for (const { id } of this.#leaversAfter(playNumber)) {
      await operations.deactivateLineupPlayer(this.#file.game.id, this.idOf(id));
      this.#ended.add(id);
    }
  }

  /** Records the win, the loss and the save, if they are not stored with the entries. */
  async decide(operations: DatabaseOperations): Promise<void> {
    const credited = this.#file.lineups.flatMap(({ id, decision }) =>
      decision === null ? [] : [[decision, this.idOf(id)]],
    );
    if (this.#refused === undefined || credited.length === 0) return;
    await operations.setDecisions(this.#file.game.id, Object.fromEntries(credited));
  }

  #stepsAfter(playNumber: number): LineupStep[] {
    const steps = stepsAfter(this.#file.lineups, playNumber);
    return steps.filter(({ entries }) => !entries.every(({ id }) => this.#databaseIds.has(id)));
  }

  #leaversAfter(playNumber: number): FileLineupEntry[] {
    if (this.#refused === undefined) return [];
    return leaversAfter(this.#file.lineups, playNumber).filter(({ id }) => !this.#ended.has(id));
  }

  async #start(operations: DatabaseOperations, step: LineupStep): Promise<void> {
    const { entries } = await operations.setStartingLineup(startOf(this.#file.game.id, step));
    this.#note(step, entries);
  }

  async #substitute(operations: DatabaseOperations, step: LineupStep): Promise<void> {
    const substitution = substitutionOf(this.#file.game.id, step, (id) => this.idOf(id));
    const { entries, ended } = await operations.substitute(substitution);
    const endedIds = new Set(ended.map(({ id }) => id));
    for (const [fileId, id] of this.#databaseIds) if (endedIds.has(id)) this.#ended.add(fileId);
    this.#note(step, entries);
  }

  /** Makes a step entry by entry, without checking the rules of substitution. */
  async #enterByHand(operations: DatabaseOperations, step: LineupStep): Promise<void> {
    const { entries, ended } = byHand(step);
    for (const id of ended) {
      const entry = this.#file.lineups[id - 1];
      if (this.#ended.has(id) || entry === undefined) continue;
      await operations.deactivateLineupPlayer(this.#file.game.id, this.idOf(id));
      this.#ended.add(id);
    }
    for (const entry of entries) await this.#add(operations, entry);
  }

  #note({ entries }: LineupStep, stored: readonly { id: number }[]): void {
    for (const [index, { id }] of entries.entries()) {
      this.#databaseIds.set(id, (stored[index] as { id: number }).id);
    }
  }

  async #store(operations: DatabaseOperations, { entries }: LineupStep): Promise<void> {
    const { lineups } = this.#file;
    for (const entry of entries) {
      // A file may omit that an entry ended if it says that another replaced it.
      const isActive = entry.isActive && !lineups.some((other) => other.replacingId === entry.id);
      await this.#add(operations, { ...entry, isActive });
    }
  }

  async #add(operations: DatabaseOperations, entry: FileLineupEntry): Promise<void> {
    const { id, replacingId, cardId, playerId, ...rest } = entry;
    const common = {
      ...rest,
      gameId: this.#file.game.id,
      replacingId: replacingId === null ? null : this.idOf(replacingId),
    };
    const databaseId =
      cardId === null
        ? await operations.addSbaLineupPlayer({ ...common, playerId: playerId as number })
        : await operations.addPdLineupCard({ ...common, cardId });
    this.#databaseIds.set(id, databaseId);
  }
}
