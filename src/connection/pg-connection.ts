import { setTimeout as sleep } from "node:timers/promises";
import type { ClientBase, PoolClient } from "pg";
import { type Cancellable, requestCancel } from "./cancel.js";
import type { Connection, WireQuery, WireResult } from "./connection.js";
import { publishLoss } from "./diagnostics.js";
import { endsConnection } from "./loss.js";
import { type Asked, Request } from "./request.js";
import { Script } from "./script.js";
import { typeParsers } from "./values.js";
import { wireValuesOf } from "./wire-values.js";

/** pg takes no 0 for "no limit" on a single query: this is the longest that a timer can wait. */
const forEver = 2 ** 31 - 1;

/** How a pool's connections are used. */
export interface ConnectionUse {
  /** False where the server keeps no prepared statements for us. */
  readonly prepare: boolean;
  /** How long a statement's answer is waited for unless it says otherwise, in milliseconds; 0 for ever. */
  readonly answerTimeout: number;
}

/** What pg 8.23 has and its type declarations leave out. */
type PipelinedClient = PoolClient &
  Cancellable & {
    readonly connection: { readonly stream: { cork(): void; uncork(): void; destroy(): void } };
  };

/** A request holds no more than this: what it takes to send and to answer one is then bounded, whatever a turn asks. */
const mostStatements = 1_000;
const mostCharacters = 1_000_000;
/** How many requests may be under way; others wait here, as calls and not yet as bytes. */
const mostRequests = 16;

/** How long a cancelled statement may take to say that it has ended, in milliseconds. */
const cancelPatience = 2_000;

const losses = new WeakMap<object, Error>();

function noteLoss(client: object, error: Error): void {
  if (losses.has(client)) return;
  losses.set(client, error);
  publishLoss(error);
}

/**
 * Listens for the loss of a client from its first moment to its last. A client whose 'error' nobody listens to ends
 * the process, and pg's pool has a gap: between taking its own listener off and handing the client over.
 */
export function watchForLoss(client: ClientBase): void {
  client.on("error", (error: Error) => noteLoss(client, error));
}

/** A connection of pg's pool, in pipeline mode. */
export class PgConnection implements Connection {
  readonly #client: PipelinedClient;
  readonly #use: ConnectionUse;
  #unanswered = 0;
  #requests = 0;
  /** What was sent in this turn of the event loop, and has not left. */
  #gathered: Asked[] = [];
  #gatheredCharacters = 0;
  /** Requests that have left, and wait until fewer are under way. */
  readonly #held: (() => void)[] = [];
  #underWay = 0;
  /** How long all that is unanswered may take together, in milliseconds: each waits for what was sent before it. */
  #patience = 0;
  #isTurnNoted = false;
  #cancelled = false;
  #whenIdle: (() => void) | undefined;
  #returned = false;

  constructor(client: PoolClient, use: ConnectionUse) {
    this.#client = client as PipelinedClient;
    this.#use = use;
  }

  get lost(): Error | undefined {
    return losses.get(this.#client);
  }

  get isBusy(): boolean {
    return this.#unanswered > 0;
  }

  get requests(): number {
    return this.#requests;
  }

  async send(query: WireQuery): Promise<WireResult> {
    if (this.lost !== undefined) throw this.lost;
    if (this.#returned) throw new Error("The connection was given back.");
    const limit = this.#limit(query.answerTimeout);
    this.#unanswered += 1;
    this.#patience += limit;
    try {
      return await (query.isApart ? this.#sendApart(query) : this.#gather(query));
    } catch (error) {
      if (endsConnection(error)) noteLoss(this.#client, error as Error);
      throw error;
    } finally {
      this.#unanswered -= 1;
      this.#patience -= limit;
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
  #sendScript({ text, types = typeParsers }: WireQuery): Promise<WireResult> {
    this.#requests += 1;
    return new Promise((resolve, reject) => {
      const settle = (error: Error | null, result: WireResult) => (error ? reject(error) : resolve(result));
      const timeout = this.#timeout;
      this.#submit((over) => {
        const whenOver: typeof settle = (error, result) => {
          over();
          settle(error, result);
        };
        return new Script({ text, types, rowMode: "array" }, timeout, whenOver);
      }, reject);
    });
  }

  #gather({ text, values = [], name, types = typeParsers }: WireQuery): Promise<WireResult> {
    const wireValues = wireValuesOf(values);
    this.#noteTurn();
    return new Promise((resolve, reject) => {
      const keptName = this.#use.prepare ? name : undefined;
      this.#gathered.push({ text, values: wireValues, name: keptName, types, resolve, reject });
      for (const value of wireValues) this.#gatheredCharacters += value?.length ?? 0;
      if (this.#gathered.length >= mostStatements || this.#gatheredCharacters >= mostCharacters)
        this.#leave();
    });
  }

  #limit(answerTimeout = this.#use.answerTimeout): number {
    return answerTimeout === 0 ? forEver : answerTimeout;
  }

  get #timeout(): number {
    return Math.min(forEver, this.#patience);
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
    const last = this.#gathered.at(-1);
    if (last === undefined) return;
    this.#requests += 1;
    const statements = this.#gathered;
    this.#gathered = [];
    this.#gatheredCharacters = 0;
    const timeout = this.#timeout;
    this.#submit(
      (over) => {
        const whenOver =
          <Given>(settle: (given: Given) => void) =>
          (given: Given) => {
            over();
            settle(given);
          };
        const { resolve, reject } = last;
        statements[statements.length - 1] = { ...last, resolve: whenOver(resolve), reject: whenOver(reject) };
        return new Request(statements, timeout);
      },
      (error) => {
        for (const { reject } of statements) reject(error);
      },
    );
  }

  /** Sends a request when few enough are under way; it says when it is over. */
  #submit(make: (over: () => void) => object, fail: (error: Error) => void): void {
    if (this.#underWay >= mostRequests) {
      this.#held.push(() => this.#submit(make, fail));
      return;
    }
    this.#underWay += 1;
    const next = () => {
      this.#underWay -= 1;
      this.#held.shift()?.();
    };
    // pg is in the middle of an answer then: the next request is not sent from within it.
    const over = () => (this.#held.length === 0 ? next() : process.nextTick(next));
    try {
      this.#client.query(make(over) as never);
    } catch (error) {
      // Nobody knows what of it was written: as with any error that is not the server's, the connection goes.
      over();
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
