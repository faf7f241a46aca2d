import type { Connection, WireQuery, WireResult } from "../connection/connection.js";
import { channels, type TransactionEvent, timingSince } from "../connection/diagnostics.js";
import { leavesAllAsItWas } from "../connection/loss.js";
import {
  CommitOutcomeUnknownError,
  type DugoutError,
  ServerReadOnlyError,
  StatementCancelledError,
  TransactionAbortedError,
} from "../errors/index.js";
import { translateFailure } from "./failures.js";
import { TouchedGames } from "./game-changes.js";
import type { SessionPlan } from "./options.js";
import { TransactionState } from "./transaction-state.js";

type Outcome = "committed" | "rolledBack" | "unknown";

/** One transaction on one connection: what is sent, in which order, and what its end was. */
export class Transaction {
  readonly state = new TransactionState();
  /** The games that it has written to, those included of which a savepoint has undone it. */
  readonly touched = new TouchedGames();
  readonly #connection: Connection;
  readonly #plan: SessionPlan;
  readonly #whenEnded: (outcome: Outcome) => void;
  #begun: Promise<void> | undefined;
  /** Of the connection's requests, the one that BEGIN leaves in. */
  #firstRequest = 0;
  #cancelling: Promise<void> | undefined;
  /** The COMMIT or ROLLBACK under way, or done. */
  #ending: Promise<void> = Promise.resolve();
  readonly #openedAt = performance.now();
  #statements = 0;

  constructor(connection: Connection, plan: SessionPlan, whenEnded: (outcome: Outcome) => void) {
    this.#connection = connection;
    this.#plan = plan;
    this.#whenEnded = whenEnded;
    plan.signal?.addEventListener("abort", this.#onAbort);
    if (plan.signal?.aborted) this.#onAbort();
  }

  /** True on a distributed PostgreSQL. */
  get isDistributed(): boolean {
    return this.#plan.isDistributed === true;
  }

  /**
   * Sends a statement behind all that were sent before it, without waiting for their answers. Only the request that BEGIN
   * leaves in is waited for, by whatever does not leave with it: behind a BEGIN that failed it would commit by itself.
   */
  async send(query: WireQuery, name: string, values?: unknown): Promise<WireResult> {
    this.state.assertUsable(name);
    if (this.#begun === undefined) {
      this.#firstRequest = this.#connection.requests;
      this.#begun = this.#begin();
      // Whoever waits for it is told of its failure, and it may be that nobody does.
      this.#begun.catch(() => {});
    }
    if (this.#connection.requests !== this.#firstRequest) {
      await this.#begun;
      if (this.state.hasFailed) await firstFailureReported();
      this.state.assertUsable(name);
    }
    return this.#sendNow(query, name, values);
  }

  /**
   * Commits, and believes it only when PostgreSQL says COMMIT: on a transaction in which something failed it
   * answers ROLLBACK, and calls that a success.
   */
  async commit(): Promise<void> {
    if (this.state.current === "failed" || this.state.wasEndedForGood) {
      const aborted = this.state.aborted("commit");
      await this.rollback();
      throw aborted;
    }
    this.state.assertUsable("commit");
    this.state.ending();
    const commit = this.#commit();
    this.#ending = commit.catch(() => {});
    return commit;
  }

  /**
   * Rolls back, or waits for the end that is under way. Never throws: where the ROLLBACK itself fails, the connection is
   * destroyed, which does the same.
   */
  async rollback(): Promise<void> {
    if (this.state.isRunning) {
      this.state.ending();
      this.#ending = this.#rollback();
    }
    await this.#ending;
  }

  /**
   * Ends it at once for an AbortSignal: cancels the statement under way, and rolls back without waiting for the caller. A
   * COMMIT that is on its way is left alone.
   */
  abort(reason: unknown): void {
    if (!this.state.isRunning) return;
    this.state.failedForGood(
      new StatementCancelledError("The transaction was ended by the caller's AbortSignal.", {
        cause: reason,
      }),
    );
    if (this.#connection.isBusy) this.#cancelling = this.#connection.cancel();
    void this.rollback();
  }

  async savepoint(name: string): Promise<void> {
    await this.send({ text: `savepoint ${name}` }, "savepoint");
    this.state.savepointOpened();
  }

  async release(savepoint: string): Promise<void> {
    await this.send({ text: `release savepoint ${savepoint}` }, "savepoint");
    this.state.savepointClosed();
  }

  /** Undoes what was done since a savepoint, a failure included. */
  async rollbackTo(savepoint: string): Promise<void> {
    this.state.savepointClosed();
    if (this.state.isBeyondSavepoints || !this.state.isRunning) return;
    const text = `rollback to savepoint ${savepoint}; release savepoint ${savepoint}`;
    await this.#sendNow({ text, isApart: true }, "savepoint");
    this.state.mended();
  }

  /** Ends it at once, whatever is under way; settles when the server was told. */
  async cut(): Promise<void> {
    const abandoned = this.#connection.abandon();
    if (this.state.isRunning) this.#end("rolledBack");
    await abandoned;
  }

  async #commit(): Promise<void> {
    if (this.#begun === undefined) return this.#end("committed");
    // On a connection that is known to be lost nothing is sent, and so nothing can have been committed.
    const mayHaveCommitted = this.#connection.lost === undefined;
    try {
      await this.#sendCommit();
    } catch (error) {
      const failure = translateFailure(error, { name: "commit", mayHaveCommitted });
      this.state.note(failure);
      this.#end(failure instanceof CommitOutcomeUnknownError ? "unknown" : "rolledBack");
      throw failure;
    }
    this.#end("committed");
  }

  async #rollback(): Promise<void> {
    try {
      await this.#begun;
      if (this.#cancelling !== undefined) await this.#cancelling;
      else if (this.#begun !== undefined)
        await this.#connection.send(this.#limited({ text: "rollback", isApart: true }));
    } catch {
      // The reason is known to whoever sent the statement that failed; this connection is not clean, and goes.
    }
    this.#end("rolledBack");
  }

  async #begin(): Promise<void> {
    try {
      await this.#connection.send(this.#limited(this.#beginning()));
    } catch (error) {
      const { isReadOnly } = this.#plan;
      throw this.#failed(translateFailure(error, { name: "begin", mayHaveCommitted: false, isReadOnly }));
    }
    this.state.begun();
  }

  /**
   * A plain BEGIN can share a request with what is behind it; one that sets time limits as well is several statements. It
   * is not prepared, so that it works also where the server has forgotten what was.
   */
  #beginning(): WireQuery {
    const text = this.#plan.begin;
    return text.includes(";") ? { text, isApart: true } : { text };
  }

  async #sendNow(query: WireQuery, name: string, values?: unknown): Promise<WireResult> {
    this.#statements += 1;
    try {
      return await this.#connection.send(this.#limited(query));
    } catch (error) {
      if (leavesAllAsItWas(error)) throw error;
      // Statements sent behind one that failed are refused; what their callers need to know is that first failure.
      if (this.state.hasFailed) {
        await this.#begun;
        const aborted = this.state.aborted(name);
        await firstFailureReported();
        throw aborted;
      }
      const { isReadOnly } = this.#plan;
      throw this.#failed(translateFailure(error, { name, values, mayHaveCommitted: false, isReadOnly }));
    }
  }

  async #sendCommit(): Promise<void> {
    const { command } = await this.#connection.send(this.#limited({ text: "commit", isApart: true }));
    if (command === "COMMIT") return;
    if (command !== "ROLLBACK") throw this.#nonsense(command);
    throw new TransactionAbortedError(
      `PostgreSQL answered COMMIT with ${command}: the transaction was rolled back, and nothing of it was kept.`,
    );
  }

  /** What this server says can no longer be believed. */
  #nonsense(command: string): Error {
    const error = new Error(`PostgreSQL answered COMMIT with ${command}`);
    this.#connection.distrust(error);
    return error;
  }

  #limited(query: WireQuery): WireQuery {
    const { answerTimeout } = this.#plan;
    return answerTimeout === undefined ? query : { ...query, answerTimeout };
  }

  readonly #onAbort = () => this.abort(this.#plan.signal?.reason);

  #failed(failure: DugoutError): DugoutError {
    if (failure instanceof ServerReadOnlyError) this.#connection.distrust(failure);
    if (this.#connection.lost === undefined) {
      this.state.failed(failure);
    } else {
      this.state.failedForGood(failure);
      this.#end("rolledBack");
    }
    return failure;
  }

  #end(as: Outcome): void {
    this.state.ended(as);
    this.#plan.signal?.removeEventListener("abort", this.#onAbort);
    this.#connection.giveBack();
    this.#whenEnded(as);
    if (!channels.transaction.hasSubscribers) return;
    const event = { ...timingSince(this.#openedAt), outcome: as, statements: this.#statements };
    channels.transaction.publish(event satisfies TransactionEvent);
  }
}

/**
 * Settles after the caller of a statement that failed has its error, however many promises that passes through: of calls
 * made together, `Promise.all` then reports the failure itself, which may be retryable, not a refusal that followed it.
 */
function firstFailureReported(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
