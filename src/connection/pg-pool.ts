import { setTimeout as sleep } from "node:timers/promises";
import type { ClientBase } from "pg";
import { DatabaseClosedError } from "../errors/errors.js";
import { backoff, ClientPool } from "./client-pool.js";
import type { Connection, ConnectionPool, PoolFigures } from "./connection.js";
import { acquireTimeoutError, connectFailure, isTemporary } from "./connection-failures.js";
import { ServerClient, type ServerClientConfig } from "./pg-client.js";
import { type ConnectionContext, PgConnection } from "./pg-connection.js";
import { type ConnectionSettings, describeTarget } from "./settings.js";

/** A connection that was idle for so long is checked before its next use, in milliseconds. */
const checkAfterIdle = 1_000;
/** How long that check may take, in milliseconds. */
const checkTimeout = 1_000;
/** How long the server may take to close its side, in milliseconds. */
const closeTimeout = 1_000;

/** What differs between kinds of pools. */
export interface PoolKind {
  /** How long to wait for an answer, in milliseconds; 0 for ever. */
  readonly answerTimeout: number;
  /** False for a server in this process, which does not go away, and whose only client also runs pg's own queries. */
  readonly isRemote: boolean;
  /** True to retry, within the connect time limit, when the server has no room, or is starting up. */
  readonly waitsForServer: boolean;
}

/** A pool of our clients. */
export class PgPool implements ConnectionPool {
  readonly settings: ConnectionSettings;
  readonly #config: ServerClientConfig;
  readonly #kind: PoolKind;
  readonly #context: ConnectionContext;
  readonly #pool: ClientPool<ServerClient>;
  /** Clients that are connecting. */
  readonly #connecting = new Set<ServerClient>();

  constructor(settings: ConnectionSettings, config: ServerClientConfig, kind: PoolKind) {
    this.settings = settings;
    this.#config = config;
    this.#kind = kind;
    const { poolSize, minPoolSize, idleTimeout, maxLifetime, connectTimeout, prepare } = settings.options;
    this.#context = { prepare, answerTimeout: kind.answerTimeout, evictAll: () => this.#pool.evictAll() };
    this.#pool = new ClientPool<ServerClient>(
      {
        open: () => this.#open(),
        isTemporary: (error) => kind.waitsForServer && isTemporary(error),
        isAlive: (client) => this.#isAlive(client),
        // An idle connection is no reason for the process to stay alive.
        setRef: (client, isInUse) => (isInUse || !kind.isRemote ? client.ref() : client.unref()),
        close,
        timeoutError: (failure) => acquireTimeoutError(failure, settings, this.figures),
      },
      {
        size: poolSize,
        minSize: minPoolSize,
        idleTimeout: kind.isRemote ? idleTimeout : 0,
        maxLifetime: kind.isRemote ? maxLifetime : 0,
        checkAfterIdle: kind.isRemote ? checkAfterIdle : Number.POSITIVE_INFINITY,
        acquireTimeout: connectTimeout,
      },
    );
  }

  get figures(): PoolFigures {
    const { open, idle, waiting } = this.#pool;
    return { open, idle, waiting, limit: this.settings.options.poolSize };
  }

  async acquire(): Promise<Connection> {
    try {
      return new PgConnection(await this.#pool.acquire(), this.#context);
    } catch (error) {
      throw connectFailure(error, this.settings);
    }
  }

  protected async acquireClient(): Promise<ServerClient> {
    try {
      return await this.#pool.acquire();
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
    const client = await this.#connectWithoutLimits();
    try {
      return await work(client as unknown as ClientBase);
    } finally {
      await client.end();
    }
  }

  close(): Promise<void> {
    // No caller waits for these any more, and a silent server could hold them until the connect time limit.
    for (const client of this.#connecting) client.abortConnect(new Error("the pool was closed"));
    return this.#pool.close();
  }

  /** Opens as many connections as stay open while idle, without waiting for them. */
  fill(): void {
    this.#pool.fill();
  }

  async #open(): Promise<ServerClient> {
    const client = new ServerClient(this.#config);
    client.on("error", (error: Error) => client.markLost(error));
    this.#connecting.add(client);
    try {
      await client.connect();
    } finally {
      this.#connecting.delete(client);
    }
    if (this.#kind.isRemote) client.order?.start();
    client.release = (isBroken = false) => this.#pool.release(client, isBroken);
    client.once("end", () => this.#pool.remove(client));
    return client;
  }

  async #isAlive(client: ServerClient): Promise<boolean> {
    const answerTimeout = Math.min(checkTimeout, this.settings.options.connectTimeout);
    try {
      await new PgConnection(client, this.#context).send({ text: "", ownRequest: true, answerTimeout });
      return true;
    } catch {
      return false;
    }
  }

  async #connectWithoutLimits(): Promise<ServerClient> {
    const config = withoutLimits(this.#config);
    const deadline = Date.now() + this.settings.options.connectTimeout;
    for (let failures = 0; ; failures += 1) {
      try {
        const client = new ServerClient(config);
        await client.connect();
        return client;
      } catch (error) {
        const pause = backoff(failures);
        const mayWait = this.#kind.waitsForServer && isTemporary(error) && Date.now() + pause < deadline;
        if (!mayWait) throw connectFailure(error, this.settings);
        await sleep(pause);
      }
    }
  }
}

function withoutLimits(config: ServerClientConfig): ServerClientConfig {
  const limits = { statement_timeout: "0", lock_timeout: "0" };
  const settings = config.settings && { ...config.settings, ...limits };
  const startup = settings === undefined ? config.startup : { ...config.startup, ...limits };
  return { ...config, settings, startup };
}

/** Sends Terminate, and closes the socket of a server that does not close its side. */
async function close(client: ServerClient): Promise<void> {
  const timer = setTimeout(() => client.connection.stream.destroy(), closeTimeout);
  await client.end();
  clearTimeout(timer);
}
