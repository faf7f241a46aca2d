import { AsyncLocalStorage } from "node:async_hooks";
import type { WireQuery, WireResult } from "../connection/connection.js";
import { channels, published } from "../connection/diagnostics.js";
import { SessionClosedError, StatementRefusedError, UnsettledOperationsError } from "../errors/errors.js";
import { type RunStep, type Statement, wireQuery } from "../statements/statement.js";
import type { CommitCallback } from "./commit-callbacks.js";
import type { Executor } from "./executor.js";
import { onAbort } from "./on-abort.js";
import { type QueryBuilder, queryBuilder, runQuery } from "./query-builder.js";
import type { Transaction } from "./transaction.js";

/** The savepoint whose callback is running: with it, a call that would wait for itself is refused. */
const currentSavepoint = new AsyncLocalStorage<Scope>();
let savepointsMade = 0;

/**
 * A part of a transaction that succeeds or fails as a whole: all of it (a `Session`), or what is between a savepoint and
 * its release.
 */
export class Scope implements Executor {
  /** @internal */
  protected readonly transaction: Transaction;
  readonly #outer: Scope | undefined;
  /** The calls that are running, with their names. A statement within an operation has no name here. */
  readonly #running = new Map<Promise<unknown>, string | undefined>();
  /** Settles when the savepoints opened so far, and other work of several statements, have ended. */
  #savepoints: Promise<unknown> | undefined;
  #builder: QueryBuilder | undefined;
  /** How many calls of `run` are running. */
  #runs = 0;
  /** How many operations are running. */
  #operations = 0;
  /** True while an operation runs until its first `await`: a statement called then belongs to it. */
  #isStartingOperation = false;
  #closed = false;
  /** True once the callback has returned while calls were running: the end of the scope then reports their failures. */
  #hasUnsettled = false;
  /** The first failure of a call that the callback did not await. */
  #lateFailure: unknown;

  /** @internal */
  constructor(transaction: Transaction, outer?: Scope) {
    this.transaction = transaction;
    this.#outer = outer;
  }

  /** Runs one statement of this package. */
  execute<Values, Row>(
    statement: Statement<Values, Row>,
    values: Values,
    signal?: AbortSignal,
  ): Promise<Row[]> {
    this.transaction.touched.add(statement, values);
    const run = () => this.#run(statement, values, signal);
    // An operation awaits its statements, so that they need not be tracked.
    if (this.#isStartingOperation) return run();
    return this.#operations > 0 ? this.#track(undefined, run()) : this.#startCall(statement.name, run);
  }

  /** @internal Runs an operation: it counts as one call, and may finish after the scope has stopped accepting calls. */
  perform<Result>(name: string, operation: () => Promise<Result>): Promise<Result> {
    return this.#startCall(name, operation, true);
  }

  /**
   * Runs a Drizzle query of the caller in this transaction.
   *
   * @example
   * ```ts
   * const homers = await session.run((db) =>
   *   db.select().from(plays).where(and(eq(plays.gameId, gameId), eq(plays.homerun, 1))),
   * );
   * ```
   * @throws {StatementRefusedError} for a BEGIN, COMMIT, ROLLBACK or SAVEPOINT: the session does these
   */
  run<Result>(build: (database: QueryBuilder) => PromiseLike<Result>): Promise<Result> {
    return this.#startCall("run", async () => {
      this.#builder ??= queryBuilder((query) => this.#sendOfRun(query));
      this.#runs += 1;
      try {
        return await runQuery(this.#builder, build);
      } finally {
        this.#runs -= 1;
      }
    });
  }

  /**
   * Runs `work` in a savepoint: when it throws, everything it did is undone, and the transaction continues.
   * Savepoints nest to any depth. Inside `work`, use the scope that it is given, and not the outer one.
   *
   * @throws whatever `work` throws
   * @throws {TransactionAbortedError} when `work` returned although one of its statements had failed
   * @throws {UnsettledOperationsError} when `work` returned while one of its operations was still running
   */
  savepoint<Result>(work: (scope: Scope) => Promise<Result>): Promise<Result> {
    return this.#startCall("savepoint", () => this.#inOrder(() => this.#runSavepoint(work)));
  }

  /**
   * Registers a callback that is called after PostgreSQL has confirmed the commit, in the order of registration, and never after
   * a rollback. A promise that it returns is awaited before `commit()` returns.
   */
  onCommit(callback: CommitCallback): void {
    this.#assertUsable("onCommit");
    this.transaction.callbacks.add(this, callback);
  }

  /** @internal Accepts no more calls, and waits for those that are running. */
  protected async stopAcceptingCalls(): Promise<void> {
    this.#closed = true;
    while (this.#running.size > 0) await Promise.allSettled(this.#running.keys());
  }

  /**
   * @internal Runs a callback, and checks that no call of it is still running (an `await` was forgotten) and none has
   * failed.
   */
  protected async complete<Result>(work: (scope: this) => Promise<Result>): Promise<Result> {
    let result: Result;
    let unsettled: string[];
    try {
      result = await work(this);
    } finally {
      unsettled = this.#namesOfRunning;
      this.#hasUnsettled = unsettled.length > 0;
      await this.stopAcceptingCalls();
    }
    if (unsettled.length > 0) {
      throw new UnsettledOperationsError(
        `The callback returned while ${unsettled.join(", ")} still ran: an await is missing. Nothing was stored.`,
        { cause: this.transaction.state.failure ?? this.#lateFailure, details: { operations: unsettled } },
      );
    }
    if (this.transaction.state.current === "failed") this.transaction.state.assertUsable("commit");
    return result;
  }

  get #namesOfRunning(): string[] {
    const names = new Set([...this.#running.values()].map((name) => name ?? "a statement"));
    if (names.size > 1) names.delete("a statement");
    return [...names];
  }

  async #runSavepoint<Result>(work: (scope: Scope) => Promise<Result>): Promise<Result> {
    const name = `dugout_${++savepointsMade}`;
    await this.transaction.savepoint(name);
    const scope = new Scope(this.transaction, this);
    try {
      const result = await currentSavepoint.run(scope, () => scope.complete(work));
      await this.transaction.release(name);
      return result;
    } catch (error) {
      this.transaction.callbacks.remove(scope);
      // If this fails too, the transaction is lost, and its next call reports that. The first error is thrown.
      await this.transaction.rollbackTo(name).catch(() => {});
      throw error;
    }
  }

  #run<Values, Row>(
    statement: Statement<Values, Row>,
    values: Values,
    signal: AbortSignal | undefined,
  ): Promise<Row[]> {
    const { name, steps } = statement;
    if (steps !== undefined && this.transaction.isDistributed) {
      const { transaction } = this;
      const runner =
        (way: "send" | "sendWithCommit"): RunStep =>
        async (step, given) => {
          const { rows } = await transaction[way](wireQuery(step, given), name, values);
          return rows.map((row) => step.decode(row));
        };
      const last = runner(transaction.isOneStatement ? "sendWithCommit" : "send");
      const running = this.#inOrder(() => steps(runner("send"), values, last));
      return signal === undefined ? running : this.#abortedBy(signal, running);
    }
    const sent = this.#transmit(wireQuery(statement, values), name, values);
    const answered = signal === undefined ? sent : this.#abortedBy(signal, sent);
    return answered.then(({ rows }) => rows.map((row) => statement.decode(row)));
  }

  /** Cancels the whole transaction: a cancel request for one statement may arrive late and cancel the next. */
  async #abortedBy<Result>(signal: AbortSignal, sent: Promise<Result>): Promise<Result> {
    const unsubscribe = onAbort(signal, () => this.transaction.abort(signal.reason));
    try {
      return await sent;
    } finally {
      unsubscribe();
    }
  }

  /** Runs work of several statements before all later calls. */
  #inOrder<Result>(work: () => Promise<Result>): Promise<Result> {
    const running = this.#savepoints === undefined ? work() : this.#savepoints.then(work);
    this.#savepoints = running.catch(() => {});
    return running;
  }

  #transmit(query: WireQuery, name: string, values?: unknown): Promise<WireResult> {
    const send = () => this.transaction.send(query, name, values);
    const sendInOrder = () => (this.#savepoints === undefined ? send() : this.#savepoints.then(send));
    if (!channels.statement.hasSubscribers) return sendInOrder();
    return published(channels.statement, { name, inTransaction: true }, sendInOrder);
  }

  /** Starts a call if calls are accepted. */
  #startCall<Result>(name: string, start: () => Promise<Result>, isOperation = false): Promise<Result> {
    const isWithinAnother = this.#isStartingOperation;
    try {
      this.#assertUsable(name);
      this.#isStartingOperation = isOperation;
      return this.#track(name, start(), isOperation);
    } catch (error) {
      const refused = Promise.reject(error);
      this.#ignoreIfReported(error, refused);
      return refused;
    } finally {
      this.#isStartingOperation = isWithinAnother;
    }
  }

  /** Keeps a call's name until it settles. */
  #track<Result>(name: string | undefined, call: Promise<Result>, isOperation = false): Promise<Result> {
    this.#running.set(call, name);
    if (isOperation) this.#operations += 1;
    const settled = () => {
      this.#running.delete(call);
      if (isOperation) this.#operations -= 1;
    };
    const tracked = call.then(
      (result) => {
        settled();
        return result;
      },
      async (error) => {
        // A call with invalid input whose callback returns at once is then still running, and is reported.
        await undefined;
        settled();
        this.#ignoreIfReported(error, tracked);
        throw error;
      },
    );
    return tracked;
  }

  /**
   * A call whose `await` was forgotten must not end the process with an unhandled rejection, because the end of the transaction
   * reports its failure. A failure that the end does not report, such as invalid input, remains a rejection of the call.
   */
  #ignoreIfReported(error: unknown, call: Promise<unknown>): void {
    if (this.#hasUnsettled) this.#lateFailure ??= error;
    if (this.#hasUnsettled || this.transaction.state.reports(error)) call.catch(() => {});
  }

  /** A `run` that has started may finish while the scope is closing. A builder that is used after its `run` may not send. */
  async #sendOfRun(query: WireQuery): Promise<WireResult> {
    if (this.#runs === 0) this.#assertUsable("run");
    this.transaction.touched.addQuery(query.text);
    return this.#track("run", this.#transmit(query, "run"));
  }

  #assertUsable(name: string): void {
    if (this.#closed) {
      this.transaction.state.assertUsable(name);
      throw new SessionClosedError(`${name} came too late: the session, or its savepoint, is being ended.`, {
        details: { operation: name },
      });
    }
    this.assertOutsideSavepoint(name);
  }

  /** @internal A call on an outer scope waits for its savepoints: from inside one of them it would wait for itself. */
  protected assertOutsideSavepoint(name: string): void {
    if (this.#savepoints !== undefined && isCalledInside(this)) {
      throw new StatementRefusedError(
        `${name} was called on the session from inside a savepoint: use the scope that savepoint() gives its callback.`,
        { details: { operation: name } },
      );
    }
  }

  /** @internal True when this scope is a savepoint of that one, or of a savepoint within it. */
  isWithin(scope: Scope): boolean {
    for (let outer = this.#outer; outer !== undefined; outer = outer.#outer) if (outer === scope) return true;
    return false;
  }

  /** @internal */
  get isClosed(): boolean {
    return this.#closed;
  }
}

function isCalledInside(scope: Scope): boolean {
  const inside = currentSavepoint.getStore();
  return inside !== undefined && !inside.isClosed && inside.isWithin(scope);
}
