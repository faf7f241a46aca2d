import { setTimeout as sleep } from "node:timers/promises";
import type { PoolClient } from "pg";
import { AnswerWatch } from "./answer-watch.js";
import { type Cancellable, requestCancel } from "./cancel.js";
import type { Connection, WireQuery, WireResult } from "./connection.js";
import { endsConnection, lossOf, noteLoss } from "./loss.js";
import { ProtocolViolation } from "./messages.js";
import { type Asked, Request } from "./request.js";
import { Script } from "./script.js";
import { typeParsers } from "./values.js";
import { wireValuesOf } from "./wire-values.js";

/** How a pool's connections are used. */
export interface ConnectionUse {
  /** False where the server keeps no prepared statements for us. */
  readonly prepare: boolean;
  /** How long a statement's answer is waited for unless it says otherwise, in milliseconds; 0 for ever. */
  readonly answerTimeout: number;
  /** Has the pool close every connection that it has made so far. */
  readonly retireAll: () => void;
}

/** What pg 8.23 has and its type declarations leave out. */
type PipelinedClient = PoolClient &
  Cancellable & {
    readonly isDistributed: boolean | undefined;
    readonly connection: { readonly stream: { cork(): void; uncork(): void; destroy(): void } };
    /** As our {@link PgClient} has it. */
    fail(why: Error): void;
  };

/** A request holds no more than this: what it takes to send and to answer one is then bounded, whatever a turn asks. */
const mostStatements = 1_000;
const mostCharacters = 1_000_000;
/** How many requests may be under way; others wait here, as calls and not yet as bytes. */
const mostRequests = 16;

/** How long a cancelled statement may take to say that it has ended, in milliseconds. */
const cancelPatience = 2_000;

/** A client of our pool's, in pg's pipeline mode. */
export class PgConnection implements Connection {
  readonly #client: PipelinedClient;
  readonly #use: ConnectionUse;
  readonly #watch: AnswerWatch;
  #unanswered = 0;
  #requests = 0;
  /** What was sent in this turn of the event loop, and has not left; and how long each may take. */
  #gathered: Asked[] = [];
  #gatheredCharacters = 0;
  /** Requests that have left, and wait until fewer are under way. */
  readonly #held: (() => void)[] = [];
  #underWay = 0;
  #limits: number[] = [];
  #isTurnNoted = false;
  #cancelled = false;
  #whenIdle: (() => void) | undefined;
  #returned = false;

  constructor(client: PoolClient, use: ConnectionUse) {
    this.#client = client as PipelinedClient;
    this.#use = use;
    this.#watch = new AnswerWatch((error) => this.#client.fail(error));
  }

  get lost(): Error | undefined {
    return lossOf(this.#client);
  }

  get isBusy(): boolean {
    return this.#unanswered > 0;
  }

  get isDistributed(): boolean | undefined {
    return this.#client.isDistributed;
  }

  get requests(): number {
    return this.#requests;
  }

  async send(query: WireQuery): Promise<WireResult> {
    if (this.lost !== undefined) throw this.lost;
    if (this.#returned) throw new Error("The connection was given back.");
    this.#unanswered += 1;
    try {
      return await (query.isApart ? this.#sendApart(query) : this.#gather(query));
    } catch (error) {
      if (endsConnection(error)) noteLoss(this.#client, error as Error);
      // What a server has said of a failure is not believed either, once it is known not to keep to the protocol.
      const lost = lossOf(this.#client);
      throw lost instanceof ProtocolViolation ? lost : error;
    } finally {
      this.#unanswered -= 1;
      if (!this.isBusy) this.#whenIdle?.();
    }
  }

  #sendApart(query: WireQuery): Promise<WireResult> {
    this.#noteTurn();
    this.#leave();
    const answer = query.values === undefined ? this.#sendScript(query) : this.#gather(query);
    this.#leave();
    return answer;
  }

  /** By PostgreSQL's simple protocol, which takes several statements, and is a request of its own. */
  #sendScript({ text, types = typeParsers, answerTimeout = this.#use.answerTimeout }: WireQuery) {
    this.#requests += 1;
    return new Promise<WireResult>((resolve, reject) => {
      this.#submit(
        [answerTimeout],
        (answered) =>
          new Script({ text, types, rowMode: "array" }, (error, result) => {
            answered(1);
            if (error) reject(error);
            else resolve(result);
          }),
        reject,
      );
    });
  }

  #gather(query: WireQuery): Promise<WireResult> {
    const { text, values = [], name, types = typeParsers, columns } = query;
    const wireValues = wireValuesOf(values);
    this.#noteTurn();
    return new Promise((resolve, reject) => {
      const keptName = this.#use.prepare ? name : undefined;
      const isBrief = name !== undefined;
      const asked = { text, values: wireValues, name: keptName, types, isBrief, columns, resolve, reject };
      this.#gathered.push(asked);
      this.#limits.push(query.answerTimeout ?? this.#use.answerTimeout);
      this.#gatheredCharacters += lengthOf(wireValues);
      if (this.#gathered.length >= mostStatements || this.#gatheredCharacters >= mostCharacters)
        this.#leave();
    });
  }

  /** What is sent in one turn of the event loop leaves in one write, and costs one system call. */
  #noteTurn(): void {
    if (this.#isTurnNoted) return;
    this.#isTurnNoted = true;
    const { stream } = this.#client.connection;
    stream.cork();
    process.nextTick(() => {
      this.#isTurnNoted = false;
      this.#leave();
      stream.uncork();
    });
  }

  /** Lets what was gathered leave, as one request. */
  #leave(): void {
    if (this.#gathered.length === 0) return;
    this.#requests += 1;
    const statements = this.#gathered;
    this.#gathered = [];
    this.#gatheredCharacters = 0;
    this.#submit(
      this.#limits.splice(0),
      (answered) => new Request(statements, answered),
      (error) => {
        for (const { reject } of statements) reject(error);
      },
    );
  }

  /**
   * Sends a request when few enough are under way.
   *
   * @param limits of its statements, in milliseconds
   * @param make makes it, and has it say how many of its statements are answered, each time that some are
   */
  #submit(
    limits: readonly number[],
    make: (answered: (count: number) => void) => object,
    fail: (error: Error) => void,
  ): void {
    if (this.#underWay >= mostRequests) {
      this.#held.push(() => this.#submit(limits, make, fail));
      return;
    }
    this.#underWay += 1;
    const next = () => {
      this.#underWay -= 1;
      this.#held.shift()?.();
    };
    let unanswered = limits.length;
    const answered = (count: number) => {
      if (count === 0) return;
      this.#watch.answered(count);
      unanswered -= count;
      if (unanswered > 0) return;
      // pg is in the middle of an answer then: the next request is not sent from within it.
      if (this.#held.length === 0) next();
      else process.nextTick(next);
    };
    for (const limit of limits) this.#watch.sent(limit);
    try {
      this.#client.query(make(answered) as never);
    } catch (error) {
      // Nobody knows what of it was written: as with any error that is not the server's, the connection goes.
      answered(unanswered);
      fail(error as Error);
    }
  }

  async cancel(): Promise<void> {
    await this.#requestCancel();
    if (!this.isBusy) return;
    const answered = new Promise<void>((resolve) => {
      this.#whenIdle = resolve;
    });
    await Promise.race([answered, sleep(cancelPatience, undefined, { ref: false })]);
    if (this.isBusy) this.#client.connection.stream.destroy();
  }

  async abandon(): Promise<void> {
    const told = this.isBusy ? this.#requestCancel() : undefined;
    this.destroy();
    await told;
  }

  async #requestCancel(): Promise<void> {
    this.#cancelled = true;
    await requestCancel(this.#client);
  }

  distrust(because: Error): void {
    noteLoss(this.#client, because);
    this.#use.retireAll();
  }

  giveBack(): void {
    if (!this.#isClean()) this.destroy();
    else if (!this.#isReturned()) this.#client.release();
  }

  destroy(): void {
    if (this.#isReturned()) return;
    // In pipeline mode pg's own `end()` waits for every answer, which a dead server never gives.
    if (this.isBusy || this.lost !== undefined) this.#client.connection.stream.destroy();
    this.#client.release(true);
  }

  /** True when nothing is or will be under way, and the server says that no transaction is open. */
  #isClean(): boolean {
    return (
      this.lost === undefined &&
      !this.isBusy &&
      !this.#cancelled &&
      this.#client.getTransactionStatus() === "I"
    );
  }

  #isReturned(): boolean {
    const returned = this.#returned;
    this.#returned = true;
    return returned;
  }
}

function lengthOf(values: readonly (string | Buffer | null)[]): number {
  let length = 0;
  for (const value of values) if (value !== null) length += value.length;
  return length;
}
