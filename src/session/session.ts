import { CommitCallbackError, SessionClosedError } from "../errors/errors.js";
import { Scope } from "./scope.js";
import type { Transaction } from "./transaction.js";
import type { SessionState } from "./transaction-state.js";

/**
 * One transaction on one connection of the pool. The caller commits it or rolls it back. Leaving its scope rolls it back.
 *
 * Calls may be made concurrently: they run in call order, and are sent without waiting for each other.
 *
 * @example
 * ```ts
 * await using session = await database.session();
 * const operations = new DatabaseOperations(session);
 * await operations.savePlay(play);
 * await session.commit();
 * ```
 */
export class Session extends Scope {
  /** The commit or rollback that the caller called. */
  #endedByCaller: Promise<void> | undefined;
  /** The first commit, rollback or close, which decides how the session ends. Settles when it has ended; never rejects. */
  #ending: Promise<void> | undefined;

  /** @internal Sessions come from `database.session()` and `database.transaction()`. */
  constructor(transaction: Transaction) {
    super(transaction);
  }

  /** The state of the session. */
  get state(): SessionState {
    return this.transaction.state.current;
  }

  /** Aborts as soon as it is certain that this session will not commit, so that other work can stop too. */
  get signal(): AbortSignal {
    return this.transaction.state.signal;
  }

  /**
   * Waits for the calls made before it, then commits.
   *
   * @throws {TransactionAbortedError} when a statement had failed, or PostgreSQL rolled back: nothing was stored
   * @throws {CommitOutcomeUnknownError} when the connection broke during COMMIT: everything is stored, or nothing
   * @throws {CommitCallbackError} when it is committed, and a callback of `onCommit` failed
   * @throws {SessionClosedError} when the session has ended before
   */
  async commit(): Promise<void> {
    this.assertOutsideSavepoint("commit");
    const commit = this.#commit();
    this.#endedByCaller ??= commit;
    return commit;
  }

  /**
   * Waits for the calls made before it, then undoes them all. A second call, or one after a lost connection, does nothing.
   *
   * @throws {SessionClosedError} when the session is committed, or may be
   */
  async rollback(): Promise<void> {
    this.assertOutsideSavepoint("rollback");
    const rollback = this.#rollback();
    this.#endedByCaller ??= rollback;
    return rollback;
  }

  /**
   * Rolls back unless the session has ended.
   *
   * @throws {StatementRefusedError} only when it is called from inside one of the session's own savepoints
   */
  async close(): Promise<void> {
    this.assertOutsideSavepoint("close");
    await (this.#ending ?? this.#endBy(() => this.transaction.rollback()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** For `using`, which cannot wait: the rollback has been sent, and not answered, when the scope is left. */
  [Symbol.dispose](): void {
    this.close().catch(() => {});
  }

  /** @internal Runs a callback as one transaction. */
  async runTransaction<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    try {
      const result = await this.complete(work);
      await (this.#endedByCaller ?? this.#commit());
      return result;
    } finally {
      await this.transaction.rollback();
    }
  }

  /** @internal True when PostgreSQL ended this transaction because of a conflict with another. */
  get lostToConflict(): boolean {
    return this.transaction.state.lostToConflict;
  }

  async #commit(): Promise<void> {
    if (this.#ending !== undefined) {
      throw new SessionClosedError("commit came too late: this session has ended, or is being ended.", {
        details: { operation: "commit", state: this.state },
      });
    }
    await this.#endBy(() => this.transaction.commit());
    const failures = await this.transaction.callbacks.run();
    if (failures.length === 0) return;
    throw new CommitCallbackError("The transaction is committed, and then a callback of onCommit failed.", {
      cause: failures.length === 1 ? failures[0] : new AggregateError(failures),
    });
  }

  async #rollback(): Promise<void> {
    await (this.#ending ?? this.#endBy(() => this.transaction.rollback()));
    if (this.state === "committed" || this.state === "unknown")
      this.transaction.state.assertUsable("rollback");
  }

  /** The first of several calls that end a session decides. `#ending` is set at once, even if calls are still running. */
  #endBy(end: () => Promise<void>): Promise<void> {
    const ending = this.stopAcceptingCalls().then(end);
    this.#ending = ending.catch(() => {});
    return ending;
  }
}
