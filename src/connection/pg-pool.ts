import pg, { type ClientBase, type PoolClient, type PoolConfig } from "pg";
import type { Connection } from "./connection.js";
import { connectFailure } from "./failures.js";
import { PgConnection, watchForLoss } from "./pg-connection.js";
import type { ConnectionPool, PoolFigures } from "./pool.js";
import type { ConnectionSettings } from "./settings.js";

/** Our pool, over pg's. */
export class PgPool implements ConnectionPool {
  readonly settings: ConnectionSettings;
  readonly #config: PoolConfig;
  readonly #pool: pg.Pool;

  constructor(settings: ConnectionSettings, config: PoolConfig) {
    this.settings = settings;
    this.#config = config;
    this.#pool = new pg.Pool(config);
    // An idle connection that breaks is replaced at the next need; without a listener it would end the process.
    this.#pool.on("error", () => {});
    this.#pool.on("connect", watchForLoss);
  }

  get figures(): PoolFigures {
    const { totalCount, idleCount, waitingCount } = this.#pool;
    return {
      open: totalCount,
      idle: idleCount,
      waiting: waitingCount,
      limit: this.settings.options.poolSize,
    };
  }

  async acquire(): Promise<Connection> {
    return new PgConnection(await this.acquireClient(), this.settings.options.prepare);
  }

  protected async acquireClient(): Promise<PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw connectFailure(error, this.settings, this.figures);
    }
  }

  async withClient<Result>(work: (client: ClientBase) => Promise<Result>): Promise<Result> {
    const {
      statement_timeout: _statement,
      query_timeout: _query,
      lock_timeout: _lock,
      ...config
    } = this.#config;
    const client = new pg.Client(config);
    client.on("error", () => {});
    try {
      await client.connect();
    } catch (error) {
      throw connectFailure(error, this.settings, this.figures);
    }
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  close(): Promise<void> {
    return this.#pool.end();
  }
}
