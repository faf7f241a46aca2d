import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type GameFile, readGame, writeGameFile } from "../../src/import.js";
import { type Database, recoverGame, verifyGame } from "../../src/index.js";
import type { PostgresServer } from "./postgres-server.js";

const script = fileURLToPath(new URL("./season-process.mjs", import.meta.url));

export interface KilledSeasonOptions {
  readonly server: PostgresServer;
  /** The folder of a built package. */
  readonly built: string;
  readonly files: readonly GameFile[];
  /** How many games a process records at once. */
  readonly recorders: number;
  readonly random: () => number;
}

/** A season that is recorded by one process after the other, each of which is killed at some time. */
export class KilledSeason {
  kills = 0;
  crashes = 0;
  /** How often a surviving process recovered a game because the server had crashed. */
  recoveries = 0;
  readonly #options: KilledSeasonOptions;
  readonly #folder: string;

  private constructor(options: KilledSeasonOptions, folder: string) {
    this.#options = options;
    this.#folder = folder;
  }

  static async create(options: KilledSeasonOptions): Promise<KilledSeason> {
    const folder = await mkdtemp(join(tmpdir(), "dugout-season-"));
    for (const [index, file] of options.files.entries())
      await writeFile(
        join(folder, `${String(index).padStart(4, "0")}-${file.game.id}.json`),
        writeGameFile(file),
      );
    return new KilledSeason(options, folder);
  }

  dispose(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }

  /**
   * Starts and kills this many processes one after the other, and crashes the server at regular intervals. A process records up
   * to `life` plays before it is killed, and as many between a crash and its end.
   */
  async run({ kills, crashes, life }: { kills: number; crashes: number; life: number }): Promise<void> {
    const crashesBefore = (kill: number) => Math.floor((kill * crashes) / kills);
    for (let kill = 0; kill < kills; kill += 1) {
      const process = this.#start();
      await this.#letLive(process, life);
      if (crashesBefore(kill + 1) > crashesBefore(kill)) {
        await this.#crash(process);
        await this.#letLive(process, life);
      }
      this.recoveries += process.count("again");
      await process.kill();
      this.kills += 1;
    }
  }

  /**
   * Waits until a process has recorded this many more plays and a short time more, so that it is in the middle of a
   * transaction.
   */
  async #letLive(process: SeasonProcess, life: number): Promise<void> {
    const { random } = this.#options;
    await process.said("recording", 1);
    await process.said("play", process.count("play") + Math.floor(life * random()));
    await sleep(10 * random());
  }

  /** Lets a process complete every game that has begun. */
  async finish(): Promise<void> {
    await this.#start("finish").said("done", 1);
  }

  /**
   * What is stored of the season: how many games have begun, their plays, and what is wrong with them. A game is correct if it
   * is complete, equals its file exactly, and is consistent.
   */
  async stored(database: Database) {
    const wrong: string[] = [];
    let [games, plays] = [0, 0];
    for (const file of this.#options.files) {
      const game = await recoverGame(database, file.game.id);
      if (game === null) continue;
      games += 1;
      plays += game.playCount;
      if (writeGameFile(await readGame(database, file.game.id)) !== writeGameFile(file))
        wrong.push(`game ${file.game.id} is not stored as it was recorded`);
      for (const { message } of await verifyGame(database, file.game.id))
        wrong.push(`game ${file.game.id}: ${message}`);
    }
    return { games, plays, wrong };
  }

  /** Crashes the server and starts it again while the process continues. */
  async #crash(process: SeasonProcess): Promise<void> {
    const { server, random } = this.#options;
    await server.stop("immediate");
    await sleep(100 * random());
    await server.start();
    process.assertAlive();
    this.crashes += 1;
  }

  #start(...options: string[]): SeasonProcess {
    const { server, built, recorders } = this.#options;
    const url = `${server.url()}?sslmode=disable`;
    return new SeasonProcess(url, [built, this.#folder, String(recorders), ...options]);
  }
}

class SeasonProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #lines: Interface;
  readonly #counts = new Map<string, number>();

  constructor(url: string, options: readonly string[]) {
    this.#child = spawn(process.execPath, [script, ...options], {
      env: { ...process.env, DATABASE_URL: url },
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#ended = once(this.#child, "exit");
    this.#lines = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream });
    this.#lines.on("line", (line) => this.#counts.set(line, this.count(line) + 1));
  }

  /** How often it has printed a word. */
  count(word: string): number {
    return this.#counts.get(word) ?? 0;
  }

  /** Waits until it has printed a word this often. */
  async said(word: string, times: number): Promise<void> {
    const ended = this.#ended.then(() => true);
    while (this.count(word) < times) {
      const isOver = await Promise.race([once(this.#lines, "line").then(() => false), ended]);
      if (isOver && this.count(word) < times) {
        const code = this.#child.exitCode;
        throw new Error(
          `the process ended with code ${code}, and said "${word}" only ${this.count(word)} times`,
        );
      }
    }
  }

  assertAlive(): void {
    if (this.#child.exitCode !== null) throw new Error("the process has ended, and should live");
  }

  /** Kills it with SIGKILL, so that it cannot clean up. */
  async kill(): Promise<void> {
    if (!this.#child.kill("SIGKILL"))
      throw new Error("the process had ended before it was killed: the season is too short, or it failed");
    await this.#ended;
  }
}
