import pg, { type QueryArrayConfig } from "pg";
import { type AfterError, afterError } from "./after-error.js";
import type { WireResult } from "./connection.js";

/** What pg 8.23's query has, and its type declarations leave out. */
interface PartsOfQuery {
  handleError(error: Error, connection: AfterError): void;
}

type Callback = (error: Error | null, result: WireResult) => void;

const PgQuery = pg.Query as unknown as new (
  config: QueryArrayConfig,
  values: undefined,
  callback: Callback,
) => PartsOfQuery;

/**
 * One or several statements by PostgreSQL's simple protocol. pg would take it for over at an error; here it is not until
 * the server is ready again, and until then pg's time limit holds.
 */
export class Script extends PgQuery {
  /** For pg, which reads it: how long the whole answer may take, in milliseconds. */
  readonly query_timeout: number;

  constructor(config: QueryArrayConfig, timeout: number, callback: Callback) {
    super(config, undefined, callback);
    this.query_timeout = timeout;
  }

  override handleError(error: Error, connection: AfterError): void {
    afterError(error, connection, () => super.handleError(error, connection));
  }
}
