import { setTimeout as sleep } from "node:timers/promises";
import { type Database, DatabaseOperations } from "../../src/index.js";
import { newPlay, stageGame } from "./game-fixtures.js";

/** Writes play after play, and keeps how long each took to be acknowledged. */
export class PlayWriter {
  isOver = false;
  readonly #database: Database;
  readonly #writes: { readonly begun: number; readonly took: number }[] = [];

  constructor(database: Database) {
    this.#database = database;
  }

  get acknowledged(): number {
    return this.#writes.length;
  }

  /** The longest write of those that began no earlier, in milliseconds. */
  longest(since = 0): number {
    return Math.max(...this.#writes.filter(({ begun }) => begun >= since).map(({ took }) => took));
  }

  /** Writes one game's plays until it is over. */
  async write(): Promise<void> {
    const game = await stageGame(this.#database);
    const operations = new DatabaseOperations(this.#database);
    for (let playNumber = 1; !this.isOver; playNumber += 1) {
      const begun = performance.now();
      await operations.savePlay(newPlay(game, { playNumber }));
      this.#writes.push({ begun, took: performance.now() - begun });
    }
  }

  async untilMore(count: number): Promise<void> {
    const goal = this.acknowledged + count;
    while (this.acknowledged < goal) await sleep(2);
  }
}
