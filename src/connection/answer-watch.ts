/** The longest that a timer can wait, in milliseconds. */
const longestTimer = 2 ** 31 - 1;

/**
 * Watches over what a connection waits for. Each statement has its limit from the moment when all before it are answered:
 * so limits do not add up when the server does nothing at all, and none is too short where it works at what came before.
 * Statements whose answers come together have one limit together.
 */
export class AnswerWatch {
  readonly #fail: (error: Error) => void;
  /** Of the statements that are unanswered, in the order of sending, in milliseconds; 0 for no limit. */
  readonly #limits: number[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** @param fail called when an answer takes longer than it may */
  constructor(fail: (error: Error) => void) {
    this.#fail = fail;
  }

  /** Notes that a statement is sent, behind all others. */
  sent(limit: number): void {
    this.#limits.push(limit);
    if (this.#limits.length === 1) this.#start();
  }

  /** Notes that the first so many are answered, or never will be. */
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
