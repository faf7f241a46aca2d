import { setTimeout as sleep } from "node:timers/promises";
import type { ClientBase, PoolClient } from "pg";
import { DatabaseClosedError } from "../errors/index.js";
import { backoff } from "./backoff.js";
import { ClientPool } from "./client-pool.js";
import type { Connection } from "./connection.js";
import { connectFailure, isPassing, noneInTime } from "./failures.js";
import { orderOn } from "./guard.js";
import { watchForLoss } from "./loss.js";
import { PgClient, type PgClientConfig } from "./pg-client.js";
import { type ConnectionUse, PgConnection } from "./pg-connection.js";
import type { ConnectionPool, PoolFigures } from "./pool.js";
import { type ConnectionSettings, describeTarget } from "./settings.js";

/** A connection that was idle for so long may be gone without our knowing, in milliseconds. */
const unprovenAfter = 1_000;
/** How long such a one may take to say that it is there, in milliseconds. */
const longestProof = 1_000;
/** How long the server may take to close its side, in milliseconds. */
const longestEnd = 1_000;

/** What differs between kinds of pools. */
export interface PoolKind {
  /** How long an answer is waited for, in milliseconds; 0 for ever. */
  readonly answerTimeout: number;
  /** False for a server in this process, which does not go away, and whose only client is lent to pg's own queries too. */
  readonly isRemote: boolean;
  /** True to try again, within the connect time limit, when the server says that it has no room, or only just starts. */
  readonly waitsForServer: boolean;
}

/** Our pool of pg's clients. */
export class PgPool implements ConnectionPool {
  readonly settings: ConnectionSettings;
  readonly #config: PgClientConfig;
  readonly #kind: PoolKind;
  readonly #use: ConnectionUse;
  readonly #pool: ClientPool<PoolClient>;

  constructor(settings: ConnectionSettings, config: PgClientConfig, kind: PoolKind) {
    this.settings = settings;
    this.#config = config;
    this.#kind = kind;
    const { poolSize, minPoolSize, idleTimeout, maxLifetime, connectTimeout, prepare } = settings.options;
    this.#use = { prepare, answerTimeout: kind.answerTimeout, retireAll: () => this.#pool.retireAll() };
    this.#pool = new ClientPool<PoolClient>(
      {
        open: () => this.#open(),
        isPassing: (error) => kind.waitsForServer && isPassing(error),
        isAlive: (client) => this.#isAlive(client),
        hold: (client, isHeld) => hold(client, isHeld || !kind.isRemote),
        end,
      },
      {
        size: poolSize,
        minSize: minPoolSize,
        idleTimeout: kind.isRemote ? idleTimeout : 0,
        maxLifetime: kind.isRemote ? maxLifetime : 0,
        unprovenAfter: kind.isRemote ? unprovenAfter : Number.POSITIVE_INFINITY,
        acquireTimeout: connectTimeout,
      },
    );
  }

  get figures(): PoolFigures {
    const { open, idle, waiting } = this.#pool;
    return { open, idle, waiting, limit: this.settings.options.poolSize };
  }

  async acquire(): Promise<Connection> {
    return new PgConnection(await this.acquireClient(), this.#use);
  }

  protected async acquireClient(): Promise<PoolClient> {
    try {
      return await this.#pool.acquire((failure) => noneInTime(failure, this.settings, this.figures));
    } catch (error) {
      throw connectFailure(error, this.settings);
    }
  }

  refuseWaiting(): void {
    this.#pool.refuseWaiting(
      new DatabaseClosedError(`The handle of ${describeTarget(this.settings)} was closed.`),
    );
  }

  async withClient<Result>(work: (client: ClientBase) => Promise<Result>): Promise<Result> {
    const client = await this.#plainClient();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  /** Opens as many connections as are kept when nobody needs them, without waiting for them. */
  fill(): void {
    this.#pool.fill();
  }

  /** One that is nobody's before it is lent. */
  async #open(): Promise<PoolClient> {
    const client = new PgClient(this.#config) as unknown as PoolClient;
    watchForLoss(client);
    await client.connect();
    // Of what pg itself sends, as to a server in this process, only pg knows the order.
    if (this.#kind.isRemote) orderOn(client.connection)?.check();
    client.release = (isBroken = false) => this.#pool.release(client, isBroken !== false);
    client.once("end", () => this.#pool.remove(client));
    return client;
  }

  async #isAlive(client: PoolClient): Promise<boolean> {
    const answerTimeout = Math.min(longestProof, this.settings.options.connectTimeout);
    try {
      await new PgConnection(client, this.#use).send({ text: "", isApart: true, answerTimeout });
      return true;
    } catch {
      return false;
    }
  }

  async #plainClient(): Promise<ClientBase & { end(): Promise<void> }> {
    const config = withoutLimits(this.#config);
    const deadline = Date.now() + this.settings.options.connectTimeout;
    for (let failures = 0; ; failures += 1) {
      try {
        const client = new PgClient(config);
        await client.connect();
        return client as unknown as PoolClient;
      } catch (error) {
        const pause = backoff(failures);
        const mayWait = this.#kind.waitsForServer && isPassing(error) && Date.now() + pause < deadline;
        if (!mayWait) throw connectFailure(error, this.settings);
        await sleep(pause);
      }
    }
  }
}

function withoutLimits(config: PgClientConfig): PgClientConfig {
  const limits = { statement_timeout: "0", lock_timeout: "0" };
  const settings = config.settings && { ...config.settings, ...limits };
  const startup = settings === undefined ? config.startup : { ...config.startup, ...limits };
  return { ...config, settings, startup };
}

/** Keeps the process alive for a connection, or no longer: idle ones are no reason to go on. */
function hold(client: PoolClient, isHeld: boolean): void {
  const { ref, unref } = client as unknown as Readonly<Record<"ref" | "unref", () => void>>;
  (isHeld ? ref : unref).call(client);
}

/** Says goodbye, and cuts off a server that does not hear it. */
async function end(client: PoolClient): Promise<void> {
  const cutOff = setTimeout(() => client.connection.stream.destroy(), longestEnd);
  await client.end();
  clearTimeout(cutOff);
}
