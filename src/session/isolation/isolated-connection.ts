import type { Connection, WireQuery, WireResult } from "../../connection/connection.js";

let savepointsMade = 0;

/**
 * One caller's turn on a connection whose transaction is already open: a commit here releases a savepoint of that
 * transaction, and is undone when it is rolled back. Sessions use it like any other connection.
 */
export class IsolatedConnection implements Connection {
  readonly #outer: Connection;
  readonly #whenReleased: () => void;
  /** The savepoint that stands for this turn's transaction; undefined while it has none. */
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

  /** A late cancel request could hit another test's statement: here, statements run to their end. */
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
    // Where the clean-up fails the outer connection is lost, which the next turn's statements will say.
    cleanedUp.then(this.#whenReleased, this.#whenReleased);
  }

  destroy(): void {
    this.release();
  }

  async #begin(): Promise<WireResult> {
    this.#savepoint = newSavepoint();
    return { ...(await this.#outer.send({ text: `savepoint ${this.#savepoint}` })), command: "BEGIN" };
  }

  /** As PostgreSQL does, answers ROLLBACK where something in the transaction had failed. */
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

  /** A statement that is its own transaction: its failure must not end the outer one. */
  async #sendAutocommit(query: WireQuery): Promise<WireResult> {
    const savepoint = newSavepoint();
    const [begun, answered, released] = await Promise.allSettled([
      this.#outer.send({ text: `savepoint ${savepoint}` }),
      this.#outer.send(query),
      this.#outer.send({ text: `release savepoint ${savepoint}` }),
    ]);
    if (begun.status === "rejected") throw begun.reason;
    if (answered.status === "fulfilled" && released.status === "fulfilled") return answered.value;
    // Where it was run, and only its answer cannot be read, there is nothing left to undo.
    if (released.status === "rejected" && this.#outer.lost === undefined) await this.#rollback(savepoint);
    throw answered.status === "rejected" ? answered.reason : (released as PromiseRejectedResult).reason;
  }
}

function newSavepoint(): string {
  savepointsMade += 1;
  return `dugout_isolated_${savepointsMade}`;
}
