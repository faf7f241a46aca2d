import { callerOf, type Work, type WorkRegister } from "./work.js";

/** Reports each session that stays open too long: it holds a connection, and perhaps locks, that others need. */
export class LongSessionWatch {
  readonly #works: WorkRegister;
  readonly #limit: number;
  readonly #reported = new WeakSet<Work>();
  #timer: NodeJS.Timeout | undefined;

  constructor(works: WorkRegister, limit: number) {
    this.#works = works;
    this.#limit = limit;
  }

  /** Looks from now on, as long as there is anything to look at. */
  start(): void {
    if (this.#timer !== undefined || this.#limit === 0) return;
    this.#timer = setInterval(() => this.#look(), Math.max(10, this.#limit / 4)).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    if (this.#works.size === 0) this.stop();
    for (const work of this.#works.openLongerThan(this.#limit)) {
      if (work.name !== "session" || this.#reported.has(work)) continue;
      this.#reported.add(work);
      process.emitWarning(
        `A database session has been open for more than ${this.#limit} ms. It was opened ${callerOf(work.trace)}. Commit it, roll it back, or leave its scope.`,
        "DugoutLongSession",
      );
    }
  }
}
