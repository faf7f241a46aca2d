import pg, { type QueryArrayConfig } from "pg";

/** What pg 8.23's connection and query have, and its type declarations leave out. */
interface WireConnection {
  describe(message: object): void;
}
interface Description {
  readonly fields: readonly unknown[];
  readonly parsers: readonly unknown[] | undefined;
}
interface PartsOfQuery {
  readonly name: string;
  readonly _result: { fields: readonly unknown[]; _parsers: readonly unknown[] | undefined };
  _accumulateRows: boolean;
  prepare(connection: WireConnection): void;
  handleRowDescription(message: object): void;
}

const PgQuery = pg.Query as unknown as new (
  config: object,
  values: undefined,
  callback: object,
) => PartsOfQuery;

/** By connection, and by the statement's name. */
const descriptions = new WeakMap<WireConnection, Map<string, Description>>();

/**
 * A query of a prepared statement that asks for a description of its answer only the first time on a connection, where
 * pg asks each time. PostgreSQL refuses to run a prepared statement whose columns have changed, so that the first
 * description holds for as long as the statement does.
 */
export class PreparedQuery extends PgQuery {
  /** For pg, which looks for it on whatever it is given. */
  readonly query_timeout: number | undefined;
  #connection: WireConnection | undefined;

  constructor(
    config: QueryArrayConfig & { readonly query_timeout?: number },
    callback: (error: Error | null, result: never) => void,
  ) {
    super(config, undefined, callback);
    this.query_timeout = config.query_timeout;
  }

  override prepare(connection: WireConnection): void {
    this.#connection = connection;
    const known = descriptions.get(connection)?.get(this.name);
    if (known === undefined) {
      super.prepare(connection);
      return;
    }
    this._result.fields = known.fields;
    this._result._parsers = known.parsers;
    this._accumulateRows = true;
    super.prepare(Object.create(connection, { describe: { value: () => {} } }) as WireConnection);
  }

  override handleRowDescription(message: object): void {
    super.handleRowDescription(message);
    if (this.#connection === undefined) return;
    const ofConnection = descriptions.get(this.#connection) ?? new Map<string, Description>();
    descriptions.set(this.#connection, ofConnection);
    ofConnection.set(this.name, { fields: this._result.fields, parsers: this._result._parsers });
  }
}
