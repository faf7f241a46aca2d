import type { Connection, WireQuery, WireResult } from "../../connection/connection.js";

let savepointsMade = 0;

/**
 * A connection for one caller, on a connection whose transaction is already open. A commit releases a savepoint of that
 * transaction, and is undone when it is rolled back. Sessions use it like any other connection.
 */
export class IsolatedConnection implements Connection {
  readonly #outer: Connection;
  readonly #whenReleased: () => void;
  /** The savepoint that replaces this caller's transaction; undefined while there is none. */
  #savepoint: string | undefined;
  #isReleased = false;

  constructor(outer: Connection, whenReleased: () => void) {
    this.#outer = outer;
    this.#whenReleased = whenReleased;
  }

  get lost(): Error | undefined {
    return this.#outer.lost;
  }

  get isBusy(): boolean {
    return this.#outer.isBusy;
  }

  get isDistributed(): false | undefined {
    return this.#outer.isDistributed;
  }

  get requests(): number {
    return this.#outer.requests;
  }

  async send(query: WireQuery): Promise<WireResult> {
    if (this.#isReleased) throw new Error("The connection was released.");
    const [command] = query.text.split(/[\s;]/, 1);
    if (this.#savepoint === undefined)
      return command === "begin" ? this.#begin() : this.#sendAutocommit(query);
    if (command === "commit") return this.#commit(this.#savepoint);
    if (query.text === "rollback") return this.#rollback(this.#savepoint);
    return this.#outer.send(query);
  }

  /** Does nothing: a late cancel request could cancel a statement of another caller. */
  async cancel(): Promise<void> {}

  async cancelAndDestroy(): Promise<void> {
    this.release();
  }

  invalidatePool(because: Error): void {
    this.#outer.invalidatePool(because);
  }

  release(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    const cleanedUp = this.#savepoint === undefined ? Promise.resolve() : this.#rollback(this.#savepoint);
    // If this fails, the outer connection is lost, and the next caller's statements report that.
    cleanedUp.then(this.#whenReleased, this.#whenReleased);
  }

  destroy(): void {
    this.release();
  }

  async #begin(): Promise<WireResult> {
    this.#savepoint = newSavepoint();
    return { ...(await this.#outer.send({ text: `savepoint ${this.#savepoint}` })), command: "BEGIN" };
  }

  /** Answers ROLLBACK, as PostgreSQL does, if a statement of the transaction had failed. */
  async #commit(savepoint: string): Promise<WireResult> {
    try {
      const result = await this.#outer.send({ text: `release savepoint ${savepoint}` });
      this.#savepoint = undefined;
      return { ...result, command: "COMMIT" };
    } catch (error) {
      if (this.#outer.lost !== undefined) throw error;
      return this.#rollback(savepoint);
    }
  }

  async #rollback(savepoint: string): Promise<WireResult> {
    this.#savepoint = undefined;
    const result = await this.#outer.send({
      text: `rollback to savepoint ${savepoint}; release savepoint ${savepoint}`,
      ownRequest: true,
    });
    return { ...result, command: "ROLLBACK" };
  }

  /** Sends a statement that is a transaction by itself. Its failure must not end the outer transaction. */
  async #sendAutocommit(query: WireQuery): Promise<WireResult> {
    const savepoint = newSavepoint();
    const [begun, answered, released] = await Promise.allSettled([
      this.#outer.send({ text: `savepoint ${savepoint}` }),
      this.#outer.send(query),
      this.#outer.send({ text: `release savepoint ${savepoint}` }),
    ]);
    if (begun.status === "rejected") throw begun.reason;
    if (answered.status === "fulfilled" && released.status === "fulfilled") return answered.value;
    // If it ran, and only its answer cannot be read, there is nothing to undo.
    if (released.status === "rejected" && this.#outer.lost === undefined) await this.#rollback(savepoint);
    throw answered.status === "rejected" ? answered.reason : (released as PromiseRejectedResult).reason;
  }
}

function newSavepoint(): string {
  savepointsMade += 1;
  return `dugout_isolated_${savepointsMade}`;
}
