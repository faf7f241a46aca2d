import pg, { type QueryArrayConfig } from "pg";
import { type AfterError, afterError } from "./after-error.js";
import type { WireResult } from "./connection.js";
import { orderOn } from "./guard.js";

/** What pg 8.23's query has, and its type declarations leave out. */
interface PartsOfQuery {
  submit(connection: object): Error | null;
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
 * the server is ready again.
 */
export class Script extends PgQuery {
  constructor(config: QueryArrayConfig, callback: Callback) {
    super(config, undefined, callback);
  }

  override submit(connection: object): Error | null {
    orderOn(connection)?.expect("simple");
    return super.submit(connection);
  }

  override handleError(error: Error, connection: AfterError): void {
    afterError(error, connection, () => super.handleError(error, connection));
  }
}
