import { userInfo } from "node:os";

/** How the connection to a server is protected. The words mean the same as in libpq. */
export const sslModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] as const;
export type SslMode = (typeof sslModes)[number];

/** Which kind of server to connect to. The words mean the same as in libpq. */
export const targetSessionAttributes = [
  "any",
  "read-write",
  "read-only",
  "primary",
  "standby",
  "prefer-standby",
] as const;
export type TargetSessionAttrs = (typeof targetSessionAttributes)[number];

/**
 * The options of a database. An option overrides the parameter of the URL with the same meaning, whose name is in
 * parentheses.
 */
export interface DatabaseOptions {
  /** The most connections that the pool opens at once, 1 or more (`pool_size`). Default 10. */
  readonly poolSize?: number;
  /** How many connections stay open while idle, 0 or more (`min_pool_size`). Default 1. */
  readonly minPoolSize?: number;
  /**
   * A connection that was idle for so long is closed, in milliseconds; 0 for never (`idle_timeout`). Default
   * 600,000, ten minutes: in a live game, minutes may pass between plays, and a new connection costs more than a play.
   */
  readonly idleTimeout?: number;
  /**
   * A connection that has been open for so long is closed when it is idle, in milliseconds; 0 for never (`max_lifetime`). The
   * time is up to a fifth shorter, at random. Default 1,800,000, half an hour: connections then reach a server that was added.
   */
  readonly maxLifetime?: number;
  /** How long a caller waits for a connection, in milliseconds (`connect_timeout`, in seconds). Default 10,000. */
  readonly connectTimeout?: number;
  /** How long a statement may run on the server, in milliseconds; 0 for no limit (`statement_timeout`). Default 30,000. */
  readonly statementTimeout?: number;
  /** How long a statement may wait for a lock, in milliseconds; 0 for no limit (`lock_timeout`). Default 0. */
  readonly lockTimeout?: number;
  /**
   * How long a transaction may be idle before the server ends it, in milliseconds; 0 for no limit
   * (`idle_in_transaction_session_timeout`). Default 60,000: a client that has crashed must not keep its locks.
   */
  readonly idleInTransactionTimeout?: number;
  /** The name that the server's own views show (`application_name`). Default `dugout`. */
  readonly applicationName?: string;
  /** How the connection is protected (`sslmode`). Default `prefer`. */
  readonly ssl?: SslMode;
  /**
   * False for a pooler in transaction mode, which does not support prepared statements and may give each transaction another
   * connection (`prepare=false`). Statements are then not prepared, and each transaction sets the time limits. Default true.
   */
  readonly prepare?: boolean;
  /**
   * The schema that the tables are in (`schema`): the connection's whole `search_path`. Default: the role's or the
   * database's own `search_path`.
   */
  readonly schema?: string | undefined;
  /**
   * Command-line options for the server, such as `-c search_path=app,public -c work_mem=64MB` (`options`). Settings that
   * decide the format of values cannot be changed.
   */
  readonly options?: string | undefined;
  /**
   * Which kind of server to connect to (`target_session_attrs`). If no server is of this kind, they are tried again until the
   * connect time limit. Default `any`.
   */
  readonly targetSessionAttrs?: TargetSessionAttrs;
}

type AllOptions = Required<DatabaseOptions>;

/** Where a server listens. */
export interface Host {
  /** A name, an address, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  /** The address to connect to, if the name is only used to check the certificate (`hostaddr`). */
  readonly address?: string;
}

/** The files for checking a server's certificate, and those of the client certificate, by their paths. */
export interface TlsFiles {
  readonly rootCertificate?: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly revocationList?: string;
}

/** How a connection to a server is made, besides its address. */
export interface Transport {
  readonly tlsFiles: TlsFiles;
  readonly tlsVersions: { readonly minVersion?: TlsVersion; readonly maxVersion?: TlsVersion };
  readonly negotiation: "postgres" | "direct";
  readonly channelBinding: "disable" | "prefer" | "require";
  /** The kinds of authentication that are allowed; undefined for any. */
  readonly authentication: ReadonlySet<AuthenticationMethod> | undefined;
  readonly keepAlive: boolean;
  /** How long a connection is silent before it is probed, in milliseconds; undefined for the system's default. */
  readonly keepAliveDelay: number | undefined;
  readonly shuffleHosts: boolean;
  /** The path of libpq's password file; undefined for the one in the home folder. */
  readonly passwordFile: string | undefined;
}

export type TlsVersion = "TLSv1" | "TLSv1.1" | "TLSv1.2" | "TLSv1.3";

/** The kinds of authentication, by the names of libpq's `require_auth`. */
export const authenticationMethods = ["password", "md5", "gss", "sspi", "scram-sha-256", "none"] as const;
export type AuthenticationMethod = (typeof authenticationMethods)[number];

/** A PostgreSQL server, or several of which one is used, and how to connect to it. */
export interface ServerSettings {
  readonly kind: "server";
  /** One or more. */
  readonly hosts: readonly Host[];
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly database: string | undefined;
  readonly transport: Transport;
  /** The caller's settings for each connection, by their PostgreSQL names. */
  readonly sessionParameters: Readonly<Record<string, string>>;
  /** What `options` contains besides settings. */
  readonly startupOptions: string;
  readonly options: AllOptions;
}

/** An embedded database, in a folder or (null) in memory. */
export interface EmbeddedSettings {
  readonly kind: "embedded";
  readonly folder: string | null;
  readonly sessionParameters: Readonly<Record<string, string>>;
  readonly options: AllOptions;
}

export type ConnectionSettings = ServerSettings | EmbeddedSettings;

/** True when connections come from a pooler in transaction mode: a connection keeps no settings and no prepared statements. */
export function isPooled({ kind, options }: ConnectionSettings): boolean {
  return kind === "server" && !options.prepare;
}

/** How much longer than a statement's time limit to wait for its answer, in milliseconds: the server ends a slow statement. */
const answerGrace = 5_000;

/** How long to wait for an answer before the connection counts as lost, in milliseconds; 0 for no limit. */
export function answerTimeoutFor(statementTimeout: number): number {
  return statementTimeout > 0 ? statementTimeout + answerGrace : 0;
}

export const defaultOptions: AllOptions = {
  poolSize: 10,
  minPoolSize: 1,
  idleTimeout: 600_000,
  maxLifetime: 1_800_000,
  connectTimeout: 10_000,
  statementTimeout: 30_000,
  lockTimeout: 0,
  idleInTransactionTimeout: 60_000,
  applicationName: "dugout",
  ssl: "prefer",
  prepare: true,
  schema: undefined,
  options: undefined,
  targetSessionAttrs: "any",
};

/** The user to connect as: as in libpq, the system's user if none is given. */
export function userOf({ user }: ServerSettings): string {
  return user ?? systemUser();
}

function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container, the process's user id may have no name.
    return "postgres";
  }
}

/** The database: as in libpq, the user's name if none is given. */
export function databaseOf(settings: ServerSettings): string {
  return settings.database ?? userOf(settings);
}

/** Where the database is, for messages; without the password. */
export function describeTarget(settings: ConnectionSettings): string {
  if (settings.kind === "embedded") {
    return settings.folder === null
      ? "the embedded database in memory"
      : `the embedded database in ${settings.folder}`;
  }
  const hosts = settings.hosts.map(describeHost).join(",");
  const addresses = settings.hosts.map(({ address = "" }) => address).join(",");
  const parameter = /^,*$/.test(addresses) ? "" : `?hostaddr=${addresses}`;
  return `postgresql://${userOf(settings)}@${hosts}/${databaseOf(settings)}${parameter}`;
}

/** A host and its port, for messages. An IPv6 address is in brackets, as in a URL. */
export function describeHost({ host, port }: Host): string {
  return host.includes(":") && !host.startsWith("/") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The longest time that a timer of Node's can wait, in milliseconds. */
export const longestTimer = 2 ** 31 - 1;
