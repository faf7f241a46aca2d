import pg, { type ClientBase, type PoolClient, type PoolConfig } from "pg";
import { DatabaseClosedError } from "../errors/index.js";
import type { Connection } from "./connection.js";
import { connectFailure } from "./failures.js";
import { PgClient, type PgClientConfig } from "./pg-client.js";
import { PgConnection, watchForLoss } from "./pg-connection.js";
import type { ConnectionPool, PoolFigures } from "./pool.js";
import { type ConnectionSettings, describeTarget } from "./settings.js";

/** How a pool and its connections are made. */
export type PgPoolConfig = PgClientConfig & Pick<PoolConfig, "max" | "idleTimeoutMillis">;

/** Our pool, over pg's. */
export class PgPool implements ConnectionPool {
  readonly settings: ConnectionSettings;
  readonly #config: PgPoolConfig;
  readonly #pool: pg.Pool;
  readonly #waiting = new Set<(refusal: Error) => void>();

  constructor(settings: ConnectionSettings, config: PgPoolConfig) {
    this.settings = settings;
    this.#config = config;
    this.#pool = new pg.Pool({ ...config, Client: PgClient as never });
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
    const { prepare } = this.settings.options;
    const answerTimeout = this.#config.query_timeout ?? 0;
    return new PgConnection(await this.acquireClient(), { prepare, answerTimeout });
  }

  /** pg's pool, once it is told to end, leaves those who wait to their timers: they are looked after here. */
  protected acquireClient(): Promise<PoolClient> {
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      this.#pool.connect().then(
        (client) => {
          if (this.#waiting.delete(reject)) resolve(client);
          else client.release();
        },
        (error) => {
          this.#waiting.delete(reject);
          reject(connectFailure(error, this.settings, this.figures));
        },
      );
    });
  }

  refuseWaiting(): void {
    const refusal = new DatabaseClosedError(`The handle of ${describeTarget(this.settings)} was closed.`);
    for (const refuse of this.#waiting) refuse(refusal);
    this.#waiting.clear();
  }

  async withClient<Result>(work: (client: ClientBase) => Promise<Result>): Promise<Result> {
    const client = new PgClient(withoutLimits(this.#config));
    try {
      await client.connect();
    } catch (error) {
      throw connectFailure(error, this.settings, this.figures);
    }
    try {
      return await work(client as unknown as ClientBase);
    } finally {
      await client.end();
    }
  }

  close(): Promise<void> {
    return this.#pool.end();
  }
}

function withoutLimits({ query_timeout: _limit, ...config }: PgPoolConfig): PgPoolConfig {
  const limits = { statement_timeout: "0", lock_timeout: "0" };
  const settings = config.settings && { ...config.settings, ...limits };
  const startup = settings === undefined ? config.startup : { ...config.startup, ...limits };
  return { ...config, settings, startup };
}
