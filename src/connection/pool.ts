import type { ClientBase } from "pg";
import type { Connection } from "./connection.js";
import type { ConnectionSettings } from "./settings.js";

/** How many connections there are, and what they do. */
export interface PoolFigures {
  /** Connections open at this moment. */
  readonly open: number;
  /** Connections that wait for work. */
  readonly idle: number;
  /** Callers that wait for a connection. */
  readonly waiting: number;
  /** The most connections that may be open at once. */
  readonly limit: number;
}

/** Connections to one database, lent one caller at a time. */
export interface ConnectionPool {
  readonly settings: ConnectionSettings;
  readonly figures: PoolFigures;
  /**
   * @throws {ConnectionFailedError} when a new connection cannot be made
   * @throws {PoolExhaustedError} when every connection stays in use for the connect time limit
   */
  acquire(): Promise<Connection>;
  /** Lends a plain client without time limits, for migrations: they may run longer than any play. */
  withClient<Result>(work: (client: ClientBase) => Promise<Result>): Promise<Result>;
  /** Refuses everybody who waits for a connection, with a {@link DatabaseClosedError}. */
  refuseWaiting(): void;
  /** Closes every idle connection, each lent one as it comes back, and at once what is only being established. */
  close(): Promise<void>;
}
