import pg, { type CustomTypesConfig, type PoolClient } from "pg";
import { DugoutError } from "../errors/index.js";
import { typeParsers } from "./values.js";

/** One statement as it goes on the wire. */
export interface WireQuery {
  readonly text: string;
  readonly values?: readonly unknown[] | undefined;
  /** The prepared statement's name: one name, one text, for the life of the process. */
  readonly name?: string | undefined;
  readonly types?: CustomTypesConfig | undefined;
}

export interface WireResult {
  /** PostgreSQL's command tag without its counts: `SELECT`, `INSERT`, `COMMIT`, `ROLLBACK` ... */
  readonly command: string;
  readonly rowCount: number | null;
  readonly rows: unknown[][];
  readonly fields: readonly { readonly name: string }[];
}

/** What pg 8.23 has and its type declarations leave out. */
type PipelinedClient = PoolClient & {
  readonly processID: number | null;
  readonly connection: { readonly stream: { destroy(): void } };
};

/**
 * A connection lent by the pool. Statements go out in call order, without waiting for each other's answers.
 * Errors are the driver's own: the session translates them.
 */
export class Connection {
  readonly #client: PipelinedClient;
  readonly #prepare: boolean;
  #unanswered = 0;
  #lost: Error | undefined;
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

  /** The server process that serves this connection, as `pg_stat_activity.pid` shows it. */
  get processId(): number | null {
    return this.#client.processID;
  }

  get isLost(): boolean {
    return this.#lost !== undefined;
  }

  /** True when nothing is under way and the server says that no transaction is open. */
  get isClean(): boolean {
    return !this.isLost && this.#unanswered === 0 && this.#client.getTransactionStatus() === "I";
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
      });
    } catch (error) {
      if (endsConnection(error)) this.#lost ??= error as Error;
      throw error;
    } finally {
      this.#unanswered -= 1;
    }
  }

  /** Gives the connection back if it is clean; otherwise has the pool destroy it. Does nothing a second time. */
  giveBack(): void {
    if (!this.isClean) this.destroy();
    else if (!this.#isReturned()) this.#client.release();
  }

  /** Cuts the connection, whatever is under way on it, and has the pool forget it. */
  destroy(): void {
    if (this.#isReturned()) return;
    // In pipeline mode pg's own `end()` waits for every answer, which a dead server never gives.
    if (this.#unanswered > 0) this.#client.connection.stream.destroy();
    this.#client.release(true);
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
