import type { ClientBase } from "pg";
import type {
  Connection,
  ConnectionPool,
  PoolFigures,
  WireQuery,
  WireResult,
} from "../connection/connection.js";
import { channels, published } from "../connection/diagnostics.js";
import { isOutdated } from "../connection/driver-errors.js";
import { openPool, replicaSettings } from "../connection/open-pool.js";
import { milliseconds, trueOrFalse } from "../connection/option-checks.js";
import { distributedCondition } from "../connection/session-settings.js";
import {
  type ConnectionSettings,
  type DatabaseOptions,
  describeTarget,
  isPooled,
  type ServerSettings,
} from "../connection/settings.js";
import { parseDatabaseUrl } from "../connection/url.js";
import { CommitOutcomeUnknownError, ServerReadOnlyError } from "../errors/errors.js";
import { type Statement, wireQuery } from "../statements/statement.js";
import { Announcer } from "./announcer.js";
import { beginOfAutocommit, sendInTransaction } from "./autocommit.js";
import type { Executor } from "./executor.js";
import { GameChanges, TouchedGames } from "./game-changes.js";
import { type Lease, Leases } from "./leases.js";
import { loadQueryBuilder } from "./query-builder.js";
import { type ReaderOptions, staleBound } from "./replica/freshness.js";
import { Reader } from "./replica/reader.js";
import { Replica, type ReplicaStatus } from "./replica/replica.js";
import { withRetries } from "./retry.js";
import { Session } from "./session.js";
import { planSession, type SessionOptions, type TransactionOptions } from "./session-options.js";
import { translateFailure } from "./statement-failures.js";
import { Transaction } from "./transaction.js";
import { cancelledBy } from "./with-signal.js";

export interface OpenOptions extends DatabaseOptions {
  /**
   * A session open for longer than this many milliseconds is reported, once, as a process warning of the name
   * `DugoutLongSession`, with the place that opened it; 0 never. Default 30,000.
   */
  readonly warnOfSessionsAfter?: number;
  /**
   * The URL of a streaming replica of the same server, from which `database.reader()` may read; undefined or empty for none. It
   * is used when it can be reached, and need not be up now. The other options apply to it too.
   */
  readonly replica?: string | undefined;
  /**
   * True to notify the live feeds of other processes (`NOTIFY`) after each commit, on a separate connection, which games have
   * changed. Feeds of this process need no notification; without it the others see a change at their next read.
   * Default false.
   */
  readonly announce?: boolean;
}

export interface CloseOptions {
  /** How long running work may take, in milliseconds, before it is closed by force. Default 10,000; `Infinity` for no limit. */
  readonly within?: number;
}

/**
 * A PostgreSQL database, on a server or embedded: its pool of connections, and the sessions on them.
 *
 * @example
 * ```ts
 * await using database = await Database.open(process.env.DATABASE_URL);
 * await database.transaction(async (session) => {
 *   await new DatabaseOperations(session).recordPlay(play, state);
 * });
 * ```
 */
export class Database implements Executor {
  /** @internal */
  readonly isTransaction = false;
  readonly #leases: Leases;
  /** Undefined where a statement by itself needs no BEGIN. */
  readonly #begin: string | undefined;
  readonly #replica: Replica | undefined;
  /** @internal Which games a commit has changed. */
  readonly changes = new GameChanges();
  #announcer: Announcer | undefined;
  /** True for a distributed PostgreSQL; undefined until it is known. */
  #isDistributed: boolean | undefined;
  #closing: Promise<readonly string[]> | undefined;

  private constructor(pool: ConnectionPool, warnOfSessionsAfter = 30_000, replica?: ServerSettings) {
    this.#leases = new Leases(pool, warnOfSessionsAfter);
    this.#replica = replica && new Replica(replica, this.#leases);
    this.#begin = beginOfAutocommit(pool.settings);
  }

  /**
   * Connects once, so that a wrong URL is found here and not at the first play.
   *
   * @param url `postgresql://…`, `postgres://…`, `postgresql+asyncpg://…`, `pglite:./folder` or `pglite:memory`
   * @throws {ConfigurationError} when the URL or an option is missing or malformed
   * @throws {ConnectionFailedError} when the database cannot be reached, or refuses the connection
   * @throws {EmbeddedDatabaseInUseError} when another process has the embedded database's folder open
   */
  static async open(url: string | undefined, options: OpenOptions = {}): Promise<Database> {
    const { warnOfSessionsAfter = 30_000, replica, announce = false, ...connection } = options;
    milliseconds("warnOfSessionsAfter", warnOfSessionsAfter);
    trueOrFalse("announce", announce);
    const settings = parseDatabaseUrl(url, connection);
    const replicaServer = replicaSettings(replica, settings, connection);
    await loadQueryBuilder();
    const database = new Database(await openPool(settings), warnOfSessionsAfter, replicaServer);
    if (announce && settings.kind === "server") database.#announceChanges(settings);
    return database;
  }

  /** @internal A database on a pool that the caller made. */
  static over(pool: ConnectionPool): Database {
    return new Database(pool);
  }

  /** Where this database is, without the password. */
  get target(): string {
    return describeTarget(this.#leases.pool.settings);
  }

  /** @internal True when its connections come from a pooler in transaction mode. */
  get isPooled(): boolean {
    return isPooled(this.#leases.pool.settings);
  }

  /** @internal How connections are made. */
  get settings(): ConnectionSettings {
    return this.#leases.pool.settings;
  }

  /** How many connections are open and idle, and how many callers wait for one. */
  get figures(): PoolFigures {
    return this.#leases.pool.figures;
  }

  /** True once the database is closed, or being closed. */
  get isClosed(): boolean {
    return this.#leases.isClosed;
  }

  /**
   * Opens a session: a connection, and one transaction on it, which the caller commits.
   *
   * @throws {PoolExhaustedError} when no connection becomes free within the connect time limit
   */
  session(options: SessionOptions = {}): Promise<Session> {
    return this.#open(options, new Error("opened here"));
  }

  /**
   * Runs `work` in one transaction: commits when it returns, and rolls back when it throws. When PostgreSQL ends the transaction
   * because of a conflict with another (a serialization failure or a deadlock), `work` is run again from its beginning, in a new
   * transaction. `attempt` is the number of the run, from 1.
   *
   * @returns what `work` returned
   * @throws whatever `work` throws, after the rollback
   * @throws {TransactionAbortedError} when `work` returned although one of its statements had failed
   * @throws {UnsettledOperationsError} when `work` returned while one of its operations was still running
   * @throws {CommitOutcomeUnknownError} when the connection broke during COMMIT
   */
  async transaction<Result>(
    work: (session: Session, attempt: number) => Promise<Result>,
    options: TransactionOptions = {},
  ): Promise<Result> {
    return this.#transact(work, options, { isOneStatement: false });
  }

  /** Runs one statement of this package as a transaction by itself. */
  execute<Values, Row>(
    statement: Statement<Values, Row>,
    values: Values,
    signal?: AbortSignal,
  ): Promise<Row[]> {
    if (!channels.statement.hasSubscribers) return this.#execute(statement, values, signal);
    const execute = () => this.#execute(statement, values, signal);
    return published(channels.statement, { name: statement.name, inTransaction: false }, execute);
  }

  /**
   * Returns an executor for reads whose answers may be a little old. It reads from the replica while that is certainly as fresh
   * as you ask for, and otherwise from this database. Without a replica, it always reads from this database.
   *
   * An answer may be older than one that was read or written a moment ago. To read what was just written, use the database, or
   * the session that wrote it.
   *
   * @example
   * ```ts
   * const spectators = new DatabaseOperations(database.reader({ stale: { within: 5_000 } }));
   * await spectators.getPlays(gameId);    // at most 5 seconds old
   * await spectators.savePlay(play);      // throws a ReadOnlyError
   * ```
   * @throws {ConfigurationError} when `stale` is neither true nor a bound
   */
  reader(options: ReaderOptions): Reader {
    return new Reader(this, this.#replica, staleBound(options));
  }

  /** The state of the replica; undefined if there is none. */
  get replica(): ReplicaStatus | undefined {
    return this.#replica?.status;
  }

  /** @internal A connection that only the caller uses, until it is released. */
  async leaseConnection(name: string): Promise<Lease> {
    return this.#leases.acquire({ name });
  }

  /** @internal Runs `work` with a client without time limits, for migrations. */
  withClient<Result>(work: (client: ClientBase) => Promise<Result>): Promise<Result> {
    this.#leases.assertOpen();
    return this.#leases.pool.withClient(work);
  }

  /**
   * Refuses new work, waits for running work, closes by force what takes too long, and closes every connection. A second call
   * waits for the first.
   *
   * @returns a line for each session or statement that was closed by force: it was rolled back unless it had committed
   * @throws {ConfigurationError} when `within` is not a number of milliseconds; nothing was closed
   */
  async close({ within = 10_000 }: CloseOptions = {}): Promise<readonly string[]> {
    milliseconds("within", within);
    this.#closing ??= this.#close(within);
    return this.#closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #close(within: number): Promise<readonly string[]> {
    const pools = [this.#leases, ...(this.#replica === undefined ? [] : [this.#replica])];
    const forced = (await Promise.all(pools.map((pool) => pool.close(within)))).flat();
    await this.#announcer?.close(within);
    return forced;
  }

  #announceChanges(settings: ServerSettings): void {
    this.#announcer = new Announcer(settings, (connection, query) => this.#send(connection, query));
    this.changes.subscribe(this.#announcer.announce);
  }

  async #execute<Values, Row>(
    statement: Statement<Values, Row>,
    values: Values,
    signal: AbortSignal | undefined,
  ): Promise<Row[]> {
    const { name, access, steps } = statement;
    const lease = await this.#leases.acquire({ name }, signal);
    const { connection } = lease;
    try {
      const isDistributed =
        steps !== undefined && (this.#isDistributed ?? (await this.#askIfDistributed(connection)));
      if (!isDistributed) return await this.#executeOn(connection, statement, values, signal);
    } finally {
      lease.release();
    }
    if (access === "read" && steps !== undefined)
      return steps((step, given) => this.execute(step, given, signal), values);
    // A signal ends what runs, and must not end a COMMIT, which nobody could tell from the statement before it.
    const isOneStatement = signal === undefined;
    const options = signal === undefined ? {} : { signal };
    return this.#transact((session) => session.execute(statement, values), options, { isOneStatement });
  }

  #transact<Result>(
    work: (session: Session, attempt: number) => Promise<Result>,
    options: TransactionOptions,
    { isOneStatement }: { isOneStatement: boolean },
  ): Promise<Result> {
    const trace = new Error("opened here");
    return withRetries(options, async (attempt) => {
      const session = await this.#open(options, trace, isOneStatement);
      return {
        run: () => session.runTransaction((own) => work(own, attempt)),
        lostToConflict: () => session.lostToConflict,
      };
    });
  }

  /** Encodes the values only now, because very many calls may wait for a connection. */
  async #executeOn<Values, Row>(
    connection: Connection,
    statement: Statement<Values, Row>,
    values: Values,
    signal: AbortSignal | undefined,
  ): Promise<Row[]> {
    const { name, access } = statement;
    const query = wireQuery(statement, values);
    const touched = access === "write" && this.changes.hasListeners ? new TouchedGames() : undefined;
    touched?.add(statement, values);
    // Nothing is sent on a connection that is known to be lost, so nothing can have been committed.
    const mayHaveCommitted = access === "write" && connection.lost === undefined;
    try {
      const { rows } = await (signal === undefined
        ? this.#send(connection, query)
        : cancelledBy(signal, connection, name, () => this.#send(connection, query)));
      if (touched !== undefined) this.changes.report(touched);
      return rows.map((row) => statement.decode(row));
    } catch (error) {
      const failure = translateFailure(error, { name, values, mayHaveCommitted });
      if (touched !== undefined && failure instanceof CommitOutcomeUnknownError) this.changes.report(touched);
      if (failure instanceof ServerReadOnlyError) connection.invalidatePool(failure);
      throw failure;
    }
  }

  /** Sends a statement that is a transaction by itself. */
  async #send(connection: Connection, query: WireQuery): Promise<WireResult> {
    if (this.#begin !== undefined) {
      const [result] = await sendInTransaction(connection, this.#begin, [query]);
      return result as WireResult;
    }
    try {
      return await connection.send(query);
    } catch (error) {
      // The server refuses an outdated prepared statement before it runs. The second attempt prepares it again.
      if (!isOutdated(error)) throw error;
      return connection.send(query);
    }
  }

  /**
   * Most connections know from their start that the database is not distributed; otherwise the server is asked once. Never
   * throws: if the server does not answer, the next statement reports why.
   */
  async #askIfDistributed(connection: Connection): Promise<boolean> {
    this.#isDistributed = connection.isDistributed;
    if (this.#isDistributed !== undefined) return this.#isDistributed;
    try {
      const { rows } = await connection.send({ text: `select ${distributedCondition}`, ownRequest: true });
      this.#isDistributed = rows[0]?.[0] === true;
      return this.#isDistributed;
    } catch {
      return false;
    }
  }

  async #open(options: SessionOptions, trace: Error, isOneStatement = false): Promise<Session> {
    const plan = { ...planSession(options, this.#leases.pool.settings), isOneStatement };
    let transaction: Transaction | undefined;
    const forceClose = (connection: Connection) => transaction?.forceClose() ?? connection.cancelAndDestroy();
    const lease = await this.#leases.acquire({ name: "session", trace, forceClose }, options.signal);
    const isDistributed = this.#isDistributed ?? (await this.#askIfDistributed(lease.connection));
    const opened = new Transaction(lease.connection, { ...plan, isDistributed }, (outcome) => {
      lease.release();
      if (outcome !== "rolledBack") this.changes.report(opened.touched);
    });
    transaction = opened;
    return new Session(opened);
  }
}
