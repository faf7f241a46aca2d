import type { Connection, WireQuery, WireResult } from "../connection/connection.js";
import {
  CommitOutcomeUnknownError,
  type DugoutError,
  SessionClosedError,
  StatementCancelledError,
  TransactionAbortedError,
} from "../errors/index.js";
import { translateFailure } from "./failures.js";
import type { SessionPlan } from "./options.js";
import { isGivenUp } from "./retry.js";

/**
 * - `open`: nothing was sent yet; BEGIN goes out with the first statement.
 * - `active`: the server has a transaction open.
 * - `failed`: a statement failed; PostgreSQL refuses all others until a rollback, whole or to a savepoint.
 * - `ending`: COMMIT or ROLLBACK is on its way.
 * - `committed`, `rolledBack`: ended, and proven so.
 * - `unknown`: the connection broke during COMMIT.
 */
export type SessionState = "open" | "active" | "failed" | "ending" | "committed" | "rolledBack" | "unknown";

const running: readonly SessionState[] = ["open", "active", "failed"];

/** One transaction on one connection: what is sent, in which order, and what its end was. */
export class Transaction {
  readonly #connection: Connection;
  readonly #plan: SessionPlan;
  readonly #whenEnded: () => void;
  #begun: Promise<void> | undefined;
  /** The first failure since the transaction, or its innermost savepoint, began. */
  #failure: DugoutError | undefined;
  /** The failure from which no savepoint saves: the connection is lost, or the caller's signal aborted. */
  #finalFailure: DugoutError | undefined;
  #cancelling: Promise<void> | undefined;
  #state: SessionState = "open";
  #wasGivenUp = false;
  #openSavepoints = 0;
  /** The COMMIT or ROLLBACK under way, or done. */
  #ending: Promise<void> = Promise.resolve();
  #doomed: AbortController | undefined;

  constructor(connection: Connection, plan: SessionPlan, whenEnded: () => void) {
    this.#connection = connection;
    this.#plan = plan;
    this.#whenEnded = whenEnded;
    plan.signal?.addEventListener("abort", this.#onAbort);
    if (plan.signal?.aborted) this.#onAbort();
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Aborts as soon as it is certain that the transaction will not commit. */
  get signal(): AbortSignal {
    this.#doomed ??= new AbortController();
    if (this.#isDoomed) this.#doomed.abort(this.#failure);
    return this.#doomed.signal;
  }

  get #isDoomed(): boolean {
    if (this.#state === "failed") return this.#openSavepoints === 0 || this.#finalFailure !== undefined;
    return this.#state === "rolledBack";
  }

  /** Settles when the COMMIT or ROLLBACK that is under way, if any, has its answer. */
  get settled(): Promise<void> {
    return this.#ending;
  }

  /** True when PostgreSQL ended a statement of this transaction in favour of another, and it is rolled back. */
  get wasGivenUp(): boolean {
    return this.#wasGivenUp && this.#state === "rolledBack";
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

  /** @throws {SessionClosedError} {TransactionAbortedError} {StatementCancelledError} when nothing may follow */
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
  commit(): Promise<void> {
    const commit = this.#commit();
    this.#ending = commit.catch(() => {});
    return commit;
  }

  async #commit(): Promise<void> {
    if (this.#state === "failed" || (this.#state === "rolledBack" && this.#finalFailure !== undefined)) {
      const aborted = this.#aborted("commit");
      await this.#rollback();
      throw aborted;
    }
    this.assertUsable("commit");
    this.#state = "ending";
    if (this.#begun === undefined) return this.#endAs("committed");
    // On a connection that is known to be lost nothing is sent, and so nothing can have been committed.
    const mayHaveCommitted = this.#connection.lost === undefined;
    try {
      await this.#sendCommit();
    } catch (error) {
      const failure = translateFailure(error, { name: "commit", mayHaveCommitted });
      this.#note(failure);
      this.#endAs(failure instanceof CommitOutcomeUnknownError ? "unknown" : "rolledBack");
      throw failure;
    }
    this.#endAs("committed");
  }

  /** Rolls back. Never throws: where the ROLLBACK itself fails, the connection is destroyed, which does the same. */
  rollback(): Promise<void> {
    this.#ending = this.#state === "ending" ? this.#ending.then(() => this.#rollback()) : this.#rollback();
    return this.#ending;
  }

  async #rollback(): Promise<void> {
    if (!running.includes(this.#state)) return;
    this.#state = "ending";
    try {
      await this.#begun;
      if (this.#cancelling !== undefined) await this.#cancelling;
      else if (this.#begun !== undefined) await this.#connection.send(this.#limited({ text: "rollback" }));
    } catch {
      // The reason is known to whoever sent the statement that failed; this connection is not clean, and goes.
    }
    this.#endAs("rolledBack");
  }

  async savepoint(name: string): Promise<void> {
    await this.send({ text: `savepoint ${name}` }, "savepoint");
    this.#openSavepoints += 1;
  }

  async release(savepoint: string): Promise<void> {
    await this.send({ text: `release savepoint ${savepoint}` }, "savepoint");
    this.#openSavepoints -= 1;
  }

  /** Undoes what was done since a savepoint, a failure included. */
  async rollbackTo(savepoint: string): Promise<void> {
    this.#openSavepoints -= 1;
    if (this.#finalFailure !== undefined || (this.#state !== "active" && this.#state !== "failed")) return;
    const text = `rollback to savepoint ${savepoint}; release savepoint ${savepoint}`;
    await this.#sendNow({ text }, "savepoint");
    if (this.#finalFailure !== undefined) return;
    this.#failure = undefined;
    this.#state = "active";
  }

  /** Cuts the connection, whatever is under way: the server rolls back by itself. */
  cut(): void {
    this.#connection.destroy();
    if (running.includes(this.#state)) this.#endAs("rolledBack");
  }

  async #begin(): Promise<void> {
    try {
      await this.#connection.send(this.#limited({ text: this.#plan.begin }));
    } catch (error) {
      throw this.#failed(translateFailure(error, { name: "begin", mayHaveCommitted: false }));
    }
    if (this.#state === "open") this.#state = "active";
  }

  async #sendNow(query: WireQuery, name: string, values?: unknown): Promise<WireResult> {
    try {
      return await this.#connection.send(this.#limited(query));
    } catch (error) {
      // Statements sent behind one that failed are refused; what their callers need to know is that first failure.
      if (this.#failure !== undefined) throw this.#aborted(name);
      throw this.#failed(translateFailure(error, { name, values, mayHaveCommitted: false }));
    }
  }

  async #sendCommit(): Promise<void> {
    const { command } = await this.#connection.send(this.#limited({ text: "commit" }));
    if (command === "COMMIT") return;
    throw new TransactionAbortedError(
      `PostgreSQL answered COMMIT with ${command}: the transaction was rolled back, and nothing of it was kept.`,
    );
  }

  #limited(query: WireQuery): WireQuery {
    const { answerTimeout } = this.#plan;
    return answerTimeout === undefined ? query : { ...query, answerTimeout };
  }

  readonly #onAbort = () => {
    if (!running.includes(this.#state)) return;
    this.#finalFailure = new StatementCancelledError(
      "The transaction was ended by the caller's AbortSignal.",
      {
        cause: this.#plan.signal?.reason,
      },
    );
    this.#failure = this.#finalFailure;
    this.#state = "failed";
    this.#doomed?.abort(this.#failure);
    if (this.#connection.isBusy) this.#cancelling = this.#connection.cancel();
  };

  #failed(failure: DugoutError): DugoutError {
    this.#note(failure);
    if (this.#connection.lost !== undefined) {
      this.#finalFailure ??= failure;
      this.#endAs("rolledBack");
    } else if (this.#state === "open" || this.#state === "active") this.#state = "failed";
    if (this.#isDoomed) this.#doomed?.abort(this.#failure);
    return failure;
  }

  #note(failure: DugoutError): void {
    this.#failure ??= failure;
    if (isGivenUp(failure)) this.#wasGivenUp = true;
  }

  #aborted(name: string): DugoutError {
    if (this.#finalFailure instanceof StatementCancelledError) return this.#finalFailure;
    return new TransactionAbortedError(
      `${name} was not done: an earlier statement of this transaction failed (${this.#failure?.message ?? "reason unknown"}). Roll back, and begin again.`,
      { cause: this.#failure, details: { operation: name } },
    );
  }

  #endAs(state: "committed" | "rolledBack" | "unknown"): void {
    this.#state = state;
    this.#plan.signal?.removeEventListener("abort", this.#onAbort);
    if (state === "rolledBack") this.#doomed?.abort(this.#failure);
    this.#connection.giveBack();
    this.#whenEnded();
  }
}
