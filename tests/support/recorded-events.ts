import { isDeepStrictEqual } from "node:util";
import { type LineupStep, stepsAfter } from "../../src/import/game-file/lineup-steps.js";
import { createGame } from "../../src/import/game-file/record-game.js";
import { byHand, refusedSteps, startOf, substitutionOf } from "../../src/import/game-file/rehearsal.js";
import { type FileLineupEntry, type FilePlay, type GameFile, readGame } from "../../src/import.js";
import {
  DatabaseOperations,
  type Executor,
  type LineupEntry,
  type RecoveredGame,
  recordEvent,
  recordSubstitution,
  recoverGame,
} from "../../src/index.js";

/** Records a real game event by event, and yields the game after each step as `recordEvent` returns it. */
export class RecordedEvents {
  /** Steps of the lineups that the rules refuse, entered entry by entry. */
  byHand = 0;
  readonly #executor: Executor;
  readonly #file: GameFile;
  readonly #refused: ReadonlyMap<number, readonly string[]>;
  /** The database's identifiers by the file's. */
  readonly #ids = new Map<number, number>();

  constructor(executor: Executor, file: GameFile) {
    this.#executor = executor;
    this.#file = file;
    this.#refused = refusedSteps(file) ?? new Map();
  }

  /** Enters the game and its starting lineups. */
  async begin(): Promise<RecoveredGame> {
    const operations = new DatabaseOperations(this.#executor);
    await createGame(operations, this.#file);
    for (const step of stepsAfter(this.#file.lineups, 0)) {
      if (step.isStart) {
        const { entries } = await operations.setStartingLineup(startOf(this.#file.game.id, step));
        this.#note(step.entries, entries);
      } else await this.#enterByHand(step);
    }
    return this.#recovered();
  }

  async *steps(begun: RecoveredGame): AsyncGenerator<RecoveredGame> {
    let game = begun;
    for (const play of this.#file.plays) {
      game = await this.#play(game, play);
      yield game;
      for (const step of stepsAfter(this.#file.lineups, play.playNumber)) {
        game = await this.#change(game, step);
        yield game;
      }
    }
  }

  /** The fields in which a stored play or entry is not the one of the file, as paths. */
  async differences(): Promise<string[]> {
    const stored = await readGame(this.#executor, this.#file.game.id);
    const undecided = this.#file.lineups.map((entry) => ({ ...entry, decision: null }));
    return [
      ...unlike("lineups", stored.lineups, undecided),
      ...unlike("plays", stored.plays, this.#file.plays),
    ];
  }

  #play(game: RecoveredGame, play: FilePlay): Promise<RecoveredGame> {
    const { event, ...notes } = play.playMetadata as { event: string };
    const entry = (id: number | null) => (id === null ? undefined : this.#formerEntry(id));
    const isOther = this.#idOf(play.batterId) !== game.batter?.id;
    return recordEvent(this.#executor, game, event, {
      asWritten: true,
      ...(isOther && { batter: this.#formerEntry(play.batterId) }),
      formerPitcher: entry(play.responsiblePitcherId),
      formerBatter: entry(play.responsibleBatterId),
      locked: play.locked,
      createdAt: play.createdAt,
      playMetadata: notes,
    });
  }

  async #change(game: RecoveredGame, step: LineupStep): Promise<RecoveredGame> {
    if (this.#refused.has(step.entries[0]?.id ?? 0)) {
      await this.#enterByHand(step);
      return this.#recovered();
    }
    const { gameId: _, ...substitution } = substitutionOf(game.gameId, step, (id) => this.#idOf(id));
    const before = new Set([...game.lineups.away, ...game.lineups.home].map(({ id }) => id));
    const after = await recordSubstitution(this.#executor, game, substitution as never);
    const entered = [...after.lineups.away, ...after.lineups.home].filter(({ id }) => !before.has(id));
    this.#note(
      step.entries,
      entered.toSorted((one, other) => one.id - other.id),
    );
    return after;
  }

  async #enterByHand(step: LineupStep): Promise<void> {
    this.byHand += 1;
    const operations = new DatabaseOperations(this.#executor);
    const gameId = this.#file.game.id;
    const { entries, ended } = byHand(step);
    for (const id of ended) await operations.deactivateLineupPlayer(gameId, this.#idOf(id)).catch(() => {});
    for (const { id, cardId: _, replacingId, playerId, ...entry } of entries) {
      const replaced = replacingId === null ? null : this.#idOf(replacingId);
      const given = { ...entry, gameId, playerId: playerId as number, replacingId: replaced };
      this.#ids.set(id, await operations.addSbaLineupPlayer(given));
    }
  }

  async #recovered(): Promise<RecoveredGame> {
    return (await recoverGame(this.#executor, this.#file.game.id)) as RecoveredGame;
  }

  #idOf(fileId: number): number {
    return this.#ids.get(fileId) as number;
  }

  #note(entries: readonly { id: number }[], stored: readonly { id: number }[]): void {
    for (const [index, { id }] of entries.entries()) this.#ids.set(id, (stored[index] as { id: number }).id);
  }

  #formerEntry(fileId: number): LineupEntry {
    const entry = this.#file.lineups[fileId - 1] as FileLineupEntry;
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

function unlike(list: string, stored: readonly object[], wanted: readonly object[]): string[] {
  if (stored.length !== wanted.length) return [`${list}: ${stored.length}, not ${wanted.length}`];
  return wanted.flatMap((row, index) =>
    Object.entries(row)
      .filter(
        ([field, value]) => !isDeepStrictEqual((stored[index] as Record<string, unknown>)[field], value),
      )
      .map(([field]) => `${list} ${index + 1} ${field}`),
  );
}
