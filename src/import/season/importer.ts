import { setImmediate } from "node:timers/promises";
import { ValidationError } from "../../errors/errors.js";
import type { Database } from "../../session/database.js";
import { planSession } from "../../session/session-options.js";
import type { GameRecords } from "../event-files/event-records.js";
import { reasonToSkip } from "../event-files/replay-game.js";
import { readNames, type SeasonNames } from "../event-files/season-names.js";
import { BatchWriter } from "./batch-writer.js";
import { type CheckedGame, checkedGame } from "./checked-game.js";
import { ClientStore } from "./client-store.js";
import { OperationsStore } from "./operations-store.js";
import { findSources, readSeason, type SeasonSources } from "./season-files.js";
import type { ImportSeasonOptions, SeasonImport } from "./season-import.js";
import type { SeasonStore } from "./season-store.js";
import { Tally } from "./tally.js";
import { copyRows, insertRows } from "./write-rows.js";

/** What an import reads, where it goes, and how. */
export interface ImportPlan {
  readonly sources: SeasonSources;
  readonly store: SeasonStore;
  readonly options: ImportSeasonOptions;
  /** The number of games in one batch. */
  readonly batchSize: number;
}

/** Stores a season's games. While one batch is being stored, the next is read. */
export class Importer {
  readonly #plan: ImportPlan;
  readonly #tally: Tally;
  readonly #writer: BatchWriter;
  #names: SeasonNames = { people: new Map(), teams: new Map() };
  #bytesRead = 0;
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
      // Nothing is running when the caller gets an error.
      await this.#writing;
    }
  }

  /** False if a file could not be read to its end: its earlier games are kept, and the other files are read. */
  async #readAll(): Promise<boolean> {
    const { events, boxScores, lists } = this.#plan.sources;
    let isReadToTheEnd = true;
    this.#names = await readNames(lists);
    for (const { name } of boxScores)
      this.#tally.skipped(`${name} was skipped: it holds box scores without plays`);
    for await (const part of readSeason(events)) {
      // Reading is work without a pause: between two games the connection has its turn, on which the batch before is stored.
      await setImmediate();
      if (part.kind === "game") await this.#add(part.game);
      else if (part.kind === "read") this.#bytesRead += part.bytes;
      else {
        this.#tally.problem(part.problem);
        isReadToTheEnd = false;
      }
    }
    return isReadToTheEnd;
  }

  async #add(records: GameRecords): Promise<void> {
    const reason = reasonToSkip(records);
    const { file, key } = records;
    if (reason !== undefined) {
      this.#tally.skipped(`Game ${key} in ${file} was skipped: ${reason}`);
      return;
    }
    const game = this.#checked(records);
    if (game === undefined) return;
    const { id } = game.file.game;
    // A game that occurs twice is compared with what was stored the first time.
    if (this.#batch.has(id)) await this.#beginWriting();
    this.#batch.set(id, game);
    for (const notice of game.notices) this.#tally.gameNotice(records, notice);
    if (this.#batch.size >= this.#plan.batchSize) await this.#beginWriting();
  }

  #checked(records: GameRecords): CheckedGame | undefined {
    try {
      return checkedGame(records, this.#names, this.#plan.options.season);
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      this.#tally.refused(error);
      return undefined;
    }
  }

  /** Starts to write the batch as soon as the previous one is written. */
  async #beginWriting(): Promise<void> {
    await this.#writing;
    const games = [...this.#batch.values()];
    this.#batch = new Map();
    this.#writing = this.#write(games);
    // A failure is handled where the write is awaited, which may be later.
    this.#writing.catch(() => {});
  }

  async #write(games: readonly CheckedGame[]): Promise<void> {
    await this.#writer.write(games);
    this.#tally.progress({ bytesRead: this.#bytesRead, bytesTotal: this.#bytesTotal });
  }

  get #bytesTotal(): number {
    return this.#plan.sources.events.reduce((sum, { size }) => sum + size, 0);
  }
}

/** The games in one transaction: enough to be fast, and few to repeat after a failure. */
const gamesPerTransaction = 50;

/** Imports the games, one by one through the operations or in bulk with COPY. */
export async function runImport(database: Database, options: ImportSeasonOptions): Promise<SeasonImport> {
  const sources = await findSources(options.paths);
  if (options.throughOperations && !options.dryRun) {
    const store = new OperationsStore(database);
    return new Importer({ sources, store, options, batchSize: 1 }).run();
  }
  return withTables(database, (store) =>
    new Importer({ sources, store, options, batchSize: gamesPerTransaction }).run(),
  );
}

async function withTables<Result>(
  database: Database,
  work: (store: SeasonStore) => Promise<Result>,
): Promise<Result> {
  const { settings } = database;
  const write = settings.kind === "embedded" ? insertRows : copyRows;
  const { begin } = planSession({}, settings);
  return database.withClient((client) =>
    work(new ClientStore(client, write, { ...settings.options, begin })),
  );
}
