import { AsyncLocalStorage } from "node:async_hooks";
import type { WireQuery, WireResult } from "../connection/connection.js";
import { channels, published } from "../connection/diagnostics.js";
import { SessionClosedError, StatementRefusedError, UnsettledOperationsError } from "../errors/index.js";
import { type RunStep, type Statement, wireQuery } from "../statements/statement.js";
import { type CommitCallback, CommitCallbacks } from "./commit-callbacks.js";
import type { Executor } from "./executor.js";
import { type QueryBuilder, queryBuilder, runQuery } from "./run.js";
import type { Transaction } from "./transaction.js";

/** Which savepoint's callback the present call is made in, so that one that would wait for itself is refused. */
const present = new AsyncLocalStorage<Scope>();
let savepointsMade = 0;

/**
 * A stretch of a transaction that succeeds or fails as one: the whole of it (a `Session`), or what is between a
 * savepoint and its release.
 */
export class Scope implements Executor {
  /** @internal */
  protected readonly transaction: Transaction;
  /** @internal */
  protected readonly callbacks: CommitCallbacks<Scope>;
  readonly #outer: Scope | undefined;
  /** What is under way; a statement within an operation has no name of its own. */
  readonly #running = new Map<Promise<unknown>, string | undefined>();
  /** Settles when the savepoints opened so far in this scope, and what else takes several statements, have ended. */
  #savepoints: Promise<unknown> | undefined;
  #builder: QueryBuilder | undefined;
  /** How many calls of `run` are under way. */
  #runs = 0;
  /** How many operations are under way. */
  #operations = 0;
  #closed = false;
  /** True once the callback has returned too early: its end then reports what its calls come to. */
  #hasUnsettled = false;
  /** The first failure of a call that the callback did not wait for. */
  #lateFailure: unknown;

  /** @internal */
  constructor(transaction: Transaction, outer?: Scope) {
    this.transaction = transaction;
    this.#outer = outer;
    this.callbacks = outer?.callbacks ?? new CommitCallbacks();
  }

  /** Runs one statement of the package's own. */
  execute<Values, Row>(
    statement: Statement<Values, Row>,
    values: Values,
    signal?: AbortSignal,
  ): Promise<Row[]> {
    return this.#reported(this.#execute(statement, values, signal));
  }

  /** @internal Runs an operation: it counts as one call, and may finish when the scope takes no more calls. */
  perform<Result>(name: string, operation: () => Promise<Result>): Promise<Result> {
    return this.#reported(
      this.#admit(name, async () => {
        this.#operations += 1;
        try {
          return await operation();
        } finally {
          this.#operations -= 1;
        }
      }),
    );
  }

  /**
   * Runs a Drizzle query of the caller's own in this transaction.
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
    const run = this.#admit("run", async () => {
      this.#builder ??= queryBuilder((query) => this.#sendOfRun(query));
      this.#runs += 1;
      try {
        return await runQuery(this.#builder, build);
      } finally {
        this.#runs -= 1;
      }
    });
    return this.#reported(run);
  }

  /**
   * Runs `work` behind a savepoint: when it throws, all that it did is undone, and the transaction lives on.
   * Savepoints nest to any depth. Inside, use the scope that `work` is given, not the one outside.
   *
   * @throws whatever `work` throws
   * @throws {TransactionAbortedError} when `work` returned although a statement of its had failed
   * @throws {UnsettledOperationsError} when `work` returned while an operation of its was still running
   */
  savepoint<Result>(work: (scope: Scope) => Promise<Result>): Promise<Result> {
    const savepoint = this.#admit("savepoint", () => {
      const running = this.#runSavepoint(work, this.#savepoints);
      this.#savepoints = running.catch(() => {});
      return running;
    });
    return this.#reported(savepoint);
  }

  /**
   * Has `callback` called once the transaction has provenly committed, in the order of registration, and never
   * after a rollback. A promise that it returns is awaited before `commit()` returns.
   */
  onCommit(callback: CommitCallback): void {
    this.#assertUsable("onCommit");
    this.callbacks.add(this, callback);
  }

  /** @internal Takes no more calls, and waits for those under way. */
  protected async closeToCalls(): Promise<void> {
    this.#closed = true;
    while (this.#running.size > 0) await Promise.allSettled(this.#running.keys());
  }

  /**
   * @internal Runs a callback and proves that what it did is whole: nothing of its is still running (an `await`
   * was forgotten), and nothing has failed.
   */
  protected async complete<Result>(work: (scope: this) => Promise<Result>): Promise<Result> {
    let result: Result;
    let unsettled: string[];
    try {
      result = await work(this);
    } finally {
      unsettled = this.#namesOfRunning;
      this.#hasUnsettled = unsettled.length > 0;
      await this.closeToCalls();
    }
    if (unsettled.length > 0) {
      throw new UnsettledOperationsError(
        `The callback returned while ${unsettled.join(", ")} still ran: an await is missing. Nothing of it was kept.`,
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

  async #runSavepoint<Result>(
    work: (scope: Scope) => Promise<Result>,
    earlier: Promise<unknown> | undefined,
  ): Promise<Result> {
    if (earlier !== undefined) await earlier;
    savepointsMade += 1;
    const name = `dugout_${savepointsMade}`;
    await this.transaction.savepoint(name);
    const scope = new Scope(this.transaction, this);
    try {
      const result = await present.run(scope, () => scope.complete(work));
      await this.transaction.release(name);
      return result;
    } catch (error) {
      this.callbacks.forget((owner) => owner === scope || owner.isWithin(scope));
      // Where even this fails the transaction is lost, which its next call will say; what led here matters more.
      await this.transaction.rollbackTo(name).catch(() => {});
      throw error;
    }
  }

  async #execute<Values, Row>(
    statement: Statement<Values, Row>,
    values: Values,
    signal: AbortSignal | undefined,
  ): Promise<Row[]> {
    const { name, steps } = statement;
    const query = wireQuery(statement, values);
    this.transaction.touched.add(statement, values);
    const runStep: RunStep = async (step, given) => {
      const { rows } = await this.transaction.send(wireQuery(step, given), name, given);
      return rows.map((row) => step.decode(row));
    };
    const work =
      steps !== undefined && this.transaction.isDistributed
        ? () => this.#inTurn(() => steps(runStep, values))
        : async () => (await this.#transmit(query, name, values)).rows.map((row) => statement.decode(row));
    return this.#endedBy(
      signal,
      this.#operations > 0 ? this.#track(undefined, work()) : this.#admit(name, work),
    );
  }

  /** A statement under way can only be cancelled with the whole transaction: the request may hit the next one. */
  async #endedBy<Result>(signal: AbortSignal | undefined, sent: Promise<Result>): Promise<Result> {
    if (signal === undefined) return sent;
    const onAbort = () => this.transaction.abort(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      return await sent;
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }

  /**
   * A call whose `await` was forgotten must not end the process with an unhandled rejection: what failed the transaction
   * is reported by its end. What no end reports, such as a refused input, stays with the call.
   */
  #reported<Result>(call: Promise<Result>): Promise<Result> {
    const reported = call.catch((error) => {
      if (this.#hasUnsettled) this.#lateFailure ??= error;
      if (this.#hasUnsettled || this.transaction.state.reports(error)) reported.catch(() => {});
      throw error;
    });
    return reported;
  }

  /** Runs something that takes several statements before all that is called later. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const running = this.#savepoints === undefined ? work() : this.#savepoints.then(work);
    this.#savepoints = running.catch(() => {});
    return running;
  }

  #transmit(query: WireQuery, name: string, values?: unknown): Promise<WireResult> {
    const send = () => this.transaction.send(query, name, values);
    const sendInTurn = () => (this.#savepoints === undefined ? send() : this.#savepoints.then(send));
    return published(channels.statement, { name, inTransaction: true }, sendInTurn);
  }

  /** Begins a call, if calls are taken; its name is kept until it settles. */
  async #admit<Result>(name: string, begin: () => Promise<Result>): Promise<Result> {
    this.#assertUsable(name);
    return this.#track(name, begin());
  }

  /** A run that was let in may go on when the scope is being closed; a builder that somebody kept may not. */
  async #sendOfRun(query: WireQuery): Promise<WireResult> {
    if (this.#runs === 0) this.#assertUsable("run");
    this.transaction.touched.addQuery(query.text);
    return this.#track("run", this.#transmit(query, "run"));
  }

  async #track<Result>(name: string | undefined, call: Promise<Result>): Promise<Result> {
    this.#running.set(call, name);
    try {
      return await call;
    } finally {
      this.#running.delete(call);
    }
  }

  #assertUsable(name: string): void {
    if (this.#closed) {
      this.transaction.state.assertUsable(name);
      throw new SessionClosedError(`${name} came too late: the session, or its savepoint, is being ended.`, {
        details: { operation: name },
      });
    }
    this.assertOutside(name);
  }

  /** @internal A call on an outer scope waits for its savepoints; from inside one of these it would wait for itself. */
  protected assertOutside(name: string): void {
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
  const inside = present.getStore();
  return inside !== undefined && !inside.isClosed && inside.isWithin(scope);
}
