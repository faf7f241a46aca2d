import {
  type DugoutError,
  SessionClosedError,
  StatementCancelledError,
  TransactionAbortedError,
} from "../errors/errors.js";
import { isConflict } from "./retry.js";

/**
 * - `open`: nothing was sent yet. BEGIN is sent with the first statement.
 * - `active`: the server has a transaction open.
 * - `failed`: a statement failed. PostgreSQL refuses all others until a rollback of the transaction or to a savepoint.
 * - `ending`: COMMIT or ROLLBACK was sent.
 * - `committed`, `rolledBack`: the transaction has certainly ended so.
 * - `unknown`: the connection broke during COMMIT.
 */
export type SessionState = "open" | "active" | "failed" | "ending" | "committed" | "rolledBack" | "unknown";

/** The state of a transaction, its failures, and whether more statements may be sent. */
export class TransactionState {
  #current: SessionState = "open";
  #failure: DugoutError | undefined;
  /** The failure that no rollback to a savepoint undoes: the connection is lost, or the caller's signal aborted. */
  #finalFailure: DugoutError | undefined;
  /** The failures, and the refusals that followed them: the end of the transaction reports them. */
  #reported = new WeakSet<DugoutError>();
  #hadConflict = false;
  #openSavepoints = 0;
  #abortController: AbortController | undefined;

  get current(): SessionState {
    return this.#current;
  }

  /** True until COMMIT or ROLLBACK is sent. */
  get isRunning(): boolean {
    return this.#current === "open" || this.#current === "active" || this.#current === "failed";
  }

  /** The first failure since the transaction, or its innermost savepoint, began. */
  get failure(): DugoutError | undefined {
    return this.#failure;
  }

  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  /** True after a failure that no rollback to a savepoint undoes. */
  get isUnrecoverable(): boolean {
    return this.#finalFailure !== undefined;
  }

  /** True when the transaction was, or is being, rolled back because of an unrecoverable failure. */
  get wasEndedByFailure(): boolean {
    return this.#finalFailure !== undefined && !this.isRunning && this.#current !== "unknown";
  }

  /** True when PostgreSQL ended this transaction because of a conflict with another, and it is rolled back. */
  get lostToConflict(): boolean {
    return this.#hadConflict && this.#current === "rolledBack";
  }

  /** Aborts as soon as it is certain that the transaction will not commit. */
  get signal(): AbortSignal {
    this.#abortController ??= new AbortController();
    this.#abortSignalIfLost();
    return this.#abortController.signal;
  }

  /** @throws {SessionClosedError} {TransactionAbortedError} {StatementCancelledError} when nothing more may be sent */
  assertUsable(name: string): void {
    if (this.#current === "failed" || this.#finalFailure instanceof StatementCancelledError)
      throw this.aborted(name);
    if (this.#current !== "open" && this.#current !== "active") {
      throw new SessionClosedError(
        `${name} came too late: this session has ended (${this.#current}). Open a new one.`,
        { cause: this.#failure, details: { operation: name, state: this.#current } },
      );
    }
  }

  /** Why a call was not done, although the session has not ended. */
  aborted(name: string): DugoutError {
    if (this.#finalFailure instanceof StatementCancelledError) return this.#finalFailure;
    const aborted = new TransactionAbortedError(
      `${name} was not sent: an earlier statement of this transaction failed (${this.#failure?.message ?? "reason unknown"}). Roll back, and begin again.`,
      { cause: this.#failure, details: { operation: name } },
    );
    this.#reported.add(aborted);
    return aborted;
  }

  /** True for an error that the transaction's end reports to its caller. */
  reports(error: unknown): boolean {
    return this.#reported.has(error as DugoutError);
  }

  begun(): void {
    if (this.#current === "open") this.#current = "active";
  }

  failed(failure: DugoutError): void {
    this.note(failure);
    if (this.#current === "open" || this.#current === "active") this.#current = "failed";
    this.#abortSignalIfLost();
  }

  /** A failure that no rollback to a savepoint undoes. */
  failedFinally(failure: DugoutError): void {
    this.#finalFailure ??= failure;
    this.failed(failure);
  }

  note(failure: DugoutError): void {
    this.#failure ??= failure;
    this.#reported.add(failure);
    if (isConflict(failure)) this.#hadConflict = true;
  }

  savepointOpened(): void {
    this.#openSavepoints += 1;
  }

  savepointClosed(): void {
    this.#openSavepoints -= 1;
  }

  /** A rollback to a savepoint has undone what failed. */
  recoveredToSavepoint(): void {
    if (this.#finalFailure !== undefined || !this.isRunning) return;
    this.#failure = undefined;
    this.#reported = new WeakSet();
    this.#current = "active";
  }

  ending(): void {
    this.#current = "ending";
  }

  ended(as: "committed" | "rolledBack" | "unknown"): void {
    this.#current = as;
    this.#abortSignalIfLost();
  }

  #abortSignalIfLost(): void {
    const isUnrecoverable = this.#openSavepoints === 0 || this.#finalFailure !== undefined;
    const isLost = this.#current === "rolledBack" || (this.#current === "failed" && isUnrecoverable);
    if (isLost) this.#abortController?.abort(this.#failure);
  }
}

/**
 * Settles after the caller of a failed statement has its error, through any number of promises. For calls made together,
 * `Promise.all` then rejects with the failure itself, which may be retryable, and not with a refusal that followed it.
 */
export function firstFailureReported(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
