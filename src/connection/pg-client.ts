import type { ConnectionOptions } from "node:tls";
import type pg from "pg";
import type { ClientConfig, CustomTypesConfig } from "pg";
import { AuthenticatingClient } from "./authenticating-client.js";
import { cut, guard } from "./guard.js";
import { PgWireConnection, type WireConnection } from "./pg-internals.js";
import {
  isAboutPlace,
  isFinal,
  mismatch,
  mostTelling,
  NoServerError,
  WrongServerError,
} from "./server-choice.js";
import { greeting, type Settings } from "./session-settings.js";
import { describeHost, type Host, type TargetSessionAttrs, type Transport } from "./settings.js";

/** A server that a connection may be to, with its password where there is one. */
export interface Place extends Host {
  readonly password: string | undefined;
}

/** How connections are made. */
export interface PgClientConfig extends Pick<ClientConfig, "connectionTimeoutMillis"> {
  readonly places: readonly Place[];
  readonly transport: Pick<
    Transport,
    "negotiation" | "channelBinding" | "authentication" | "keepAlive" | "keepAliveDelay" | "shuffleHosts"
  >;
  /** How TLS is spoken, in the order in which the ways are tried; undefined is without. */
  readonly encryptions: readonly (ConnectionOptions | undefined)[];
  readonly target: TargetSessionAttrs;
  readonly user: string;
  readonly database: string;
  /** What the message that opens a connection holds, beside user and database. */
  readonly startup: Settings;
  /** What is to be set; undefined where a pooler lends its connections, and each transaction sets it. */
  readonly settings: Settings | undefined;
  /** True where the settings do not come with the message that opens a connection. */
  readonly setsAfterwards?: boolean;
  readonly types: CustomTypesConfig;
}

/**
 * pg's client, which depends on nothing but its configuration: not on `PG*` variables, nor on `pg.defaults`. It connects
 * as libpq does: to the first of several servers that takes it and is of the kind that is wanted, with TLS or without.
 */
export class PgClient extends AuthenticatingClient {
  /** Whether the server is a distributed PostgreSQL; undefined where it was asked nothing. */
  isDistributed: boolean | undefined;
  readonly #config: PgClientConfig;
  #givenUp: Error | undefined;

  constructor(config: PgClientConfig) {
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
    // An error that nobody listens to ends the process, and there is a moment before the pool listens.
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

  /** Cuts the connection. Who waits for an answer is told why. */
  fail(why: Error): void {
    cut(this.connection, why);
  }

  /** Ends the attempt to connect: no further server is tried. */
  giveUp(why: Error): void {
    this.#givenUp = why;
    this.fail(why);
  }

  override getStartupConf(): Settings {
    const { user, database, startup } = this.#config;
    return { user, database, ...startup };
  }

  async #connectToAny(): Promise<this> {
    const { target, connectionTimeoutMillis = 0 } = this.#config;
    // A little less than what the pool waits, whose own error says nothing of the servers.
    const deadline =
      connectionTimeoutMillis > 0 ? performance.now() + 0.95 * connectionTimeoutMillis : undefined;
    const places = this.#placesInOrder();
    const failures: { place: string; error: unknown }[] = [];
    const wanted = target === "prefer-standby" ? (["standby", "any"] as const) : [target];
    const rounds = wanted.flatMap((kind) => places.map((place) => ({ kind, place })));
    for (const [index, { kind, place }] of rounds.entries()) {
      const error = await this.#connectTo(place, kind, deadline, rounds.length - index);
      if (error === undefined) return this;
      failures.push({ place: describeHost(place), error });
      if (
        this.#givenUp !== undefined ||
        isFinal(error) ||
        (deadline !== undefined && performance.now() >= deadline)
      )
        break;
    }
    throw failures.length === 1 ? failures[0]?.error : new NoServerError(failures);
  }

  #placesInOrder(): readonly Place[] {
    const { places, transport } = this.#config;
    if (!transport.shuffleHosts) return places;
    return places
      .map((place) => ({ place, at: Math.random() }))
      .sort((one, other) => one.at - other.at)
      .map(({ place }) => place);
  }

  /** @returns why this server would not do, after every way to speak to it; nothing when it did */
  async #connectTo(place: Place, kind: TargetSessionAttrs, deadline: number | undefined, left: number) {
    const isSocket = place.host.startsWith("/");
    const encryptions = isSocket ? [undefined] : this.#config.encryptions;
    const errors: unknown[] = [];
    for (const encryption of encryptions) {
      try {
        // Where there are other servers, one that does not answer must not use up all the time.
        await this.#attempt(
          place,
          encryption,
          deadline && Math.max(1, (deadline - performance.now()) / left),
        );
        await this.#greet(kind, deadline);
        return undefined;
      } catch (error) {
        this.#hangUp();
        if (this.#givenUp !== undefined) return this.#givenUp;
        errors.push(error);
        if (isAboutPlace(error)) break;
      }
    }
    return mostTelling(errors);
  }

  async #attempt(place: Place, encryption: ConnectionOptions | undefined, limit: number | undefined) {
    const { transport } = this.#config;
    const { host, address, port, password } = place;
    const ssl =
      encryption !== undefined && address !== undefined ? { ...encryption, servername: host } : encryption;
    this.host = address ?? host;
    this.port = port;
    this.password = password ?? null;
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
    guard(this.connection);
    if (ssl !== undefined) startOnceSecure(this.connection);
    this.watchAuthentication();
    await super.connect();
  }

  /** Asks what this server is, and leaves it when it is not what is wanted. */
  async #greet(kind: TargetSessionAttrs, deadline: number | undefined): Promise<void> {
    const { settings, setsAfterwards = false } = this.#config;
    if (settings === undefined && kind === "any") return;
    const query_timeout = deadline === undefined ? 0 : Math.max(1, deadline - performance.now());
    const text = greeting(settings ?? { synchronous_commit: "" }, setsAfterwards);
    const answer = await this.query({ text, rowMode: "array", query_timeout } as pg.QueryArrayConfig);
    const { rows } = [answer].flat().at(-1) as pg.QueryArrayResult<
      [boolean, string, string, string, boolean]
    >;
    const [isStandby, readOnly, digits, replicationRole, isDistributed] = rows[0] ?? [
      false,
      "off",
      "",
      "origin",
    ];
    this.isDistributed = isDistributed;
    const reason = mismatch(kind, isStandby, readOnly === "on");
    if (reason !== undefined) throw new WrongServerError(reason);
    if (settings === undefined) return;
    if (digits !== settings.extra_float_digits) {
      throw new Error(
        "a pooler stands before it, which drops what a connection is set to: add prepare=false to the URL",
      );
    }
    if (replicationRole !== "origin") {
      throw new Error(
        `session_replication_role is ${replicationRole} there, by which no reference is checked: reset it for this role`,
      );
    }
  }

  #hangUp(): void {
    const { connection } = this;
    connection.removeAllListeners();
    connection.on("error", () => {});
    connection.stream.destroy();
  }
}

/** Nothing is said to a server whose certificate was not accepted yet. */
function startOnceSecure(connection: WireConnection): void {
  const startup = connection.startup.bind(connection);
  connection.startup = (parameters) => {
    connection.stream.once("secureConnect", () => startup(parameters));
  };
}
