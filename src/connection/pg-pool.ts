import { setTimeout as sleep } from "node:timers/promises";
import type { ClientBase } from "pg";
import { DatabaseClosedError } from "../errors/errors.js";
import type { Connection, ConnectionPool, PoolFigures } from "./connection.js";
import { acquireTimeoutError, connectFailure } from "./connection-failures.js";
import { ServerClient, type ServerClientConfig } from "./pg-client.js";
import { type ConnectionContext, PgConnection } from "./pg-connection.js";
import { type ConnectionSettings, describeTarget } from "./settings.js";
import { type TimeoutError, Waiters } from "./waiters.js";

/** A connection that was idle for so long is checked before its next use, in milliseconds. */
const checkAfterIdle = 1_000;
/** How long that check may take, in milliseconds. */
const checkTimeout = 1_000;
/** How long the server may take to close its side, in milliseconds. */
const closeTimeout = 1_000;

/** What differs between kinds of pools. */
export interface PoolKind {
  /** How long to wait for an answer, in milliseconds; 0 for no limit. */
  readonly answerTimeout: number;
  /** False for the embedded database, which does not go away, and whose only client also runs pg's own queries. */
  readonly isRemote: boolean;
  /** True for a failure to connect that is temporary: it is then retried within the connect time limit. */
  isTemporary(error: unknown): boolean;
}

/** A pool of connections to one database. */
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
        isTemporary: kind.isTemporary,
        isAlive: (client) => this.#isAlive(client),
        // An idle connection does not keep the process alive.
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
    // No caller waits for these any more. Without an answer of the server, each would end only at the connect time limit.
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
    const deadline = performance.now() + this.settings.options.connectTimeout;
    for (let failures = 0; ; failures += 1) {
      try {
        const client = new ServerClient(config);
        await client.connect();
        if (config.settings === undefined) return client;
        try {
          await client.query(withoutTransactionLimit);
          return client;
        } catch (error) {
          client.fail(error as Error);
          throw error;
        }
      } catch (error) {
        const pause = backoff(failures);
        const mayWait = this.#kind.isTemporary(error) && performance.now() + pause < deadline;
        if (!mayWait) throw connectFailure(error, this.settings);
        await sleep(pause);
      }
    }
  }
}

/** PostgreSQL has this limit since version 17, and older servers refuse an unknown setting. */
const withoutTransactionLimit =
  "select set_config(name, '0', false) from pg_catalog.pg_settings where name = 'transaction_timeout'";

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

/** How a pool opens, checks and closes its clients. */
interface ClientFactory<Client> {
  open(): Promise<Client>;
  /** True when opening failed for a temporary reason: it is then retried while a caller waits. */
  isTemporary(error: unknown): boolean;
  /** True if a client that has been idle still works. Never throws. */
  isAlive(client: Client): Promise<boolean>;
  /** Sets whether the client keeps the process alive. */
  setRef(client: Client, keepsProcessAlive: boolean): void;
  /** Closes the client; settles when it is closed. Never throws. */
  close(client: Client): Promise<void>;
  /** The error for a caller who has waited too long. */
  readonly timeoutError: TimeoutError;
}

/** How many clients a pool keeps, and for how long; times in milliseconds. */
export interface PoolLimits {
  /** The most clients that are open at once. */
  readonly size: number;
  /** How many clients stay open while idle. */
  readonly minSize: number;
  /** A client that has been idle for so long is closed; 0 for never. */
  readonly idleTimeout: number;
  /** A client that has been open for so long is closed when it is idle; 0 for never. */
  readonly maxLifetime: number;
  /** A client that has been idle for so long is checked before its next use. */
  readonly checkAfterIdle: number;
  /** How long a caller waits for a client. */
  readonly acquireTimeout: number;
}

/** Times are of `performance.now()`, which does not jump when the system's clock is set. */
interface PooledClient<Client> {
  readonly client: Client;
  expiresAt: number;
  idleSince: number;
  /** The same time on the system's clock, which continues while the machine sleeps. */
  idleSinceDate: number;
}

/** The random part of a lifetime, so that clients that were opened together are not closed together. */
const jitter = 0.2;
const longestPeriod = 5_000;

/** A pool of clients, each used by one caller at a time. Callers are served in order, with the client that was used last. */
export class ClientPool<Client> {
  readonly #factory: ClientFactory<Client>;
  readonly #limits: PoolLimits;
  readonly #entries = new Map<Client, PooledClient<Client>>();
  readonly #idle: PooledClient<Client>[] = [];
  readonly #waiters: Waiters<Client>;
  readonly #closings = new Set<Promise<void>>();
  readonly #evictor: NodeJS.Timeout | undefined;
  #opening = 0;
  /** How many are being checked before their next use. */
  #checking = 0;
  #failures = 0;
  #pause: NodeJS.Timeout | undefined;
  #isClosed = false;
  #whenClosed: (() => void) | undefined;

  constructor(factory: ClientFactory<Client>, limits: PoolLimits) {
    this.#factory = factory;
    this.#limits = limits;
    this.#waiters = new Waiters(limits.acquireTimeout, factory.timeoutError);
    const lifetimes = [limits.idleTimeout, limits.maxLifetime].filter((limit) => limit > 0);
    if (lifetimes.length === 0 && limits.minSize === 0) return;
    const period = Math.max(10, Math.min(longestPeriod, ...lifetimes.map((limit) => limit / 4)));
    this.#evictor = setInterval(() => this.#evictExpired(), period).unref();
  }

  get open(): number {
    return this.#entries.size;
  }

  get idle(): number {
    return this.#idle.length;
  }

  get waiting(): number {
    return this.#waiters.count;
  }

  /** @throws the error of the factory for a caller who has waited too long, or the one that opening a client threw */
  acquire(): Promise<Client> {
    const free = this.#idle.at(-1);
    if (free !== undefined && this.#waiters.count === 0 && this.#isFresh(free)) {
      this.#idle.pop();
      this.#factory.setRef(free.client, true);
      return Promise.resolve(free.client);
    }
    const waiting = this.#waiters.add();
    this.#serve();
    return waiting;
  }

  /** Returns a client to the pool; a broken one is closed. */
  release(client: Client, isBroken: boolean): void {
    const entry = this.#entries.get(client);
    if (entry === undefined) return;
    if (isBroken || this.#isClosed || entry.expiresAt <= performance.now()) {
      this.#close(entry);
    } else {
      entry.idleSince = performance.now();
      entry.idleSinceDate = Date.now();
      this.#idle.push(entry);
      this.#factory.setRef(client, false);
    }
    this.#serve();
  }

  /** Removes a client that has closed by itself. */
  remove(client: Client): void {
    const entry = this.#entries.get(client);
    if (entry === undefined) return;
    this.#close(entry);
    this.#serve();
  }

  /** Closes every client that is open now: idle ones at once, the others when they are released. */
  evictAll(): void {
    for (const entry of this.#entries.values()) entry.expiresAt = 0;
    for (const entry of [...this.#idle]) this.#close(entry);
    this.#serve();
  }

  refuseWaiting(refusal: Error): void {
    this.#waiters.refuseAll(refusal);
  }

  /** Closes idle clients, and the others when they are released; settles when all are closed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#evictor);
    clearTimeout(this.#pause);
    for (const entry of [...this.#idle]) this.#close(entry);
    if (this.#entries.size > 0 || this.#opening > 0) {
      await new Promise<void>((resolve) => {
        this.#whenClosed = resolve;
      });
    }
    await Promise.all(this.#closings);
  }

  /** Opens as many clients as stay open while idle. */
  fill(): void {
    if (this.#isClosed || this.#pause !== undefined) return;
    for (let count = this.#entries.size + this.#opening; count < this.#limits.minSize; count += 1)
      void this.#open();
  }

  #serve(): void {
    if (this.#isClosed) this.#checkClosed();
    for (let entry = this.#idle.at(-1); entry !== undefined; entry = this.#idle.at(-1)) {
      const isFresh = this.#isFresh(entry);
      if (this.waiting <= (isFresh ? 0 : this.#checking)) break;
      this.#idle.pop();
      this.#factory.setRef(entry.client, true);
      if (isFresh) this.#waiters.give(entry.client);
      else void this.#check(entry);
    }
    if (this.#isClosed || this.#pause !== undefined) return;
    const room = () => this.#entries.size + this.#opening < this.#limits.size;
    while (this.#opening + this.#checking < this.waiting && room()) void this.#open();
  }

  /** False also if the system's clock has jumped: the machine may have slept, and its connections may be closed. */
  #isFresh({ idleSince, idleSinceDate }: PooledClient<Client>): boolean {
    const { checkAfterIdle } = this.#limits;
    return (
      performance.now() - idleSince < checkAfterIdle && Math.abs(Date.now() - idleSinceDate) < checkAfterIdle
    );
  }

  async #check(entry: PooledClient<Client>): Promise<void> {
    this.#checking += 1;
    const isAlive = await this.#factory.isAlive(entry.client);
    this.#checking -= 1;
    // What closed one idle client has probably closed the others too, and checking each would take too long.
    if (!isAlive) for (const other of this.#idle.filter((idle) => !this.#isFresh(idle))) this.#close(other);
    this.release(entry.client, !isAlive);
    // If the client has closed by itself in the meantime, release() did not serve the callers that wait.
    this.#serve();
  }

  async #open(): Promise<void> {
    this.#opening += 1;
    const { callers } = this.#waiters;
    try {
      const client = await this.#factory.open();
      this.#opening -= 1;
      this.#failures = 0;
      const since = { idleSince: performance.now(), idleSinceDate: Date.now() };
      this.#entries.set(client, { client, expiresAt: this.#expiry(), ...since });
      this.release(client, false);
    } catch (error) {
      this.#opening -= 1;
      this.#failed(error, callers);
      this.#serve();
    }
  }

  /** @param callers how many had called when this attempt began: later callers wait for another attempt */
  #failed(error: unknown, callers: number): void {
    if (!this.#factory.isTemporary(error)) {
      this.#waiters.refuseFirst(callers, error as Error);
      return;
    }
    this.#waiters.noteFailure(error);
    if (this.#isClosed || this.#pause !== undefined) return;
    const retry = () => {
      this.#pause = undefined;
      this.#serve();
    };
    this.#pause = setTimeout(retry, backoff(this.#failures)).unref();
    this.#failures += 1;
  }

  #expiry(): number {
    const { maxLifetime } = this.#limits;
    return maxLifetime === 0
      ? Number.POSITIVE_INFINITY
      : performance.now() + maxLifetime * (1 - jitter * Math.random());
  }

  #evictExpired(): void {
    const now = performance.now();
    const { idleTimeout, minSize } = this.#limits;
    for (const entry of [...this.#idle]) {
      const isIdleTooLong =
        idleTimeout > 0 && now - entry.idleSince >= idleTimeout && this.#entries.size > minSize;
      if (isIdleTooLong || entry.expiresAt <= now) this.#close(entry);
    }
    this.fill();
  }

  #close(entry: PooledClient<Client>): void {
    this.#entries.delete(entry.client);
    const index = this.#idle.indexOf(entry);
    if (index >= 0) this.#idle.splice(index, 1);
    // Otherwise the process could end before the client is closed.
    this.#factory.setRef(entry.client, true);
    const closing = this.#factory.close(entry.client).finally(() => this.#closings.delete(closing));
    this.#closings.add(closing);
    if (this.#isClosed) this.#checkClosed();
  }

  #checkClosed(): void {
    if (this.#entries.size === 0 && this.#opening === 0) this.#whenClosed?.();
  }
}

const firstPause = 50;
const longestPause = 1_000;

/** The pause before the next attempt, in milliseconds: it doubles with each failure, and is partly random. */
function backoff(failures: number): number {
  return Math.min(longestPause, firstPause * 2 ** Math.min(failures, 10)) * (0.75 + Math.random() / 2);
}
