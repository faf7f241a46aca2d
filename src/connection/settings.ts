/** How the connection to a server is protected, with the meaning that libpq gives these words. */
export const sslModes = ["disable", "prefer", "require", "verify-ca", "verify-full"] as const;
export type SslMode = (typeof sslModes)[number];

/** What a server must offer, with the meaning that libpq gives these words. */
export const targetSessionAttrs = ["any", "read-write"] as const;
export type TargetSessionAttrs = (typeof targetSessionAttrs)[number];

/**
 * What a caller may set beside the URL. An option given here wins over the URL's parameter of the same meaning,
 * whose name stands in parentheses.
 */
export interface DatabaseOptions {
  /** The most connections that the pool opens at once, 1 or more (`pool_size`). Default 10. */
  readonly poolSize?: number;
  /** How many connections stay open when nobody needs them, 0 or more (`min_pool_size`). Default 1. */
  readonly minPoolSize?: number;
  /**
   * A connection that nobody has needed for so long is closed, in milliseconds; 0 for never (`idle_timeout`). Default
   * 600,000, ten minutes: in a live game a play may be a minute away, and a new connection costs more than a play.
   */
  readonly idleTimeout?: number;
  /**
   * A connection that is so old is closed when it is idle, in milliseconds; 0 for never (`max_lifetime`). Up to a fifth
   * less, by chance. Default 1,800,000, half an hour: a server that has come or gone is noticed at last.
   */
  readonly maxLifetime?: number;
  /** How long a caller waits for a connection, in milliseconds (`connect_timeout`, in seconds). Default 10,000. */
  readonly connectTimeout?: number;
  /** How long a statement may run on the server, in milliseconds; 0 for ever (`statement_timeout`). Default 30,000. */
  readonly statementTimeout?: number;
  /** How long a statement may wait for a lock, in milliseconds; 0 for ever (`lock_timeout`). Default 0. */
  readonly lockTimeout?: number;
  /**
   * How long a transaction may sit idle before the server ends it, in milliseconds; 0 for ever
   * (`idle_in_transaction_session_timeout`). Default 60,000: a client that vanished must not keep its locks.
   */
  readonly idleInTransactionTimeout?: number;
  /** The name that the server's own views show (`application_name`). Default `dugout`. */
  readonly applicationName?: string;
  /** How the connection is protected (`sslmode`). Default `prefer`. */
  readonly ssl?: SslMode;
  /**
   * False for a pooler in transaction mode, which knows no prepared statements and lends its connections a
   * transaction at a time (`prepare=false`): statements are then not prepared, and nothing is left on a connection.
   * The time limits are set anew in each transaction. Default true.
   */
  readonly prepare?: boolean;
  /**
   * `read-write` for a server that takes writes: one that does not is asked again until the connect time limit
   * (`target_session_attrs`). Default `any`.
   */
  readonly targetSessionAttrs?: TargetSessionAttrs;
}

/** A PostgreSQL server, and how to connect to it. */
export interface ServerSettings {
  readonly kind: "server";
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly database: string | undefined;
  readonly sslRootCertificate: string | undefined;
  readonly options: Required<DatabaseOptions>;
}

/** An embedded database, in a folder or (null) in memory. */
export interface EmbeddedSettings {
  readonly kind: "embedded";
  readonly folder: string | null;
  readonly options: Required<DatabaseOptions>;
}

export type ConnectionSettings = ServerSettings | EmbeddedSettings;

/** True when connections come from a pooler that lends them a transaction at a time: none keeps anything. */
export function isPooled({ kind, options }: ConnectionSettings): boolean {
  return kind === "server" && !options.prepare;
}

export const defaultOptions: Required<DatabaseOptions> = {
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
  targetSessionAttrs: "any",
};

/** Where the database is, fit to be shown: never with a password. */
export function describeTarget(settings: ConnectionSettings): string {
  if (settings.kind === "embedded") {
    return settings.folder === null
      ? "the embedded database in memory"
      : `the embedded database in ${settings.folder}`;
  }
  const { user, host = "localhost", port = 5432, database } = settings;
  return `postgresql://${user === undefined ? "" : `${user}@`}${host}:${port}/${database ?? user ?? ""}`;
}
