import { setTimeout as sleep } from "node:timers/promises";
import { WireCounter } from "../../../tests/support/wire-counter.js";
import { createGames, fillGames, playsPerGame } from "../data/dataset.js";
import { playsOfLoadedGame, type Slot } from "../data/play.js";
import { gamesOfBatch } from "../worker/works.js";
import type { Options } from "./options.js";
import type { Figures, RunRequest, WorkName } from "./protocol.js";
import type { BenchDatabase } from "./server.js";
import { readServerUse } from "./server-meter.js";
import { keyOf, type Task } from "./tasks.js";
import type { Runnable } from "./worker-process.js";

/** What one operation sends and receives, and what it costs the server. */
export interface WirePerOperation {
  readonly statements: number;
  readonly roundTrips: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  /** CPU time of the server, in microseconds; null where it is not known. */
  readonly serverCpu: number | null;
  /** Bytes of the server's log. */
  readonly wal: number;
}

export interface Measured {
  /** By task, by subject: the figures of each round; null where the subject failed in it. */
  readonly figures: Record<string, Record<string, (Figures | null)[]>>;
  /** By work, by subject. */
  readonly wire: Record<string, Record<string, WirePerOperation>>;
  readonly failures: string[];
}

const filledGames = 300;
/** More operations per second than any subject reaches, with all clients together and with one. */
const fastest = { all: 16_000, one: 5_000 };

/** Runs every task with every subject in turn, round after round. */
export class Rounds {
  readonly measured: Measured = { figures: {}, wire: {}, failures: [] };
  readonly #database: BenchDatabase;
  readonly #options: Options;
  readonly #works = new Map<string, readonly WorkName[]>();
  #filled: readonly Slot[] = [];

  constructor(database: BenchDatabase, options: Options) {
    this.#database = database;
    this.#options = options;
  }

  async measure(subjects: readonly Runnable[], tasks: readonly Task[]): Promise<Measured> {
    const { pool } = this.#database;
    this.#filled = await createGames(pool, filledGames);
    await fillGames(pool, this.#filled);
    await pool.query("vacuum analyze");
    const delayed = await WireCounter.start(this.#database.url, 1);
    const counted = await WireCounter.start(this.#database.url);
    try {
      for (const subject of subjects) await this.#prepare(subject, tasks, counted);
      for (let round = 0; round < this.#options.rounds; round += 1) {
        for (const task of tasks) {
          // As autovacuum would, if it were not off: the tables grow with every run that writes.
          await pool.query("analyze");
          // Each round begins with another subject, so that none always comes after the same one.
          const order = [
            ...subjects.slice(round % subjects.length),
            ...subjects.slice(0, round % subjects.length),
          ];
          for (const subject of order)
            await this.#take(subject, task, task.isDelayed ? delayed.url : undefined);
        }
        console.log(`round ${round + 1} of ${this.#options.rounds}`);
      }
    } finally {
      delayed.close();
      counted.close();
    }
    return this.measured;
  }

  /** Counts what each of a subject's tasks sends and receives, and warms its process up. */
  async #prepare(subject: Runnable, tasks: readonly Task[], counter: WireCounter): Promise<void> {
    const wanted = new Set(tasks.map(({ work }) => work));
    try {
      const works = await subject.open(counter.url, 1);
      this.#works.set(subject.name, works);
      for (const work of works.filter((name) => wanted.has(name))) {
        await this.#count(subject, work, counter);
      }
      await subject.close();
      const [first] = works.filter((name) => wanted.has(name));
      if (first === undefined) return;
      await subject.open(this.#database.url, 1);
      const warmUp = this.#options.firstWarmUp;
      if (subject.name.startsWith("pgbench") || subject.name.startsWith("psql")) return;
      for (const work of works.filter((name) => wanted.has(name))) {
        const time = warmUp / (work === first ? 1 : 3);
        await subject.run(await this.#request(work, 1, { warmUp: 0, seconds: time }));
      }
      await subject.close();
    } catch (error) {
      this.#fail(`${subject.title}: ${error}`);
    }
  }

  async #count(subject: Runnable, work: WorkName, counter: WireCounter): Promise<void> {
    const ask = async (operations: number) => {
      counter.reset();
      await subject.run(await this.#request(work, 1, { warmUp: 0, operations }));
      return { ...counter.counts };
    };
    // A program that connects for each run has its preparations in both counts, and they cancel out.
    const [few, many] = work === "insertPlays" ? [1, 3] : [10, 30];
    await ask(few);
    const first = await ask(few);
    const second = await ask(many);
    const each = (name: keyof typeof first) => (second[name] - first[name]) / (many - few);
    this.measured.wire[work] ??= {};
    this.measured.wire[work][subject.name] = {
      statements: each("statements"),
      roundTrips: each("roundTrips"),
      bytesSent: each("bytesSent"),
      bytesReceived: each("bytesReceived"),
      ...(await this.#serverCost(subject, work)),
    };
  }

  /** What connecting and preparing cost is in both runs, and cancels out. */
  async #serverCost(subject: Runnable, work: WorkName): Promise<Pick<WirePerOperation, "serverCpu" | "wal">> {
    const { pool } = this.#database;
    const [few, many] = work === "insertPlays" ? [1, 9] : [50, 850];
    const use = async (operations: number) => {
      const request = await this.#request(work, 1, { warmUp: 0, operations });
      const before = await readServerUse(pool);
      await subject.run(request);
      const after = await readServerUse(pool);
      const cpu = before.cpu === null || after.cpu === null ? null : after.cpu - before.cpu;
      return { cpu, wal: after.wal - before.wal };
    };
    const [first, second] = [await use(few), await use(many)];
    const operations = many - few;
    return {
      serverCpu: first.cpu === null || second.cpu === null ? null : (second.cpu - first.cpu) / operations,
      wal: (second.wal - first.wal) / operations,
    };
  }

  async #take(subject: Runnable, task: Task, url = this.#database.url): Promise<void> {
    if (!this.#works.get(subject.name)?.includes(task.work)) return;
    this.measured.figures[keyOf(task)] ??= {};
    const ofTask = this.measured.figures[keyOf(task)] as Record<string, (Figures | null)[]>;
    ofTask[subject.name] ??= [];
    try {
      const { warmUp, seconds } = this.#options;
      const request = await this.#request(task.work, task.clients, { warmUp, seconds });
      await subject.open(url, task.clients);
      ofTask[subject.name]?.push(await subject.run(request));
      await subject.close();
      await sleep(50);
    } catch (error) {
      ofTask[subject.name]?.push(null);
      this.#fail(`${subject.title}, ${keyOf(task)}: ${error}`);
    }
  }

  #fail(what: string): void {
    console.error(what);
    this.measured.failures.push(what);
  }

  async #request(
    work: WorkName,
    clients: number,
    length: Pick<RunRequest, "warmUp" | "seconds" | "operations">,
  ): Promise<RunRequest> {
    return { do: "run", work, slots: await this.#slots(work, clients, length), ...length };
  }

  async #slots(
    work: WorkName,
    clients: number,
    { warmUp, seconds = 0, operations }: Pick<RunRequest, "warmUp" | "seconds" | "operations">,
  ): Promise<Slot[][]> {
    const duration = warmUp + seconds;
    const most = operations ?? duration * Math.min(fastest.one, fastest.all / clients);
    if (work === "recordPlay") return this.#fresh(clients, Math.ceil(most / playsPerGame) + 1);
    if (work === "insertPlays") {
      return this.#fresh(
        clients,
        gamesOfBatch *
          (1 + Math.ceil(operations ?? (duration * 30_000) / (gamesOfBatch * playsOfLoadedGame))),
      );
    }
    const games = this.#filled.length;
    const start = (client: number) => Math.floor((client * games) / clients);
    return Array.from({ length: clients }, (_, client) => [
      ...this.#filled.slice(start(client)),
      ...this.#filled.slice(0, start(client)),
    ]);
  }

  /** Games without plays, for each client its own. */
  async #fresh(clients: number, games: number): Promise<Slot[][]> {
    const created = await createGames(this.#database.pool, clients * games);
    return Array.from({ length: clients }, (_, client) =>
      created.slice(client * games, (client + 1) * games),
    );
  }
}
