import type { ClientBase } from "pg";
import type { Connection } from "../connection/connection.js";
import { channels, published } from "../connection/diagnostics.js";
import { openPool, replicaSettings } from "../connection/open.js";
import type { ConnectionPool, PoolFigures } from "../connection/pool.js";
import {
  type ConnectionSettings,
  describeTarget,
  isPooled,
  type ServerSettings,
} from "../connection/settings.js";
import { parseDatabaseUrl } from "../connection/url.js";
import { CommitOutcomeUnknownError, ServerReadOnlyError } from "../errors/index.js";
import { type Statement, wireQuery } from "../statements/statement.js";
import { type SendAlone, senderAlone } from "./alone.js";
import { Announcer } from "./announcer.js";
import { Distribution } from "./distribution.js";
import type { Executor } from "./executor.js";
import { translateFailure } from "./failures.js";
import { GameChanges, TouchedGames } from "./game-changes.js";
import { Lender } from "./lender.js";
import { LongSessionWatch } from "./long-sessions.js";
import type { CloseOptions, OpenOptions } from "./open-options.js";
import { planSession, type SessionOptions, type TransactionOptions } from "./options.js";
import { Reader } from "./replica/reader.js";
import { Replica, type ReplicaStatus } from "./replica/replica.js";
import { type ReaderOptions, staleBound } from "./replica/staleness.js";
import { withRetries } from "./retry.js";
import { Session } from "./session.js";
import { Transaction } from "./transaction.js";
import { cancelledBy } from "./with-signal.js";

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
  readonly #lender: Lender;
  readonly #watch: LongSessionWatch;
  readonly #sendAlone: SendAlone;
  readonly #replica: Replica | undefined;
  /** @internal Which games a commit has changed. */
  readonly changes = new GameChanges();
  #announcer: Announcer | undefined;
  readonly #distribution = new Distribution();
  #closing: Promise<readonly string[]> | undefined;

  private constructor(pool: ConnectionPool, warnOfSessionsAfter = 30_000, replica?: ServerSettings) {
    this.#lender = new Lender(pool);
    this.#replica = replica && new Replica(replica, this.#lender);
    this.#watch = new LongSessionWatch(this.#lender.works, warnOfSessionsAfter);
    this.#sendAlone = senderAlone(pool.settings);
  }

  /**
   * Connects once, so that a wrong URL is found here and not at the first play.
   *
   * @param url `postgresql://…`, `postgres://…`, `postgresql+asyncpg://…`, `pglite:./folder` or `pglite:memory`
   * @throws {ConfigurationError} when the URL or an option is missing or malformed
   * @throws {ConnectionFailedError} when the database cannot be reached, or does not let us in
   * @throws {EmbeddedDatabaseInUseError} when another process has the embedded database's folder open
   */
  static async open(url: string | undefined, options: OpenOptions = {}): Promise<Database> {
    const { warnOfSessionsAfter, replica, announce, ...connection } = options;
    const settings = parseDatabaseUrl(url, connection);
    const ofReplica = replicaSettings(replica, settings, connection);
    const database = new Database(await openPool(settings), warnOfSessionsAfter, ofReplica);
    if (announce === true && settings.kind === "server") database.#announceChanges(settings);
    return database;
  }

  /** @internal A database over connections of another making. */
  static over(pool: ConnectionPool): Database {
    return new Database(pool);
  }

  /** Where this database is, without the password. */
  get target(): string {
    return describeTarget(this.#lender.pool.settings);
  }

  /** @internal True when its connections come from a pooler in transaction mode, and keep nothing. */
  get isPooled(): boolean {
    return isPooled(this.#lender.pool.settings);
  }

  /** @internal How it is connected to. */
  get settings(): ConnectionSettings {
    return this.#lender.pool.settings;
  }

  /** How many connections there are, and what they do. */
  get figures(): PoolFigures {
    return this.#lender.pool.figures;
  }

  get isClosed(): boolean {
    return this.#lender.isClosed;
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
   * Runs `work` in one transaction: commits when it returns, rolls back when it throws. When PostgreSQL gives the
   * transaction up in favour of another (a serialization failure, a deadlock), `work` is run again, from its
   * beginning and on a new transaction; `attempt` says how often it has been, from 1.
   *
   * @returns what `work` returned
   * @throws whatever `work` throws, after the rollback
   * @throws {TransactionAbortedError} when `work` returned although a statement of its had failed
   * @throws {UnsettledOperationsError} when `work` returned while an operation of its was still running
   * @throws {CommitOutcomeUnknownError} when the connection broke during COMMIT
   */
  async transaction<Result>(
    work: (session: Session, attempt: number) => Promise<Result>,
    options: TransactionOptions = {},
  ): Promise<Result> {
    const trace = new Error("opened here");
    return withRetries(options, async (attempt) => {
      const session = await this.#open(options, trace);
      return {
        run: () => session.runTransaction((own) => work(own, attempt)),
        wasGivenUp: () => session.wasGivenUp,
      };
    });
  }

  /** Runs one statement of the package's own, which is then a transaction of its own. */
  execute<Values, Row>(
    statement: Statement<Values, Row>,
    values: Values,
    signal?: AbortSignal,
  ): Promise<Row[]> {
    const execute = () => this.#execute(statement, values, signal);
    return published(channels.statement, { name: statement.name, inTransaction: false }, execute);
  }

  /**
   * Gives what reads, and only reads, can be run on when their answers may be a little old: they go to the replica while
   * that is certain to be as fresh as is asked for, else to this database itself. Without a replica they all do that.
   *
   * An answer may be older than one that was read or written a moment ago. What must be read as it was just written is
   * read on the database, or in the session that wrote it.
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

  /** What is known of the replica; undefined when there is none. */
  get replica(): ReplicaStatus | undefined {
    return this.#replica?.status;
  }

  /** @internal Lends a connection for as long as the borrower wants; `done` notes its end. */
  async lendConnection(name: string) {
    return { ...(await this.#lender.lend({ name })), settings: this.#lender.pool.settings };
  }

  /** @internal Lends a client without time limits to the migrations. */
  withClient<Result>(work: (client: ClientBase) => Promise<Result>): Promise<Result> {
    this.#lender.assertOpen();
    return this.#lender.pool.withClient(work);
  }

  /**
   * Takes no more work, waits for what is under way, cuts off what takes too long, and closes every connection. A
   * second call waits for the first.
   *
   * @returns what was cut off, a line each; what was not committed by then is rolled back
   */
  close({ within = 10_000 }: CloseOptions = {}): Promise<readonly string[]> {
    this.#watch.stop();
    this.#closing ??= this.#close(within);
    return this.#closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #close(within: number): Promise<readonly string[]> {
    const pools = [this.#lender, ...(this.#replica === undefined ? [] : [this.#replica])];
    const cutOff = (await Promise.all(pools.map((pool) => pool.close(within)))).flat();
    await this.#announcer?.close(within);
    return cutOff;
  }

  #announceChanges(settings: ServerSettings): void {
    this.#announcer = new Announcer(settings);
    this.changes.subscribe(this.#announcer.announce);
  }

  async #execute<Values, Row>(
    statement: Statement<Values, Row>,
    values: Values,
    signal: AbortSignal | undefined,
  ): Promise<Row[]> {
    const { name, access, steps } = statement;
    const query = wireQuery(statement, values);
    const { connection, done } = await this.#lender.lend({ name }, signal);
    if (steps !== undefined && (await this.#distribution.of(connection))) {
      connection.giveBack();
      done();
      if (access === "read") return steps((step, given) => this.execute(step, given, signal), values);
      return this.transaction((session) => session.execute(statement, values), signal && { signal });
    }
    const touched = access === "write" && this.changes.isHeard ? new TouchedGames() : undefined;
    touched?.add(statement, values);
    // On a connection that is known to be lost nothing is sent, and so nothing can have been committed.
    const mayHaveCommitted = access === "write" && connection.lost === undefined;
    try {
      const send = () => this.#sendAlone(connection, query);
      const { rows } = await cancelledBy(signal, connection, name, send);
      if (touched !== undefined) this.changes.report(touched);
      return rows.map((row) => statement.decode(row));
    } catch (error) {
      const failure = translateFailure(error, { name, values, mayHaveCommitted });
      if (touched !== undefined && failure instanceof CommitOutcomeUnknownError) this.changes.report(touched);
      if (failure instanceof ServerReadOnlyError) connection.distrust(failure);
      throw failure;
    } finally {
      connection.giveBack();
      done();
    }
  }

  async #open(options: SessionOptions, trace: Error): Promise<Session> {
    const plan = planSession(options, this.#lender.pool.settings);
    let transaction: Transaction | undefined;
    const cut = (lent: Connection) => transaction?.cut() ?? lent.abandon();
    const { connection, done } = await this.#lender.lend({ name: "session", trace, cut }, options.signal);
    const isDistributed = this.#distribution.known ?? (await this.#distribution.of(connection));
    const begun = new Transaction(connection, { ...plan, isDistributed }, (outcome) => {
      done();
      if (outcome !== "rolledBack") this.changes.report(begun.touched);
    });
    transaction = begun;
    this.#watch.start();
    return new Session(transaction);
  }
}
