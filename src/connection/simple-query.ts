import type { QueryArrayConfig } from "pg";
import type { WireResult } from "./connection.js";
import { isConnectionFatal, markConnectionFatal } from "./driver-errors.js";
import { PgQuery } from "./pg-internals.js";
import type { AnswerOrder } from "./protocol-guard.js";

/** What pg 8.23's query has, and its type declarations leave out. */
interface PgQueryInternals {
  submit(connection: object): Error | null;
  handleError(error: Error, connection: ConnectionEvents): void;
}

type Callback = (error: Error | null, result: WireResult) => void;

const QueryBase = PgQuery as unknown as new (
  config: QueryArrayConfig,
  values: undefined,
  callback: Callback,
) => PgQueryInternals;

/**
 * One or several statements by PostgreSQL's simple query protocol. A query of pg ends at an error. This one ends when the
 * server is ready for the next query.
 */
export class SimpleQuery extends QueryBase {
  readonly #order: AnswerOrder | undefined;

  constructor(config: QueryArrayConfig, order: AnswerOrder | undefined, callback: Callback) {
    super(config, undefined, callback);
    this.#order = order;
  }

  override submit(connection: object): Error | null {
    this.#order?.expect("simple");
    return super.submit(connection);
  }

  override handleError(error: Error, connection: ConnectionEvents): void {
    whenReadyForQuery(error, connection, () => super.handleError(error, connection));
  }
}

/** The events of pg's connection that follow an error. */
export interface ConnectionEvents {
  on(event: "readyForQuery" | "end", listener: () => void): void;
  off(event: "readyForQuery" | "end", listener: () => void): void;
}

/**
 * Calls `act` when, after an error of the server, the server is ready for the next query or the connection has ended: only
 * then is the state of the transaction known. ReadyForQuery may arrive later than the error.
 */
export function whenReadyForQuery(error: Error, connection: ConnectionEvents, act: () => void): void {
  if (isConnectionFatal(error)) {
    act();
    return;
  }
  const ended = () => {
    markConnectionFatal(error);
    ready();
  };
  const ready = () => {
    connection.off("readyForQuery", ready);
    connection.off("end", ended);
    act();
  };
  connection.on("readyForQuery", ready);
  connection.on("end", ended);
}
