import type { ClientBase, CustomTypesConfig } from "pg";
import type { ConnectionSettings } from "./settings.js";

/** One statement as it goes on the wire. */
export interface WireQuery {
  readonly text: string;
  readonly values?: readonly unknown[] | undefined;
  /** The prepared statement's name: one name, one text, for the life of the process. */
  readonly name?: string | undefined;
  readonly types?: CustomTypesConfig | undefined;
  /** How many columns the answer must have; left out, as many as the server describes. */
  readonly columns?: number | undefined;
  /**
   * True to send it in a request of its own: it runs even if an earlier request failed, and its failure does not affect
   * later ones. Without `values` it is sent by the simple query protocol, and its text may contain several statements.
   */
  readonly ownRequest?: boolean;
  /**
   * How long to wait for the answer before the connection counts as lost, in milliseconds; 0 for no limit. The time counts
   * from when everything sent before it is answered.
   */
  readonly answerTimeout?: number | undefined;
  /** True if it may change the connection beyond its transaction: the connection is then not used again. */
  readonly changesConnection?: boolean;
}

export interface WireResult {
  /** PostgreSQL's command tag without its counts: `SELECT`, `INSERT`, `COMMIT`, `ROLLBACK` ... */
  readonly command: string;
  readonly rowCount: number | null;
  readonly rows: unknown[][];
  readonly fields: readonly { readonly name: string }[];
}

/**
 * A connection acquired from a pool. Statements are sent in call order, without waiting for each other's answers. Those
 * of one turn of the event loop are one pipelined request: PostgreSQL runs each of them only if all before it succeeded,
 * and when one fails, those behind it fail too. Errors are those of the driver: the session translates them.
 */
export interface Connection {
  /** Why the connection is lost; undefined while it is usable. Nothing is sent on a lost connection. */
  readonly lost: Error | undefined;
  /** True while an answer is outstanding. */
  readonly isBusy: boolean;
  /** False if this is not a distributed PostgreSQL; undefined if that is not known. */
  readonly isDistributed: false | undefined;
  /** How many requests have been flushed. Statements sent while this stays the same are in one request. */
  readonly requests: number;
  send(query: WireQuery): Promise<WireResult>;
  /**
   * Asks the server to cancel the running statement, and waits up to two seconds for its answer. The cancel request may
   * arrive late and cancel the next statement, so no other is sent: the connection is destroyed when it is released, or
   * earlier if there is no answer. Never throws.
   */
  cancel(): Promise<void>;
  /**
   * Destroys the connection, and asks the server to cancel what runs there: the server would notice the closed socket only
   * when it has an answer to send. Settles when the cancel request was sent. Never throws.
   */
  cancelAndDestroy(): Promise<void>;
  /**
   * Marks this connection as lost, and has the pool close every connection made so far, because the server must not be used
   * any longer. Connections in use are closed when they are released.
   */
  invalidatePool(because: Error): void;
  /** Returns the connection to its pool if it is clean and unchanged, and destroys it if not. Does nothing a second time. */
  release(): void;
  /** Closes the socket, whatever is running, and removes the connection from its pool. */
  destroy(): void;
}

/** How many connections a pool has, and how many callers wait for one. */
export interface PoolFigures {
  /** Connections open at this moment. */
  readonly open: number;
  /** Connections that are open and not in use. */
  readonly idle: number;
  /** Callers that wait for a connection. */
  readonly waiting: number;
  /** The most connections that may be open at once. */
  readonly limit: number;
}

/** Connections to one database, each used by one caller at a time. */
export interface ConnectionPool {
  readonly settings: ConnectionSettings;
  readonly figures: PoolFigures;
  /**
   * @throws {ConnectionFailedError} when a new connection cannot be made
   * @throws {PoolExhaustedError} when every connection stays in use for the connect time limit
   */
  acquire(): Promise<Connection>;
  /** Runs `work` with a plain client without time limits, for migrations: they may run longer than any play. */
  withClient<Result>(work: (client: ClientBase) => Promise<Result>): Promise<Result>;
  /** Rejects every caller that waits for a connection, with a {@link DatabaseClosedError}. */
  refuseWaiting(): void;
  /** Closes every idle connection, each one in use when it is released, and at once those still connecting. */
  close(): Promise<void>;
}
