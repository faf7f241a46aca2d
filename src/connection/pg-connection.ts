import { setTimeout as sleep } from "node:timers/promises";
import { type CancelTarget, requestCancel } from "./cancel-request.js";
import type { Connection, WireQuery, WireResult } from "./connection.js";
import { isConnectionFatal } from "./driver-errors.js";
import { type PendingStatement, PipelinedRequest, type PreparedStatements } from "./pipelined-request.js";
import type { AnswerOrder } from "./protocol-guard.js";
import { ProtocolViolation } from "./protocol-guard.js";
import { longestTimer } from "./settings.js";
import { SimpleQuery } from "./simple-query.js";
import { toWireValues, typeParsers, type WireValue } from "./wire-values.js";

/** What all connections of a pool have in common. */
export interface ConnectionContext {
  /** False behind a pooler that does not keep prepared statements. */
  readonly prepare: boolean;
  /** How long to wait for the answer of a statement that has no limit of its own, in milliseconds; 0 for no limit. */
  readonly answerTimeout: number;
  /** Has the pool close every connection made so far. */
  readonly evictAll: () => void;
}

/** What a connection needs of a client. */
export interface PipelineClient extends CancelTarget {
  readonly connection: { readonly stream: { cork(): void; uncork(): void; destroy(): void } };
  readonly prepared: PreparedStatements;
  readonly order: AnswerOrder | undefined;
  /** Why the client is lost; undefined while it is usable. */
  readonly lost: Error | undefined;
  readonly isDistributed: false | undefined;
  /** True while a setting that the server reports differs from its value at the start of the connection. */
  readonly hasChangedSettings: boolean;
  markLost(error: Error): void;
  /** Closes the socket. Callers that wait for an answer get this error. */
  fail(why: Error): void;
  query(request: never): unknown;
  getTransactionStatus(): string | null;
  release(isBroken?: boolean): void;
}

type Resolve = (result: WireResult) => void;
type Reject = (error: Error) => void;

/** The limits of one request, which bound the memory for sending it and for its answer. */
const maxStatements = 1_000;
const maxCharacters = 1_000_000;
/** How many requests may be in flight. Later ones wait, and are not serialized yet. */
const maxRequestsInFlight = 16;

/** How long a cancelled statement may take to end, in milliseconds. */
const cancelTimeout = 2_000;

/** A connection that pipelines: a client of the pool, in pg's pipeline mode. */
export class PgConnection implements Connection {
  readonly #client: PipelineClient;
  readonly #context: ConnectionContext;
  readonly #timeouts: AnswerTimeouts;
  #unanswered = 0;
  #requests = 0;
  /** Statements of this turn of the event loop that are not flushed yet. */
  #pending: PendingStatement[] = [];
  #pendingCharacters = 0;
  /** Flushed requests that wait until fewer are in flight. */
  readonly #waitingRequests: (() => void)[] = [];
  #inFlight = 0;
  #isFlushScheduled = false;
  #cancelled = false;
  #isChanged = false;
  #whenIdle: (() => void) | undefined;
  #isReleased = false;

  constructor(client: PipelineClient, context: ConnectionContext) {
    this.#client = client;
    this.#context = context;
    this.#timeouts = new AnswerTimeouts((error) => this.#client.fail(error));
  }

  get lost(): Error | undefined {
    return this.#client.lost;
  }

  get isBusy(): boolean {
    return this.#unanswered > 0;
  }

  get isDistributed(): false | undefined {
    return this.#client.isDistributed;
  }

  get requests(): number {
    return this.#requests;
  }

  send(query: WireQuery): Promise<WireResult> {
    if (this.lost !== undefined) return Promise.reject(this.lost);
    if (this.#isReleased) return Promise.reject(new Error("The connection was released."));
    return new Promise((resolve, reject) => {
      const values = query.values && toWireValues(query.values);
      this.#unanswered += 1;
      if (query.changesConnection) this.#isChanged = true;
      this.#scheduleFlush();
      if (query.ownRequest) this.#flush();
      if (query.ownRequest && values === undefined) this.#sendSimpleQuery(query, resolve, reject);
      else this.#enqueue(query, values ?? [], resolve, reject);
      if (query.ownRequest) this.#flush();
    });
  }

  #sendSimpleQuery(query: WireQuery, resolve: Resolve, reject: Reject): void {
    const { text, types = typeParsers, answerTimeout = this.#context.answerTimeout } = query;
    this.#requests += 1;
    const settle = (error: Error | null, result?: WireResult) => {
      this.#settled(1);
      if (error) reject(this.#failureOf(error));
      else resolve(result as WireResult);
    };
    this.#submit(
      [answerTimeout],
      (onAnswered) =>
        new SimpleQuery({ text, types, rowMode: "array" }, this.#client.order, (error, result) => {
          onAnswered(1);
          settle(error, result);
        }),
      settle,
    );
  }

  #enqueue(query: WireQuery, values: WireValue[], resolve: Resolve, reject: Reject): void {
    const { prepare, answerTimeout } = this.#context;
    this.#pending.push({
      text: query.text,
      values,
      name: prepare ? query.name : undefined,
      types: query.types ?? typeParsers,
      isBrief: query.name !== undefined,
      columns: query.columns,
      answerTimeout: query.answerTimeout ?? answerTimeout,
      resolve,
      reject,
    });
    this.#pendingCharacters += charactersOf(values);
    if (this.#pending.length >= maxStatements || this.#pendingCharacters >= maxCharacters) this.#flush();
  }

  #settled(statements: number): void {
    this.#unanswered -= statements;
    if (!this.isBusy) this.#whenIdle?.();
  }

  /** Returns the error for the caller of a statement that failed with this one, and notes whether the connection is lost. */
  #failureOf(error: Error): Error {
    if (isConnectionFatal(error)) this.#client.markLost(error);
    // After a violation of the protocol, the server's error messages are not trusted either.
    return this.lost instanceof ProtocolViolation ? this.lost : error;
  }

  /** Everything sent in one turn of the event loop is flushed with one write, which is one system call. */
  #scheduleFlush(): void {
    if (this.#isFlushScheduled) return;
    this.#isFlushScheduled = true;
    const { stream } = this.#client.connection;
    stream.cork();
    process.nextTick(() => {
      this.#isFlushScheduled = false;
      this.#flush();
      stream.uncork();
    });
  }

  /** Sends the pending statements as one request. */
  #flush(): void {
    if (this.#pending.length === 0) return;
    this.#requests += 1;
    const statements = this.#pending;
    this.#pending = [];
    this.#pendingCharacters = 0;
    const { prepared, order } = this.#client;
    const onSettled = () => this.#settled(statements.length);
    const failureOf = (error: Error) => this.#failureOf(error);
    this.#submit(
      statements.map(({ answerTimeout }) => answerTimeout),
      (onAnswered) => new PipelinedRequest(statements, { prepared, order, onAnswered, onSettled, failureOf }),
      (error) => {
        onSettled();
        for (const { reject } of statements) reject(failureOf(error));
      },
    );
  }

  /**
   * Sends a request as soon as few enough are in flight.
   *
   * @param limits of its statements, in milliseconds
   * @param make makes the request, which calls `onAnswered` with the number of statements answered since the last call
   */
  #submit(
    limits: readonly number[],
    make: (onAnswered: (count: number) => void) => object,
    fail: (error: Error) => void,
  ): void {
    if (this.#inFlight >= maxRequestsInFlight) {
      this.#waitingRequests.push(() => this.#submit(limits, make, fail));
      return;
    }
    this.#inFlight += 1;
    const next = () => {
      this.#inFlight -= 1;
      this.#waitingRequests.shift()?.();
    };
    let unanswered = limits.length;
    const onAnswered = (count: number) => {
      if (count === 0) return;
      this.#timeouts.answered(count);
      unanswered -= count;
      if (unanswered > 0) return;
      // This runs within pg's handling of an answer, from which the next request must not be sent.
      if (this.#waitingRequests.length === 0) next();
      else process.nextTick(next);
    };
    for (const limit of limits) this.#timeouts.sent(limit);
    try {
      this.#client.query(make(onAnswered) as never);
    } catch (error) {
      // What was written is not known. As after every error that is not the server's, the connection is lost.
      onAnswered(unanswered);
      fail(error as Error);
    }
  }

  async cancel(): Promise<void> {
    await this.#requestCancel();
    if (!this.isBusy) return;
    const answered = new Promise<void>((resolve) => {
      this.#whenIdle = resolve;
    });
    await Promise.race([answered, sleep(cancelTimeout, undefined, { ref: false })]);
    if (this.isBusy) this.#client.connection.stream.destroy();
  }

  async cancelAndDestroy(): Promise<void> {
    const requested = this.isBusy ? this.#requestCancel() : undefined;
    this.destroy();
    await requested;
  }

  async #requestCancel(): Promise<void> {
    this.#cancelled = true;
    await requestCancel(this.#client);
  }

  invalidatePool(because: Error): void {
    this.#client.markLost(because);
    this.#context.evictAll();
  }

  release(): void {
    if (!this.#isClean()) this.destroy();
    else if (!this.#wasReleased()) this.#client.release();
  }

  destroy(): void {
    if (this.#wasReleased()) return;
    // In pipeline mode, pg's `end()` waits for every answer, which a server that is down never sends.
    if (this.isBusy || this.lost !== undefined) this.#client.connection.stream.destroy();
    this.#client.release(true);
  }

  /** True when no answer is outstanding, no cancel request can arrive late, no transaction is open, and no setting was changed. */
  #isClean(): boolean {
    return (
      this.lost === undefined &&
      !this.isBusy &&
      !this.#cancelled &&
      !this.#isChanged &&
      !this.#client.hasChangedSettings &&
      this.#client.getTransactionStatus() === "I"
    );
  }

  #wasReleased(): boolean {
    const wasReleased = this.#isReleased;
    this.#isReleased = true;
    return wasReleased;
  }
}

function charactersOf(values: readonly WireValue[]): number {
  let length = 0;
  for (const value of values) if (value !== null) length += value.length;
  return length;
}

/**
 * The time limits of the answers that a connection waits for. A statement's limit counts from when all statements before it
 * are answered. So the limits do not add up when the server is silent, and none is too short while the server runs earlier
 * statements. Statements whose answers arrive together share one limit.
 */
export class AnswerTimeouts {
  readonly #fail: (error: Error) => void;
  /** The limits of the unanswered statements, in the order of sending, in milliseconds; 0 for none. */
  readonly #limits: number[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** @param fail called when an answer exceeds its limit */
  constructor(fail: (error: Error) => void) {
    this.#fail = fail;
  }

  /** Adds a statement that was sent behind all others. */
  sent(limit: number): void {
    this.#limits.push(limit);
    if (this.#limits.length === 1) this.#start();
  }

  /** Removes the first statements: they are answered, or will never be. */
  answered(statements: number): void {
    if (statements === 0) return;
    this.#limits.splice(0, statements);
    clearTimeout(this.#timer);
    this.#start();
  }

  #start(): void {
    const [limit = 0] = this.#limits;
    if (limit === 0) return;
    const fail = () => this.#fail(new Error(`no answer came within ${limit} ms`));
    this.#timer = setTimeout(fail, Math.min(limit, longestTimer));
  }
}
