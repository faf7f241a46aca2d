/** The longest that a timer can wait, in milliseconds. */
export const longestTimer = 2 ** 31 - 1;

/**
 * The time limits of the answers that a connection waits for. A statement's limit counts from when all before it are
 * answered: so limits do not add up when the server is silent, and none is too short while the server works on earlier
 * statements. Statements whose answers arrive together share one limit.
 */
export class AnswerTimeouts {
  readonly #fail: (error: Error) => void;
  /** Of the unanswered statements, in the order of sending, in milliseconds; 0 for no limit. */
  readonly #limits: number[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** @param fail called when an answer exceeds its limit */
  constructor(fail: (error: Error) => void) {
    this.#fail = fail;
  }

  /** Adds a statement that was sent behind all others. */
  sent(limit: number): void {
    this.#limits.push(limit);
    if (this.#limits.length === 1) this.#start();
  }

  /** Removes the first statements: they are answered, or never will be. */
  answered(statements: number): void {
    if (statements === 0) return;
    this.#limits.splice(0, statements);
    clearTimeout(this.#timer);
    this.#start();
  }

  #start(): void {
    const [limit = 0] = this.#limits;
    if (limit === 0) return;
    const fail = () => this.#fail(new Error(`no answer came within ${limit} ms`));
    this.#timer = setTimeout(fail, Math.min(limit, longestTimer));
  }
}
