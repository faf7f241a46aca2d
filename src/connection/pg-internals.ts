import type { EventEmitter } from "node:events";
import type { Duplex } from "node:stream";
import type { ConnectionOptions } from "node:tls";
import pg from "pg";
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
export const PgClientBase = pg.Client as unknown as new (
  config: object,
) => Pick<pg.Client, "end" | "on" | "once" | "query"> & PgClientInternals;
/** pg's connection, which has no declared constructor of this kind. */
export const PgWireConnection = pg.Connection as unknown as new (config: object) => WireConnection;
