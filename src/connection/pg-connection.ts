import pg, { type PoolClient } from "pg";
import { DugoutError } from "../errors/index.js";
import { requestCancel } from "./cancel.js";
import type { Connection, WireQuery, WireResult } from "./connection.js";
import { typeParsers } from "./values.js";

/** pg takes no 0 for "no limit" on a single query: this is the longest that a timer can wait. */
const forEver = 2 ** 31 - 1;

/** What pg 8.23 has and its type declarations leave out. */
type PipelinedClient = PoolClient & {
  readonly processID: number | null;
  readonly secretKey: number | null;
  readonly connection: { readonly stream: { destroy(): void } };
};

/** A connection of pg's pool, in pipeline mode. */
export class PgConnection implements Connection {
  readonly #client: PipelinedClient;
  readonly #prepare: boolean;
  #unanswered = 0;
  #lost: Error | undefined;
  #cancelled = false;
  #returned = false;

  constructor(client: PoolClient, prepare: boolean) {
    this.#client = client as PipelinedClient;
    this.#prepare = prepare;
    // Without a listener, a connection that breaks while it is lent would end the process.
    this.#client.on("error", this.#onError);
  }

  readonly #onError = (error: Error) => {
    this.#lost ??= error;
  };

  get isLost(): boolean {
    return this.#lost !== undefined;
  }

  get isBusy(): boolean {
    return this.#unanswered > 0;
  }

  async send(query: WireQuery): Promise<WireResult> {
    this.#unanswered += 1;
    try {
      return await this.#client.query({
        text: query.text,
        values: query.values as unknown[],
        rowMode: "array",
        types: query.types ?? typeParsers,
        ...(this.#prepare && query.name !== undefined ? { name: query.name } : {}),
        ...(query.answerTimeout === undefined ? {} : { query_timeout: query.answerTimeout || forEver }),
      });
    } catch (error) {
      if (endsConnection(error)) this.#lost ??= error as Error;
      throw error;
    } finally {
      this.#unanswered -= 1;
    }
  }

  async cancel(): Promise<void> {
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
    if (this.isBusy) this.#client.connection.stream.destroy();
    this.#client.release(true);
  }

  /** True when nothing is or will be under way, and the server says that no transaction is open. */
  #isClean(): boolean {
    return !this.isLost && !this.isBusy && !this.#cancelled && this.#client.getTransactionStatus() === "I";
  }

  #isReturned(): boolean {
    const returned = this.#returned;
    this.#returned = true;
    if (!returned) this.#client.removeListener("error", this.#onError);
    return returned;
  }
}

/**
 * PostgreSQL's plain errors leave the connection usable, and so do ours about a value that cannot be read.
 * Anything else that a statement fails with means that the connection is gone, or can no longer be trusted.
 */
function endsConnection(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return error.severity !== "ERROR";
  return !(error instanceof DugoutError);
}
