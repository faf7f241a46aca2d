import pg from "pg";

const noSuchStatement = "26000";

/**
 * True when the server refused a prepared statement before it ran: the schema has changed under it, or somebody has
 * had the server forget it.
 */
export function isOutdated(error: unknown): error is pg.DatabaseError {
  if (!(error instanceof pg.DatabaseError)) return false;
  return (
    error.code === noSuchStatement || (error.code === "0A000" && error.routine === "RevalidateCachedQuery")
  );
}

/** What a statement's answer consists of, and how to read it. */
export interface Description {
  readonly fields: readonly { readonly name: string }[];
  readonly parsers: readonly ((text: string) => unknown)[];
}

/** What a request must do before it can use a prepared statement. */
export type Preparation = "none" | "parse" | "close and parse";

/**
 * What is known of one connection's prepared statements. An answer is described once: PostgreSQL refuses to run a
 * prepared statement whose columns have changed, so that the first description holds for as long as the statement does.
 */
export class PreparedStatements {
  readonly #names = new Set<string>();
  readonly #doubtful = new Set<string>();
  readonly #descriptions = new Map<string, Description>();

  /** Notes that it will have been prepared once what is being sent is answered. */
  prepare(name: string): Preparation {
    if (this.#names.has(name)) return "none";
    this.#names.add(name);
    this.#descriptions.delete(name);
    return this.#doubtful.delete(name) ? "close and parse" : "parse";
  }

  /** Notes that it may be there, or not, or be outdated: it is prepared anew before it is used again. */
  doubt(name: string): void {
    this.#names.delete(name);
    this.#descriptions.delete(name);
    this.#doubtful.add(name);
  }

  /** Notes that the server refused one for what has come to pass since it was prepared. */
  refused(name: string, error: pg.DatabaseError): void {
    // Who has forgotten one may have forgotten all.
    if (error.code === noSuchStatement) this.doubtAll();
    else this.doubt(name);
  }

  doubtAll(): void {
    for (const known of [...this.#names]) this.doubt(known);
  }

  descriptionOf(name: string): Description | undefined {
    return this.#descriptions.get(name);
  }

  describe(name: string, description: Description): void {
    this.#descriptions.set(name, description);
  }
}

const statementsOf = new WeakMap<object, PreparedStatements>();

/** The prepared statements of a connection, for as long as it is there. */
export function preparedOn(connection: object): PreparedStatements {
  const known = statementsOf.get(connection) ?? new PreparedStatements();
  statementsOf.set(connection, known);
  return known;
}
