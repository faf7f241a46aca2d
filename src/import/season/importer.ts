import { setImmediate } from "node:timers/promises";
import type { ClientBase } from "pg";
import { distributedCondition } from "../../connection/session-settings.js";
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
  /** As many batches are written at the same time as there are stores; each store writes one. */
  readonly stores: readonly SeasonStore[];
  readonly options: ImportSeasonOptions;
  /** The number of games in one batch. */
  readonly batchSize: number;
}

/** Stores a season's games. While batches are being stored, the next is read. */
export class Importer {
  readonly #plan: ImportPlan;
  readonly #tally: Tally;
  readonly #writers: readonly BatchWriter[];
  #names: SeasonNames = { people: new Map(), teams: new Map() };
  #bytesRead = 0;
  #batch = new Map<string, CheckedGame>();
  /** What each writer does, or has done. */
  readonly #writing: Promise<void>[];
  #batches = 0;

  constructor(plan: ImportPlan) {
    const { stores, options } = plan;
    this.#plan = plan;
    this.#tally = new Tally(options);
    const dryRun = options.dryRun ?? false;
    this.#writers = stores.map((store) => new BatchWriter(store, this.#tally, { dryRun }));
    this.#writing = stores.map(() => Promise.resolve());
  }

  async run(): Promise<SeasonImport> {
    try {
      const isReadToTheEnd = await this.#readAll();
      await this.#beginWriting();
      await Promise.all(this.#writing);
      return this.#tally.result(isReadToTheEnd);
    } finally {
      // Nothing is running when the caller gets an error.
      await Promise.allSettled(this.#writing);
    }
  }

  /** False if a file could not be read to its end: its earlier games are kept, and the other files are read. */
  async #readAll(): Promise<boolean> {
    const { events, boxScores, lists } = this.#plan.sources;
    let isReadToTheEnd = true;
    this.#names = await readNames(lists);
    for (const { name } of boxScores)
      this.#tally.skipped(`${name} was skipped: it contains box scores without plays`);
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

  /** Starts to write the batch as soon as its writer, which is the next one in turn, has written its last one. */
  async #beginWriting(): Promise<void> {
    const turn = this.#batches % this.#writers.length;
    await this.#writing[turn];
    const games = [...this.#batch.values()];
    this.#batch = new Map();
    this.#batches += 1;
    const writing = this.#write(this.#writers[turn] as BatchWriter, games);
    this.#writing[turn] = writing;
    // A failure is handled where the write is awaited, which may be later.
    writing.catch(() => {});
  }

  async #write(writer: BatchWriter, games: readonly CheckedGame[]): Promise<void> {
    await writer.write(games);
    this.#tally.progress({ bytesRead: this.#bytesRead, bytesTotal: this.#bytesTotal });
  }

  get #bytesTotal(): number {
    return this.#plan.sources.events.reduce((sum, { size }) => sum + size, 0);
  }
}

/** The games in one transaction: enough to be fast, and few to keep in memory and to repeat after a failure. */
const gamesPerTransaction = 30;

/** Imports the games, one by one through the operations or in bulk with COPY. */
export async function runImport(database: Database, options: ImportSeasonOptions): Promise<SeasonImport> {
  const sources = await findSources(options.paths);
  if (options.throughOperations && !options.dryRun) {
    const stores = [new OperationsStore(database)];
    return new Importer({ sources, stores, options, batchSize: 1 }).run();
  }
  return withClients(database, async (clients) => {
    const { settings } = database;
    const write = settings.kind === "embedded" ? insertRows : copyRows;
    const { begin } = planSession({}, settings);
    const isDistributed = await askIsDistributed(clients[0]);
    const stores = clients.map((client) => new ClientStore(client, write, { begin, isDistributed }));
    return new Importer({ sources, stores, options, batchSize: gamesPerTransaction }).run();
  });
}

/**
 * Opens two connections: while the server waits for the rows of one batch, it stores those of the other. One is enough if the
 * database has no other, as an embedded one, or gives none.
 */
function withClients<Result>(
  database: Database,
  work: (clients: readonly [ClientBase, ...ClientBase[]]) => Promise<Result>,
): Promise<Result> {
  return database.withClient(async (first) => {
    if (database.settings.kind === "embedded") return work([first]);
    let hasSecond = false;
    try {
      return await database.withClient((second) => {
        hasSecond = true;
        return work([first, second]);
      });
    } catch (error) {
      if (hasSecond) throw error;
      return work([first]);
    }
  });
}

async function askIsDistributed(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ is: boolean }>(`select ${distributedCondition} as is`);
  return rows[0]?.is === true;
}
