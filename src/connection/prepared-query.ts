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

/** What is known of a connection's prepared statements, by name; and the connection, with nothing to describe. */
interface KnownConnection {
  readonly descriptions: Map<string, Description>;
  readonly undescribing: WireConnection;
}

const knownConnections = new WeakMap<WireConnection, KnownConnection>();

function knownOf(connection: WireConnection): KnownConnection {
  const known = knownConnections.get(connection);
  if (known !== undefined) return known;
  const undescribing = Object.create(connection, { describe: { value: () => {} } }) as WireConnection;
  const made = { descriptions: new Map<string, Description>(), undescribing };
  knownConnections.set(connection, made);
  return made;
}

/**
 * A query of a prepared statement that asks for a description of its answer only the first time on a connection, where
 * pg asks each time. PostgreSQL refuses to run a prepared statement whose columns have changed, so that the first
 * description holds for as long as the statement does.
 */
export class PreparedQuery extends PgQuery {
  /** For pg, which looks for it on whatever it is given. */
  readonly query_timeout: number | undefined;
  #known: KnownConnection | undefined;

  constructor(
    config: QueryArrayConfig & { readonly query_timeout?: number },
    callback: (error: Error | null, result: never) => void,
  ) {
    super(config, undefined, callback);
    this.query_timeout = config.query_timeout;
  }

  override prepare(connection: WireConnection): void {
    this.#known = knownOf(connection);
    const description = this.#known.descriptions.get(this.name);
    if (description === undefined) {
      super.prepare(connection);
      return;
    }
    this._result.fields = description.fields;
    this._result._parsers = description.parsers;
    this._accumulateRows = true;
    super.prepare(this.#known.undescribing);
  }

  override handleRowDescription(message: object): void {
    super.handleRowDescription(message);
    const { fields, _parsers: parsers } = this._result;
    this.#known?.descriptions.set(this.name, { fields, parsers });
  }
}
