import { setTimeout as sleep } from "node:timers/promises";
import type { ClientBase, PoolClient } from "pg";
import { requestCancel } from "./cancel.js";
import type { Connection, WireQuery, WireResult } from "./connection.js";
import { endsConnection } from "./loss.js";
import { PreparedQuery } from "./prepared-query.js";
import { typeParsers } from "./values.js";

/** pg takes no 0 for "no limit" on a single query: this is the longest that a timer can wait. */
const forEver = 2 ** 31 - 1;

/** What pg 8.23 has and its type declarations leave out. */
type PipelinedClient = PoolClient & {
  readonly processID: number | null;
  readonly secretKey: number | null;
  readonly connection: { readonly stream: { cork(): void; uncork(): void; destroy(): void } };
};

/** How long a cancelled statement may take to say that it has ended, in milliseconds. */
const cancelPatience = 2_000;

const losses = new WeakMap<object, Error>();

function noteLoss(client: object, error: Error): void {
  if (!losses.has(client)) losses.set(client, error);
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
  readonly #prepare: boolean;
  #unanswered = 0;
  #isGathering = false;
  #cancelled = false;
  #whenIdle: (() => void) | undefined;
  #returned = false;

  constructor(client: PoolClient, prepare: boolean) {
    this.#client = client as PipelinedClient;
    this.#prepare = prepare;
  }

  get lost(): Error | undefined {
    return losses.get(this.#client);
  }

  get isBusy(): boolean {
    return this.#unanswered > 0;
  }

  async send(query: WireQuery): Promise<WireResult> {
    if (this.lost !== undefined) throw this.lost;
    this.#unanswered += 1;
    this.#gather();
    try {
      return await this.#query(query);
    } catch (error) {
      if (endsConnection(error)) noteLoss(this.#client, error as Error);
      throw error;
    } finally {
      this.#unanswered -= 1;
      if (!this.isBusy) this.#whenIdle?.();
    }
  }

  #query({ text, values, name, types = typeParsers, single, answerTimeout }: WireQuery): Promise<WireResult> {
    const config = {
      text,
      values: values as unknown[],
      rowMode: "array" as const,
      types,
      ...(single ? { queryMode: "extended" as const } : {}),
      ...(answerTimeout === undefined ? {} : { query_timeout: answerTimeout || forEver }),
    };
    // Answers settle in the order in which they come, prepared or not: whoever waits behind a statement that failed
    // must not learn of it before the one who sent that.
    return new Promise((resolve, reject) => {
      const settle = (error: Error | null, result: WireResult) => (error ? reject(error) : resolve(result));
      if (this.#prepare && name !== undefined) {
        this.#client.query(new PreparedQuery({ ...config, name }, settle) as never);
      } else {
        void this.#client.query(config, settle as never);
      }
    });
  }

  /** Statements that are sent in one turn of the event loop leave in one write, and cost one system call. */
  #gather(): void {
    if (this.#isGathering) return;
    this.#isGathering = true;
    const { stream } = this.#client.connection;
    stream.cork();
    process.nextTick(() => {
      this.#isGathering = false;
      stream.uncork();
    });
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
    const { host, port, processID, secretKey } = this.#client;
    if (processID !== null && secretKey !== null) await requestCancel(host, port, processID, secretKey);
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
