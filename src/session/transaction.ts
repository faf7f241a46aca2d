import type { Connection, WireQuery, WireResult } from "../connection/connection.js";
import {
  CommitOutcomeUnknownError,
  type DugoutError,
  SessionClosedError,
  TransactionAbortedError,
} from "../errors/index.js";
import { translateFailure } from "./failures.js";

/**
 * - `open`: nothing was sent yet; BEGIN goes out with the first statement.
 * - `active`: the server has a transaction open.
 * - `failed`: a statement failed; PostgreSQL refuses all others until a rollback, whole or to a savepoint.
 * - `ending`: COMMIT or ROLLBACK is on its way.
 * - `committed`, `rolledBack`: ended, and proven so.
 * - `unknown`: the connection broke during COMMIT.
 */
export type SessionState = "open" | "active" | "failed" | "ending" | "committed" | "rolledBack" | "unknown";

/** One transaction on one connection: what is sent, in which order, and what its end was. */
export class Transaction {
  readonly #connection: Connection;
  readonly #beginStatement: string;
  readonly #whenEnded: () => void;
  #begun: Promise<void> | undefined;
  /** The first failure since the transaction, or its innermost savepoint, began. */
  #failure: DugoutError | undefined;
  #state: SessionState = "open";
  #isLost = false;

  constructor(connection: Connection, beginStatement: string, whenEnded: () => void) {
    this.#connection = connection;
    this.#beginStatement = beginStatement;
    this.#whenEnded = whenEnded;
  }

  get state(): SessionState {
    return this.#state;
  }

  /**
   * Sends a statement behind all that were sent before it, without waiting for their answers. Only BEGIN's is
   * waited for: pg ends each statement with a Sync of its own, so that statements behind a BEGIN that failed
   * would commit one by one.
   */
  async send(query: WireQuery, name: string, values?: unknown): Promise<WireResult> {
    this.assertUsable(name);
    this.#begun ??= this.#begin();
    await this.#begun;
    this.assertUsable(name);
    return this.#sendNow(query, name, values);
  }

  /** @throws {SessionClosedError} {TransactionAbortedError} when no statement may be sent any more */
  assertUsable(name: string): void {
    if (this.#state === "failed") throw this.#aborted(name);
    if (this.#state !== "open" && this.#state !== "active") {
      throw new SessionClosedError(
        `${name} came too late: this session has ended (${this.#state}). Open a new one.`,
        { cause: this.#failure, details: { operation: name, state: this.#state } },
      );
    }
  }

  /**
   * Commits, and believes it only when PostgreSQL says COMMIT: on a transaction in which something failed it
   * answers ROLLBACK, and calls that a success.
   */
  async commit(): Promise<void> {
    if (this.#state === "failed" || this.#isLost) {
      const aborted = this.#aborted("commit");
      await this.rollback();
      throw aborted;
    }
    this.assertUsable("commit");
    const begun = this.#begun !== undefined;
    this.#state = "ending";
    if (!begun) return this.#end("committed");
    try {
      const { command } = await this.#connection.send({ text: "commit" });
      if (command !== "COMMIT") {
        throw new TransactionAbortedError(
          `PostgreSQL answered COMMIT with ${command}: the transaction was rolled back, and nothing of it was kept.`,
        );
      }
    } catch (error) {
      const failure = translateFailure(error, { name: "commit", mayHaveCommitted: true });
      this.#end(failure instanceof CommitOutcomeUnknownError ? "unknown" : "rolledBack");
      throw failure;
    }
    this.#end("committed");
  }

  /** Rolls back. Never throws: where the ROLLBACK itself fails, the connection is destroyed, which does the same. */
  async rollback(): Promise<void> {
    if (!["open", "active", "failed"].includes(this.#state)) return;
    this.#state = "ending";
    try {
      await this.#begun;
      if (this.#begun !== undefined) await this.#connection.send({ text: "rollback" });
    } catch {
      // The reason is known to whoever sent the statement that failed; this connection is not clean, and goes.
    }
    this.#end("rolledBack");
  }

  /** Undoes what was done since a savepoint, a failure included. */
  async rollbackTo(savepoint: string): Promise<void> {
    if (this.#state !== "active" && this.#state !== "failed") return;
    await this.#sendNow(
      { text: `rollback to savepoint ${savepoint}; release savepoint ${savepoint}` },
      "savepoint",
    );
    this.#failure = undefined;
    this.#state = "active";
  }

  /** Cuts the connection, whatever is under way: the server rolls back by itself. */
  cut(): void {
    this.#connection.destroy();
    if (["open", "active", "failed"].includes(this.#state)) this.#end("rolledBack");
  }

  async #begin(): Promise<void> {
    try {
      await this.#connection.send({ text: this.#beginStatement });
    } catch (error) {
      throw this.#failed(translateFailure(error, { name: "begin", mayHaveCommitted: false }));
    }
    if (this.#state === "open") this.#state = "active";
  }

  async #sendNow(query: WireQuery, name: string, values?: unknown): Promise<WireResult> {
    try {
      return await this.#connection.send(query);
    } catch (error) {
      // Statements sent behind one that failed are refused; what their callers need to know is that first failure.
      if (this.#failure !== undefined) throw this.#aborted(name);
      throw this.#failed(translateFailure(error, { name, values, mayHaveCommitted: false }));
    }
  }

  #failed(failure: DugoutError): DugoutError {
    this.#failure ??= failure;
    if (this.#connection.isLost) {
      this.#isLost = true;
      this.#end("rolledBack");
    } else if (this.#state === "open" || this.#state === "active") this.#state = "failed";
    return failure;
  }

  #aborted(name: string): TransactionAbortedError {
    return new TransactionAbortedError(
      `${name} was not done: an earlier statement of this transaction failed (${this.#failure?.message ?? "reason unknown"}). Roll back, and begin again.`,
      { cause: this.#failure, details: { operation: name } },
    );
  }

  #end(state: "committed" | "rolledBack" | "unknown"): void {
    this.#state = state;
    this.#connection.giveBack();
    this.#whenEnded();
  }
}
