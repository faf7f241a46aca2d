import { stepsAfter } from "../../src/import/game-file/lineup-steps.js";
import { createGame } from "../../src/import/game-file/record.js";
import { startOf, substitutionOf } from "../../src/import/game-file/rehearsal.js";
import type { GameFile } from "../../src/import.js";
import {
  DatabaseOperations,
  type Executor,
  type LineupEntry,
  type RecoveredGame,
  recordEvent,
  recordSubstitution,
  recoverGame,
} from "../../src/index.js";

/** Records a real game event by event, and gives the game after each step as `recordEvent` returns it. */
export class RecordedEvents {
  readonly #executor: Executor;
  readonly #file: GameFile;
  /** The database's identifiers by the file's. */
  readonly #ids = new Map<number, number>();

  constructor(executor: Executor, file: GameFile) {
    this.#executor = executor;
    this.#file = file;
  }

  /** Enters the game and its starting lineups. */
  async begin(): Promise<RecoveredGame> {
    const operations = new DatabaseOperations(this.#executor);
    await createGame(operations, this.#file);
    for (const step of stepsAfter(this.#file.lineups, 0)) {
      const { entries } = await operations.setStartingLineup(startOf(this.#file.game.id, step));
      this.#note(step.entries, entries);
    }
    return (await recoverGame(this.#executor, this.#file.game.id)) as RecoveredGame;
  }

  async *steps(begun: RecoveredGame): AsyncGenerator<RecoveredGame> {
    let game = begun;
    const { plays, lineups } = this.#file;
    for (const play of plays) {
      const { event } = play.playMetadata as { event: string };
      const entry = (id: number | null) => (id === null ? undefined : this.#formerEntry(id));
      game = await recordEvent(this.#executor, game, event, {
        asWritten: true,
        ...(this.#idOf(play.batterId) !== game.batter?.id && { batter: this.#formerEntry(play.batterId) }),
        formerPitcher: entry(play.responsiblePitcherId),
        formerBatter: entry(play.responsibleBatterId),
      });
      yield game;
      if (play === plays.at(-1)) return;
      for (const step of stepsAfter(lineups, play.playNumber)) {
        const { gameId: _, ...substitution } = substitutionOf(game.gameId, step, (id) => this.#idOf(id));
        const before = new Set([...game.lineups.away, ...game.lineups.home].map(({ id }) => id));
        game = await recordSubstitution(this.#executor, game, substitution as never);
        const after = [...game.lineups.away, ...game.lineups.home].filter(({ id }) => !before.has(id));
        this.#note(
          step.entries,
          after.toSorted((one, other) => one.id - other.id),
        );
        yield game;
      }
    }
  }

  #idOf(fileId: number): number {
    return this.#ids.get(fileId) as number;
  }

  #note(entries: readonly { id: number }[], stored: readonly { id: number }[]): void {
    for (const [index, { id }] of entries.entries()) this.#ids.set(id, (stored[index] as { id: number }).id);
  }

  #formerEntry(fileId: number): LineupEntry {
    const entry = this.#file.lineups[fileId - 1] as GameFile["lineups"][number];
    const gameId = this.#file.game.id;
    const { replacingId } = entry;
    return {
      ...entry,
      gameId,
      id: this.#idOf(fileId),
      replacingId: replacingId === null ? null : this.#idOf(replacingId),
      isActive: false,
      decision: null,
    } as LineupEntry;
  }
}
