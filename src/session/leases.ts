import type { Connection, ConnectionPool } from "../connection/connection.js";
import { channels, published } from "../connection/diagnostics.js";
import { packageFolder } from "../connection/package-files.js";
import { describeTarget, longestTimer } from "../connection/settings.js";
import { DatabaseClosedError, PoolExhaustedError, StatementCancelledError } from "../errors/errors.js";
import { onAbort } from "./on-abort.js";

/** What a connection is needed for. */
export interface LeaseRequest {
  /** The statement's name, or `session`. */
  readonly name: string;
  /** Made where the session was opened. Its stack is costly to format, and formatted only for a report. */
  readonly trace?: Error | undefined;
  /** Ends the work on the connection at once. Left out, the connection is cancelled and destroyed. */
  forceClose?(connection: Connection): Promise<void>;
}

/** A connection in use by one caller. */
export interface Lease {
  readonly connection: Connection;
  /** Returns the connection to its pool. Does nothing a second time. */
  readonly release: () => void;
}

/** One entry of the {@link LeaseRegister}. */
export interface ActiveLease {
  readonly name: string;
  /** On the clock of `performance.now()`, which does not jump. */
  readonly since: number;
  readonly trace?: Error | undefined;
  /** Ends the work at once; settles when the server has been asked to cancel it. */
  forceClose(): Promise<void>;
}

/** Leases the connections of a pool, and registers what uses them. */
export class Leases {
  readonly pool: ConnectionPool;
  readonly #active = new LeaseRegister();
  readonly #longSessions: LongSessionMonitor;
  /** How many leases are being acquired, and the functions to call when none is. */
  #acquiring = 0;
  #whenNoneAcquiring: (() => void)[] = [];
  #isClosed = false;

  /** @param warnOfSessionsAfter milliseconds until an open session is reported; 0 for never */
  constructor(pool: ConnectionPool, warnOfSessionsAfter = 0) {
    this.pool = pool;
    this.#longSessions = new LongSessionMonitor(this.#active, warnOfSessionsAfter);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /**
   * @throws {DatabaseClosedError} when the database is closed, or being closed
   * @throws {PoolExhaustedError} naming what uses the connections
   * @throws {StatementCancelledError} when the signal aborts first
   */
  async acquire(request: LeaseRequest, signal?: AbortSignal): Promise<Lease> {
    this.#acquiring += 1;
    try {
      const connection = await (channels.poolWait.hasSubscribers
        ? published(channels.poolWait, { name: request.name }, () => this.#connect(signal))
        : this.#connect(signal));
      return this.#register(request, connection);
    } catch (error) {
      throw this.#withHolders(error);
    } finally {
      this.#acquiring -= 1;
      if (this.#acquiring === 0) for (const settle of this.#whenNoneAcquiring.splice(0)) settle();
    }
  }

  assertOpen(): void {
    if (!this.#isClosed) return;
    const target = describeTarget(this.pool.settings);
    throw new DatabaseClosedError(`The handle of ${target} was closed. Open a new one with Database.open().`);
  }

  /**
   * Refuses new leases, waits for the active ones, and closes those by force that are active after that.
   *
   * @param within how long to wait, in milliseconds
   * @returns what was closed by force, a line each
   */
  async close(within: number): Promise<readonly string[]> {
    this.#isClosed = true;
    this.#longSessions.stop();
    this.pool.refuseWaiting();
    // A connection that has left the pool is registered only later: wait until each is registered or released.
    if (this.#acquiring > 0) await new Promise<void>((resolve) => this.#whenNoneAcquiring.push(resolve));
    const forced = (await this.#active.whenEmpty(within)) ? [] : await this.#active.forceCloseAll();
    await this.pool.close();
    return forced;
  }

  #connect(signal: AbortSignal | undefined): Promise<Connection> {
    this.assertOpen();
    return signal === undefined ? this.pool.acquire() : unlessAborted(() => this.pool.acquire(), signal);
  }

  #register(request: LeaseRequest, connection: Connection): Lease {
    if (this.#isClosed) connection.release();
    this.assertOpen();
    const { name, trace } = request;
    const forceClose = () => request.forceClose?.(connection) ?? connection.cancelAndDestroy();
    const remove = this.#active.add({ name, trace, since: performance.now(), forceClose });
    if (name === "session") this.#longSessions.start();
    const release = () => {
      connection.release();
      remove();
    };
    return { connection, release };
  }

  #withHolders(error: unknown): unknown {
    if (!(error instanceof PoolExhaustedError)) return error;
    const holders = this.#active.describe();
    return new PoolExhaustedError(`${error.message} In use by: ${holders.join("; ")}.`, {
      cause: error,
      details: { ...error.details, holders },
    });
  }
}

/** The leases that are active. */
export class LeaseRegister {
  readonly #leases = new Set<ActiveLease>();
  #whenEmpty: (() => void)[] = [];

  get size(): number {
    return this.#leases.size;
  }

  /** @returns removes the lease again */
  add(lease: ActiveLease): () => void {
    this.#leases.add(lease);
    return () => {
      this.#leases.delete(lease);
      if (this.#leases.size === 0) for (const settle of this.#whenEmpty.splice(0)) settle();
    };
  }

  /** One line for each, longest first. */
  describe(): string[] {
    const now = performance.now();
    return [...this.#leases].map(
      ({ name, since, trace }) =>
        `${name}, for ${Math.round(now - since)} ms${trace ? `, opened ${callerOf(trace)}` : ""}`,
    );
  }

  openLongerThan(milliseconds: number): ActiveLease[] {
    const limit = performance.now() - milliseconds;
    return [...this.#leases].filter(({ since }) => since <= limit);
  }

  /** Waits until no lease is active, or for this long. @returns true if none is active */
  async whenEmpty(milliseconds: number): Promise<boolean> {
    if (this.#leases.size === 0) return true;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.min(milliseconds, longestTimer));
      this.#whenEmpty.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
    return this.#leases.size === 0;
  }

  /** Closes every active lease by force, and returns a line for each. */
  async forceCloseAll(): Promise<string[]> {
    const forced = this.describe();
    await Promise.all([...this.#leases].map((lease) => lease.forceClose()));
    return forced;
  }
}

/** Reports each session that stays open too long: it uses a connection, and perhaps locks, that others need. */
class LongSessionMonitor {
  readonly #leases: LeaseRegister;
  readonly #limit: number;
  readonly #reported = new WeakSet<ActiveLease>();
  #timer: NodeJS.Timeout | undefined;

  constructor(leases: LeaseRegister, limit: number) {
    this.#leases = leases;
    this.#limit = limit;
  }

  /** Checks from now on, until no lease is active. */
  start(): void {
    if (this.#timer !== undefined || this.#limit === 0) return;
    this.#timer = setInterval(
      () => this.#check(),
      Math.min(Math.max(10, this.#limit / 4), longestTimer),
    ).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #check(): void {
    if (this.#leases.size === 0) this.stop();
    for (const lease of this.#leases.openLongerThan(this.#limit)) {
      if (lease.name !== "session" || this.#reported.has(lease)) continue;
      this.#reported.add(lease);
      process.emitWarning(
        `A database session has been open for more than ${this.#limit} ms. It was opened ${callerOf(lease.trace)}. Commit it, roll it back, or leave its scope.`,
        "DugoutLongSession",
      );
    }
  }
}

/** The first place on a stack that is outside this package. */
export function callerOf(trace: Error | undefined): string {
  const frames = stackOf(trace).split("\n").slice(1);
  const own = packageFolder();
  const folders = own === undefined ? [] : ["src", "dist"].map((folder) => `${own}/${folder}/`);
  const isOutside = (line: string) => ![...folders, "node:internal"].some((part) => line.includes(part));
  return frames.find(isOutside)?.trim() ?? "at an unknown place";
}

/** The text of a stack. A program's own `Error.prepareStackTrace` may make anything else of it, or throw. */
function stackOf(trace: Error | undefined): string {
  try {
    const stack: unknown = trace?.stack;
    return typeof stack === "string" ? stack : "";
  } catch {
    return "";
  }
}

/**
 * Waits for a connection until the signal aborts. A connection that arrives later is released at once.
 *
 * @throws {StatementCancelledError} when the signal has aborted, or aborts while waiting
 */
function unlessAborted(acquire: () => Promise<Connection>, signal: AbortSignal): Promise<Connection> {
  if (signal.aborted) return Promise.reject(abortedBy(signal));
  const acquiring = acquire();
  return new Promise((resolve, reject) => {
    const unsubscribe = onAbort(signal, () => {
      reject(abortedBy(signal));
      acquiring.then((connection) => connection.release()).catch(() => {});
    });
    acquiring.then(resolve, reject).finally(unsubscribe);
  });
}

function abortedBy(signal: AbortSignal): StatementCancelledError {
  return new StatementCancelledError(
    "The caller's AbortSignal ended the session before it had a connection.",
    { cause: signal.reason },
  );
}
