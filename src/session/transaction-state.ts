import {
  type DugoutError,
  SessionClosedError,
  StatementCancelledError,
  TransactionAbortedError,
} from "../errors/index.js";
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

/** Where a transaction is in its life, what failed in it, and what may therefore follow. */
export class TransactionState {
  #current: SessionState = "open";
  #failure: DugoutError | undefined;
  /** The failure from which no savepoint saves: the connection is lost, or the caller's signal aborted. */
  #finalFailure: DugoutError | undefined;
  /** What failed, and what was refused for it: whoever ends the transaction is told. */
  #reported = new WeakSet<DugoutError>();
  #wasGivenUp = false;
  #openSavepoints = 0;
  #doomed: AbortController | undefined;

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

  get isBeyondSavepoints(): boolean {
    return this.#finalFailure !== undefined;
  }

  /** True when the transaction is being rolled back, or was, without its caller's having asked for it. */
  get wasEndedForGood(): boolean {
    return this.#finalFailure !== undefined && !this.isRunning && this.#current !== "unknown";
  }

  /** True when PostgreSQL ended a statement of this transaction in favour of another, and it is rolled back. */
  get wasGivenUp(): boolean {
    return this.#wasGivenUp && this.#current === "rolledBack";
  }

  /** Aborts as soon as it is certain that the transaction will not commit. */
  get signal(): AbortSignal {
    this.#doomed ??= new AbortController();
    this.#tellDoom();
    return this.#doomed.signal;
  }

  /** @throws {SessionClosedError} {TransactionAbortedError} {StatementCancelledError} when nothing may follow */
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
      `${name} was not done: an earlier statement of this transaction failed (${this.#failure?.message ?? "reason unknown"}). Roll back, and begin again.`,
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
    this.#tellDoom();
  }

  /** A failure after which not even a rollback to a savepoint helps. */
  failedForGood(failure: DugoutError): void {
    this.#finalFailure ??= failure;
    this.failed(failure);
  }

  note(failure: DugoutError): void {
    this.#failure ??= failure;
    this.#reported.add(failure);
    if (isGivenUp(failure)) this.#wasGivenUp = true;
  }

  savepointOpened(): void {
    this.#openSavepoints += 1;
  }

  savepointClosed(): void {
    this.#openSavepoints -= 1;
  }

  /** What failed was undone by a rollback to a savepoint. */
  mended(): void {
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
    this.#tellDoom();
  }

  #tellDoom(): void {
    const isPastSaving = this.#openSavepoints === 0 || this.#finalFailure !== undefined;
    const isDoomed = this.#current === "rolledBack" || (this.#current === "failed" && isPastSaving);
    if (isDoomed) this.#doomed?.abort(this.#failure);
  }
}
