import { ValidationError } from "../../errors/index.js";
import { ByteMeter } from "../retrosheet/bytes.js";
import { BatchWriter } from "./batch-writer.js";
import { type CheckedGame, checkedGame } from "./checked-game.js";
import { type ReadGame, readSeason } from "./read-season.js";
import type { SeasonStore } from "./season-store.js";
import type { SeasonSources } from "./sources.js";
import { Tally } from "./tally.js";
import type { ImportSeasonOptions, SeasonImport } from "./types.js";

/** What an import reads, where it goes, and how. */
export interface ImportPlan {
  readonly sources: SeasonSources;
  readonly store: SeasonStore;
  readonly options: ImportSeasonOptions;
  /** How many games are stored at a time. */
  readonly batchSize: number;
}

/** Brings a season's games into a store. While one batch is being stored, the next is read. */
export class Importer {
  readonly #plan: ImportPlan;
  readonly #tally: Tally;
  readonly #writer: BatchWriter;
  readonly #meter = new ByteMeter();
  #batch = new Map<string, CheckedGame>();
  #writing: Promise<void> = Promise.resolve();

  constructor(plan: ImportPlan) {
    const { store, options } = plan;
    this.#plan = plan;
    this.#tally = new Tally(options);
    this.#writer = new BatchWriter(store, this.#tally, { dryRun: options.dryRun ?? false });
  }

  async run(): Promise<SeasonImport> {
    try {
      const isReadToTheEnd = await this.#readAll();
      await this.#beginWriting();
      await this.#writing;
      return this.#tally.result(isReadToTheEnd);
    } finally {
      // Nothing is under way any more when the caller gets an error.
      await this.#writing;
    }
  }

  /** False when a file could not be read on: the games before that are kept. */
  async #readAll(): Promise<boolean> {
    try {
      for await (const read of readSeason(this.#plan.sources, this.#meter)) await this.#add(read);
      return true;
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      this.#tally.problem(error);
      return false;
    }
  }

  async #add(read: ReadGame): Promise<void> {
    const game = this.#checked(read);
    if (game === undefined) return;
    const { id } = game.file.game;
    // A game that comes twice is compared with what was stored of it the first time.
    if (this.#batch.has(id)) await this.#beginWriting();
    this.#batch.set(id, game);
    if (this.#batch.size >= this.#plan.batchSize) await this.#beginWriting();
  }

  #checked(read: ReadGame): CheckedGame | undefined {
    try {
      return checkedGame(read(), this.#plan.options.season);
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      this.#tally.refused(error);
      return undefined;
    }
  }

  /** Begins to write the batch, as soon as the one before is written. */
  async #beginWriting(): Promise<void> {
    await this.#writing;
    const games = [...this.#batch.values()];
    this.#batch = new Map();
    this.#writing = this.#write(games);
    // A failure is met where the writing is waited for, which may be some time from now.
    this.#writing.catch(() => {});
  }

  async #write(games: readonly CheckedGame[]): Promise<void> {
    await this.#writer.write(games);
    this.#tally.progress({ bytesRead: this.#meter.bytesRead, bytesTotal: this.#bytesTotal });
  }

  get #bytesTotal(): number {
    const { games, events, substitutions } = this.#plan.sources;
    return [...games, ...events, ...substitutions].reduce((sum, { size }) => sum + size, 0);
  }
}
