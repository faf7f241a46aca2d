import type { ConnectionOptions } from "node:tls";
import type pg from "pg";
import type { ClientConfig, CustomTypesConfig } from "pg";
import { AuthenticatingClient } from "./authenticating-client.js";
import { publishLoss } from "./diagnostics.js";
import { PgWireConnection, type WireConnection } from "./pg-internals.js";
import { PreparedStatements } from "./pipelined-request.js";
import { type AnswerOrder, closeWithError, guardProtocol } from "./protocol-guard.js";
import {
  isAboutServer,
  isFinal,
  mismatch,
  mostInformative,
  NoServerError,
  WrongServerError,
} from "./server-choice.js";
import { type Settings, startupQuery } from "./session-settings.js";
import { describeHost, type Host, type TargetSessionAttrs, type Transport } from "./settings.js";

/** A server to connect to, with its password where there is one. */
export interface ServerAddress extends Host {
  readonly password: string | undefined;
  /** Why the password file was not used; undefined if it was, and if there is none. */
  readonly fileProblem?: string | undefined;
}

/** How connections are made. */
export interface ServerClientConfig extends Pick<ClientConfig, "connectionTimeoutMillis"> {
  /** Tried in order. */
  readonly servers: readonly ServerAddress[];
  readonly transport: Pick<
    Transport,
    "negotiation" | "channelBinding" | "authentication" | "keepAlive" | "keepAliveDelay" | "shuffleHosts"
  >;
  /** TLS options in the order in which they are tried; undefined is without TLS. */
  readonly encryptions: readonly (ConnectionOptions | undefined)[];
  readonly target: TargetSessionAttrs;
  readonly user: string;
  readonly database: string;
  /** The parameters of the startup message, beside user and database. */
  readonly startup: Settings;
  /** The session's settings; undefined behind a transaction pooler, where each transaction sets them. */
  readonly settings: Settings | undefined;
  /** True where the settings cannot be sent with the startup message. */
  readonly setsAfterwards?: boolean;
  readonly types: CustomTypesConfig;
}

/**
 * pg's client, configured only by its options: `PG*` variables and `pg.defaults` have no effect. It connects as libpq does: to
 * the first of several servers that accepts the connection and is of the wanted kind, with or without TLS.
 */
export class ServerClient extends AuthenticatingClient {
  /** False if the server has no Citus; undefined if that is not known. */
  isDistributed: false | undefined;
  readonly #config: ServerClientConfig;
  #aborted: Error | undefined;
  /** Why the client is lost; undefined while it is usable. */
  lost: Error | undefined;
  /** Returns the client to its pool, which sets this. */
  release: (isBroken?: boolean) => void = () => {};
  /** The prepared statements of the current connection. */
  prepared = new PreparedStatements();
  /** The order of the answers on the current connection; undefined before there is one. */
  order: AnswerOrder | undefined;
  /** True while a setting that the server reports differs: a function or a trigger of the database may have set it. */
  hasChangedSettings = false;
  /** The settings that the server reports, with the values that they had when the connection was ready. */
  readonly #reported = new Map<string, string>();
  /** Those that have another value now. */
  readonly #changed = new Set<string>();
  #isReady = false;

  constructor(config: ServerClientConfig) {
    const { types } = config;
    super(
      {
        types,
        pipeline: true,
        user: config.user,
        database: config.database,
        host: "localhost",
        port: 5432,
        ssl: false,
        sslnegotiation: "postgres",
      },
      config.transport,
    );
    this.binary = false;
    this.#config = config;
    // An error without a listener ends the process, and the pool adds its own listener later.
    this.on("error", () => {});
  }

  override connect(callback?: (error: Error | null) => void): Promise<unknown> {
    const connected = this.#connectToAny();
    if (callback === undefined) return connected;
    return connected.then(
      () => callback(null),
      (error) => callback(error as Error),
    );
  }

  /** Closes the socket. Callers that wait for an answer get this error. */
  fail(why: Error): void {
    closeWithError(this.connection, why);
  }

  /** Ends the attempt to connect. No other server is tried. */
  abortConnect(why: Error): void {
    this.#aborted = why;
    this.fail(why);
  }

  /** Marks the client as lost: nothing more is sent on it. The first reason is stored. */
  markLost(error: Error): void {
    if (this.lost !== undefined) return;
    this.lost = error;
    publishLoss(error);
  }

  override getStartupConf(): Settings {
    const { user, database, startup } = this.#config;
    return { user, database, ...startup };
  }

  async #connectToAny(): Promise<this> {
    const { target, connectionTimeoutMillis = 0 } = this.#config;
    // A little less than the pool's limit: the error of the pool does not name the servers.
    const deadline =
      connectionTimeoutMillis > 0 ? performance.now() + 0.95 * connectionTimeoutMillis : undefined;
    const servers = this.#serversInOrder();
    const failures: { server: string; error: unknown }[] = [];
    const wanted = target === "prefer-standby" ? (["standby", "any"] as const) : [target];
    const attempts = wanted.flatMap((kind) => servers.map((server) => ({ kind, server })));
    for (const [index, { kind, server }] of attempts.entries()) {
      const error = await this.#connectTo(server, kind, deadline, attempts.length - index);
      if (error === undefined) return this;
      failures.push({ server: describeHost(server), error });
      if (
        this.#aborted !== undefined ||
        isFinal(error) ||
        (deadline !== undefined && performance.now() >= deadline)
      )
        break;
    }
    throw failures.length === 1 ? failures[0]?.error : new NoServerError(failures);
  }

  #serversInOrder(): readonly ServerAddress[] {
    const { servers, transport } = this.#config;
    if (!transport.shuffleHosts) return servers;
    return servers
      .map((server) => ({ server, at: Math.random() }))
      .sort((one, other) => one.at - other.at)
      .map(({ server }) => server);
  }

  /** @returns why this server cannot be used, with TLS and without; undefined when it is connected */
  async #connectTo(
    server: ServerAddress,
    kind: TargetSessionAttrs,
    deadline: number | undefined,
    left: number,
  ) {
    const isSocket = server.host.startsWith("/");
    const encryptions = isSocket ? [undefined] : this.#config.encryptions;
    const errors: unknown[] = [];
    for (const encryption of encryptions) {
      try {
        // A server that does not answer must not use up the time for the others.
        await this.#attempt(
          server,
          encryption,
          deadline && Math.max(1, (deadline - performance.now()) / left),
        );
        await this.#verifyServer(kind, deadline);
        this.#isReady = true;
        return undefined;
      } catch (error) {
        this.#closeSocket();
        if (this.#aborted !== undefined) return this.#aborted;
        errors.push(error);
        if (isAboutServer(error)) break;
      }
    }
    return mostInformative(errors);
  }

  async #attempt(
    server: ServerAddress,
    encryption: ConnectionOptions | undefined,
    limit: number | undefined,
  ) {
    const { transport } = this.#config;
    const { host, address, port, password, fileProblem } = server;
    const ssl =
      encryption !== undefined && address !== undefined ? { ...encryption, servername: host } : encryption;
    this.host = address ?? host;
    this.port = port;
    this.password = password ?? null;
    this.fileProblem = fileProblem;
    this.ssl = ssl ?? false;
    this.sslNegotiation = transport.negotiation;
    this.enableChannelBinding = ssl !== undefined && transport.channelBinding !== "disable";
    this._connecting = this._connected = this._connectionError = this._ended = false;
    this._queryable = true;
    this._activeQuery = null;
    this._sentQueryQueue.length = 0;
    this._connectionTimeoutMillis = limit ?? 0;
    this.connection = new PgWireConnection({
      ssl: this.ssl,
      sslNegotiation: this.sslNegotiation,
      keepAlive: transport.keepAlive,
      keepAliveInitialDelayMillis: transport.keepAliveDelay ?? 0,
    });
    this.order = guardProtocol(this.connection);
    this.#isReady = false;
    this.#reported.clear();
    this.#changed.clear();
    this.hasChangedSettings = false;
    this.connection.on("parameterStatus", this.#noteSetting);
    this.prepared = new PreparedStatements();
    if (ssl !== undefined) startOnceSecure(this.connection);
    this.watchAuthentication();
    await super.connect();
  }

  /** @throws {WrongServerError} when the server is not of the wanted kind */
  async #verifyServer(kind: TargetSessionAttrs, deadline: number | undefined): Promise<void> {
    const { settings, setsAfterwards = false } = this.#config;
    if (settings === undefined && kind === "any") return;
    const query_timeout = deadline === undefined ? 0 : Math.max(1, deadline - performance.now());
    const text = startupQuery(settings ?? { synchronous_commit: "" }, setsAfterwards);
    this.order?.expect("simple", true);
    const answer = await this.query({ text, rowMode: "array", query_timeout } as pg.QueryArrayConfig);
    const { rows } = [answer].flat().at(-1) as pg.QueryArrayResult<
      [boolean, string, boolean, string, boolean]
    >;
    const [isStandby, readOnly, isSet, replicationRole, hasCitus] = rows[0] ?? [
      false,
      "off",
      false,
      "origin",
    ];
    if (hasCitus === false) this.isDistributed = false;
    const reason = mismatch(kind, isStandby, readOnly === "on");
    if (reason !== undefined) throw new WrongServerError(reason);
    if (settings === undefined) return;
    if (!isSet) {
      throw new Error(
        "there is a pooler in front of it, which drops the settings of a connection: add prepare=false to the URL",
      );
    }
    if (replicationRole !== "origin") {
      throw new Error(
        `session_replication_role is ${replicationRole} there, which turns off foreign keys: reset it for this role`,
      );
    }
  }

  /**
   * PostgreSQL reports some settings whenever they change, before it is ready for the next request. Behind a transaction pooler
   * each transaction sets them, so there a change means nothing.
   */
  readonly #noteSetting = ({ parameterName: name, parameterValue: value }: ParameterStatus): void => {
    if (this.#config.settings === undefined) return;
    if (!this.#isReady || !this.#reported.has(name)) this.#reported.set(name, value);
    else if (this.#reported.get(name) === value) this.#changed.delete(name);
    else this.#changed.add(name);
    this.hasChangedSettings = this.#changed.size > 0;
    // With every other setting, a value is read correctly or not at all. Texts would be stored and read wrong.
    if (this.#changed.has("client_encoding"))
      this.markLost(
        new Error(`something on the server has set client_encoding to ${value} on this connection`),
      );
  };

  #closeSocket(): void {
    const { connection } = this;
    connection.removeAllListeners();
    connection.on("error", () => {});
    connection.stream.destroy();
  }
}

/** The message with which a server reports a setting. */
interface ParameterStatus {
  readonly parameterName: string;
  readonly parameterValue: string;
}

/** Delays the startup message until the server's certificate is accepted. */
function startOnceSecure(connection: WireConnection): void {
  const startup = connection.startup.bind(connection);
  connection.startup = (parameters) => {
    connection.stream.once("secureConnect", () => startup(parameters));
  };
}
