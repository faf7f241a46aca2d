import type { Connection, WireQuery, WireResult } from "../connection/connection.js";
import { channels, type TransactionEvent, timingSince } from "../connection/diagnostics.js";
import { isDatabaseError, isValueError } from "../connection/driver-errors.js";
import {
  CommitOutcomeUnknownError,
  type DugoutError,
  ServerReadOnlyError,
  StatementCancelledError,
  TransactionAbortedError,
} from "../errors/errors.js";
import { CommitCallbacks } from "./commit-callbacks.js";
import { TouchedGames } from "./game-changes.js";
import { onAbort } from "./on-abort.js";
import { lockTimeoutForWorkers, type SessionPlan } from "./session-options.js";
import { translateFailure } from "./statement-failures.js";
import { firstFailureReported, TransactionState } from "./transaction-state.js";

type TransactionOutcome = "committed" | "rolledBack" | "unknown";

/** One transaction on one connection: sends its statements in order, and records how it ended. */
export class Transaction {
  readonly state = new TransactionState();
  /** The games that it has written to, including writes that a savepoint has undone. */
  readonly touched = new TouchedGames();
  readonly callbacks = new CommitCallbacks();
  readonly #connection: Connection;
  readonly #plan: SessionPlan;
  readonly #whenEnded: (outcome: TransactionOutcome) => void;
  /** Ends listening to the caller's signal. */
  #unsubscribe: (() => void) | undefined;
  #begun: Promise<void> | undefined;
  /** True once BEGIN's answer has arrived, and the statements that waited for it have been sent. */
  #hasBegun = false;
  /** The number of the connection's request that contains BEGIN. */
  #firstRequest = 0;
  #cancelling: Promise<void> | undefined;
  /** The COMMIT that was sent with the last statement. */
  #sentCommit: Promise<void> | undefined;
  /** The COMMIT or ROLLBACK, running or done. */
  #ending: Promise<void> = Promise.resolve();
  readonly #openedAt = performance.now();
  #statements = 0;

  constructor(connection: Connection, plan: SessionPlan, whenEnded: (outcome: TransactionOutcome) => void) {
    this.#connection = connection;
    this.#plan = plan;
    this.#whenEnded = whenEnded;
    if (plan.signal === undefined) return;
    this.#unsubscribe = onAbort(plan.signal, this.#onAbort);
    if (plan.signal.aborted) this.#onAbort();
  }

  /** True on a distributed PostgreSQL. */
  get isDistributed(): boolean {
    return this.#plan.isDistributed === true;
  }

  /** True if nothing follows the one statement that it is for, so that the last step may be sent together with COMMIT. */
  get isOneStatement(): boolean {
    return this.#plan.isOneStatement === true;
  }

  /**
   * Sends a statement behind all earlier ones, without waiting for their answers. But a statement that is not in the same request
   * as BEGIN waits for BEGIN's answer: after a BEGIN that failed, it would commit by itself.
   */
  send(query: WireQuery, name: string, values?: unknown): Promise<WireResult> {
    try {
      this.state.assertUsable(name);
    } catch (error) {
      return Promise.reject(error);
    }
    if (this.#begun === undefined) {
      this.#firstRequest = this.#connection.requests;
      this.#begun = this.#begin();
      const begun = () => {
        this.#hasBegun = true;
      };
      // The statements that wait for BEGIN report its failure. There may be none.
      this.#begun.then(begun, () => {});
    }
    const isInFirstRequest = this.#connection.requests === this.#firstRequest;
    return this.#hasBegun || isInFirstRequest
      ? this.#sendNow(query, name, values)
      : this.#sendAfterBegin(query, name, values);
  }

  async #sendAfterBegin(query: WireQuery, name: string, values: unknown): Promise<WireResult> {
    await this.#begun;
    if (this.state.hasFailed) await firstFailureReported();
    this.state.assertUsable(name);
    return this.#sendNow(query, name, values);
  }

  #sendNow(query: WireQuery, name: string, values?: unknown): Promise<WireResult> {
    this.#statements += 1;
    return this.#connection.send(this.#limited(query)).catch(async (error) => {
      throw await this.#failureOf(error, name, values);
    });
  }

  /**
   * Sends the last statement, and COMMIT behind it without waiting for its answer, which saves a round trip while the game is
   * locked. If the statement fails, PostgreSQL answers COMMIT with ROLLBACK. All earlier statements must be answered.
   *
   * @throws what the statement failed with, or else COMMIT
   */
  async sendWithCommit(query: WireQuery, name: string, values: unknown): Promise<WireResult> {
    this.state.assertUsable(name);
    this.#statements += 1;
    const isOnItsWay = this.#connection.lost === undefined;
    const sent = this.#connection.send(this.#limited(query));
    // A statement whose values cannot be sent is not on its way, and COMMIT must not follow it.
    if (this.#connection.isBusy) this.#sentCommit = this.commit();
    const [answered, committed] = await Promise.allSettled([sent, this.#sentCommit]);
    if (answered.status === "rejected") {
      if (isValueError(answered.reason)) throw answered.reason;
      // What the server has refused, it has not committed.
      const mayHaveCommitted = isOnItsWay && !isDatabaseError(answered.reason);
      const failure = translateFailure(answered.reason, { name, values, mayHaveCommitted });
      this.state.note(failure);
      throw failure;
    }
    if (committed.status === "rejected") throw committed.reason;
    return answered.value;
  }

  /**
   * Commits, and succeeds only when PostgreSQL answers COMMIT: for a failed transaction it answers ROLLBACK, without an
   * error.
   */
  async commit(): Promise<void> {
    if (this.#sentCommit !== undefined) return this.#sentCommit;
    if (this.state.current === "failed" || this.state.wasEndedByFailure) {
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
   * Rolls back, or waits for the commit or rollback that is running. Never throws: if ROLLBACK fails, the connection is
   * destroyed, which also rolls back.
   */
  async rollback(): Promise<void> {
    if (this.state.isRunning) {
      this.state.ending();
      this.#ending = this.#rollback();
    }
    await this.#ending;
  }

  /**
   * Ends the transaction at once for an AbortSignal: cancels the running statement, and rolls back without waiting for the
   * caller. A COMMIT that has been sent is not affected.
   */
  abort(reason: unknown): void {
    if (!this.state.isRunning) return;
    this.state.failedFinally(
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

  /** Undoes everything since a savepoint, including a failure. */
  async rollbackTo(savepoint: string): Promise<void> {
    this.state.savepointClosed();
    if (this.state.isUnrecoverable || !this.state.isRunning) return;
    const text = `rollback to savepoint ${savepoint}; release savepoint ${savepoint}`;
    await this.#sendNow({ text, ownRequest: true }, "savepoint");
    this.state.recoveredToSavepoint();
  }

  /** Ends the transaction at once, whatever is running; settles when the server has been asked to cancel it. */
  async forceClose(): Promise<void> {
    const closed = this.#connection.cancelAndDestroy();
    if (this.state.isRunning) this.#end("rolledBack");
    await closed;
  }

  async #commit(): Promise<void> {
    if (this.#begun === undefined) return this.#end("committed");
    // Nothing is sent on a connection that is known to be lost, so nothing can have been committed.
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
        await this.#connection.send(this.#limited({ text: "rollback", ownRequest: true }));
    } catch {
      // The caller of the failed statement has the reason. The connection is not clean, and is destroyed.
    }
    this.#end("rolledBack");
  }

  async #begin(): Promise<void> {
    try {
      await this.#connection.send(this.#limited(this.#beginQuery()));
    } catch (error) {
      const { isReadOnly } = this.#plan;
      throw this.#failed(translateFailure(error, { name: "begin", mayHaveCommitted: false, isReadOnly }));
    }
    this.state.begun();
  }

  /**
   * A plain BEGIN shares a request with the statements behind it; with time limits it is several statements, and needs its
   * own. It is not prepared, so that it works after DEALLOCATE ALL.
   */
  #beginQuery(): WireQuery {
    const text = this.isDistributed ? lockTimeoutForWorkers(this.#plan.begin) : this.#plan.begin;
    return text.includes(";") ? { text, ownRequest: true } : { text };
  }

  /** The error for the caller of a statement that failed with this error of the driver. */
  async #failureOf(error: unknown, name: string, values?: unknown): Promise<unknown> {
    if (isValueError(error)) return error;
    // Statements behind a failed one are refused. Their callers get the first failure as the cause.
    if (this.state.hasFailed) {
      await this.#begun;
      const aborted = this.state.aborted(name);
      await firstFailureReported();
      return aborted;
    }
    const { isReadOnly } = this.#plan;
    return this.#failed(translateFailure(error, { name, values, mayHaveCommitted: false, isReadOnly }));
  }

  async #sendCommit(): Promise<void> {
    const { command } = await this.#connection.send(this.#limited({ text: "commit", ownRequest: true }));
    if (command === "COMMIT") return;
    if (command !== "ROLLBACK") {
      const violation = new Error(`PostgreSQL answered COMMIT with ${command}`);
      // This server does not follow the protocol and must not be used any longer.
      this.#connection.invalidatePool(violation);
      throw violation;
    }
    throw new TransactionAbortedError(
      `PostgreSQL answered COMMIT with ${command}: the transaction was rolled back, and nothing was stored.`,
    );
  }

  #limited(query: WireQuery): WireQuery {
    const { answerTimeout } = this.#plan;
    return answerTimeout === undefined ? query : { ...query, answerTimeout };
  }

  readonly #onAbort = () => this.abort(this.#plan.signal?.reason);

  #failed(failure: DugoutError): DugoutError {
    if (failure instanceof ServerReadOnlyError) this.#connection.invalidatePool(failure);
    if (this.#connection.lost === undefined) {
      this.state.failed(failure);
    } else {
      this.state.failedFinally(failure);
      this.#end("rolledBack");
    }
    return failure;
  }

  #end(as: TransactionOutcome): void {
    this.state.ended(as);
    this.#unsubscribe?.();
    this.#connection.release();
    this.#whenEnded(as);
    if (!channels.transaction.hasSubscribers) return;
    const event = { ...timingSince(this.#openedAt), outcome: as, statements: this.#statements };
    channels.transaction.publish(event satisfies TransactionEvent);
  }
}
