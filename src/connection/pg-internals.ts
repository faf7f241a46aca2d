import type { EventEmitter } from "node:events";
import type { Duplex } from "node:stream";
import type { ConnectionOptions } from "node:tls";
import type pg from "pg";
// Not from "pg": with NODE_PG_FORCE_NATIVE set, it loads another client than the one that is extended here, or throws.
// @ts-expect-error: these parts of pg have no type declarations
import Client from "pg/lib/client.js";
// @ts-expect-error
import Connection from "pg/lib/connection.js";
// @ts-expect-error
import Query from "pg/lib/query.js";
import type { Settings } from "./session-settings.js";

/** What pg 8.23's client has, and its type declarations leave out. */
export interface PgClientInternals {
  connection: WireConnection;
  host: string;
  port: number;
  ssl: ConnectionOptions | boolean;
  sslNegotiation: string;
  password: string | null;
  binary: boolean;
  enableChannelBinding: boolean;
  /** The most iterations of a hash that a server may ask for. */
  scramMaxIterations: number;
  saslSession: unknown;
  readonly processID: number | null;
  readonly secretKey: number | null;
  _connecting: boolean;
  _connected: boolean;
  _connectionError: boolean;
  _ended: boolean;
  _queryable: boolean;
  _connectionTimeoutMillis: number;
  _activeQuery: unknown;
  _sentQueryQueue: unknown[];
  connect(callback?: (error: Error | null) => void): Promise<unknown>;
  _getPassword(use: () => void): void;
  _handleAuthCleartextPassword(message: unknown): void;
  _handleAuthMD5Password(message: unknown): void;
  _handleAuthSASL(message: { readonly mechanisms: readonly string[] }): void;
  getStartupConf(): Settings;
  getTransactionStatus(): string | null;
  ref(): void;
  unref(): void;
}

export interface WireConnection extends EventEmitter {
  readonly stream: Duplex;
  startup(parameters: Settings): void;
  attachListeners(stream: object): void;
}

/** pg's client, to be extended. */
export const PgClientBase = Client as unknown as new (
  config: object,
) => Pick<pg.Client, "end" | "on" | "once" | "query"> & PgClientInternals;
/** pg's connection, which has no declared constructor of this kind. */
export const PgWireConnection = Connection as unknown as new (config: object) => WireConnection;
/** pg's query, to be extended. */
export const PgQuery = Query as unknown as typeof pg.Query;
