import type { Connection } from "../connection/connection.js";
import { channels, published } from "../connection/diagnostics.js";
import type { ConnectionPool } from "../connection/pool.js";
import { describeTarget } from "../connection/settings.js";
import { DatabaseClosedError, PoolExhaustedError } from "../errors/index.js";
import { unlessAborted } from "./abort.js";
import { type Work, WorkRegister } from "./work.js";

/** A connection, and the note of what it is used for. */
export interface Loan {
  readonly connection: Connection;
  /** Notes that the work is done. The connection is given back by whoever has it. */
  readonly done: () => void;
}

/** What a connection is wanted for, and how to end that at once, where it is more than to abandon the connection. */
export interface Purpose extends Pick<Work, "name" | "trace"> {
  cut?(connection: Connection): Promise<void>;
}

/** Lends the pool's connections, and knows what for: who holds them, and what a close has to wait for. */
export class Lender {
  readonly pool: ConnectionPool;
  readonly works = new WorkRegister();
  readonly #lending = new Set<Promise<unknown>>();
  #isClosed = false;

  constructor(pool: ConnectionPool) {
    this.pool = pool;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /**
   * @throws {DatabaseClosedError} when the database is closed, or being closed
   * @throws {PoolExhaustedError} naming who holds the connections
   * @throws {StatementCancelledError} when the signal aborts first
   */
  lend(work: Purpose, signal?: AbortSignal): Promise<Loan> {
    const lending = this.#lend(work, signal);
    this.#lending.add(lending);
    const settled = () => this.#lending.delete(lending);
    lending.then(settled, settled);
    return lending;
  }

  assertOpen(): void {
    if (!this.#isClosed) return;
    const target = describeTarget(this.pool.settings);
    throw new DatabaseClosedError(`The handle of ${target} was closed. Open a new one with Database.open().`);
  }

  /** Takes no more work, waits so long for what is under way, and cuts off the rest; gives what it cut off. */
  async close(within: number): Promise<readonly string[]> {
    this.#isClosed = true;
    this.pool.refuseWaiting();
    // A connection that is being handed over belongs to nobody for a moment: it is noted, or given back, first.
    await Promise.allSettled(this.#lending);
    const cutOff = (await this.works.empty(within)) ? [] : await this.works.cutAll();
    await this.pool.close();
    return cutOff;
  }

  async #lend(purpose: Purpose, signal: AbortSignal | undefined): Promise<Loan> {
    const acquire = () => this.#acquire(signal);
    const connection = await published(channels.poolWait, { name: purpose.name }, acquire);
    const cut = () => purpose.cut?.(connection) ?? connection.abandon();
    const { name, trace } = purpose;
    return { connection, done: this.works.begin({ name, trace, since: Date.now(), cut }) };
  }

  async #acquire(signal: AbortSignal | undefined): Promise<Connection> {
    this.assertOpen();
    try {
      const connection = await unlessAborted(() => this.pool.acquire(), signal);
      if (this.#isClosed) connection.giveBack();
      this.assertOpen();
      return connection;
    } catch (error) {
      if (!(error instanceof PoolExhaustedError)) throw error;
      const holders = this.works.describe();
      throw new PoolExhaustedError(`${error.message} In use by: ${holders.join("; ")}.`, {
        cause: error,
        details: { ...error.details, holders },
      });
    }
  }
}
