import { type Column, is } from "drizzle-orm";
import { PgReal } from "drizzle-orm/pg-core";
import type { ClientBase, Connection } from "pg";
import { PgQuery } from "../../connection/pg-internals.js";
import type { TableRows } from "./game-rows.js";

/** Writes rows of one table within the client's transaction. */
export type WriteRows = (client: ClientBase, rows: TableRows) => Promise<void>;

/** COPY, PostgreSQL's fastest way. It keeps the given identifiers, although the database would generate them. */
export async function copyRows(client: ClientBase, rows: TableRows): Promise<void> {
  if (rows.rows.length > 0) await copyIn(client, copyStatement(rows), copyText(rows));
}

/** For an embedded database, whose socket accepts no COPY. */
export async function insertRows(client: ClientBase, rows: TableRows): Promise<void> {
  await client.query(insertStatement(rows), [rowsAsJson(rows)]);
}

/** Inserts the rows of its one parameter: a JSON array of objects with the columns' names. */
export function insertStatement({ table, columns }: TableRows): string {
  const names = Object.values(columns).map(({ name }) => `"${name}"`);
  const list = names.join(", ");
  return `insert into ${table} (${list}) overriding system value
select ${list} from json_populate_recordset(null::${table}, $1::json)`;
}

export function rowsAsJson({ columns, rows }: TableRows): string {
  const fields = Object.entries(columns).map(([field, { name }]) => ({ field, name }));
  const named = (rows as readonly Readonly<Record<string, unknown>>[]).map((row) =>
    Object.fromEntries(fields.map(({ field, name }) => [name, row[field]])),
  );
  return JSON.stringify(named);
}

/** `copy lineups ("game_id", "id", …) from stdin` */
export function copyStatement({ table, columns }: TableRows): string {
  const names = Object.values(columns).map(({ name }) => `"${name}"`);
  return `copy ${table} (${names.join(", ")}) from stdin`;
}

/** Rows in COPY's text format, one per line. */
export function copyText({ columns, rows }: TableRows): string {
  const writers = Object.entries(columns).map(([field, column]) => ({ field, write: writerOf(column) }));
  let text = "";
  for (const row of rows as readonly Readonly<Record<string, unknown>>[]) {
    let separator = "";
    for (const { field, write } of writers) {
      const value = row[field];
      text += separator + (value === null ? nothing : write(value));
      separator = "\t";
    }
    text += "\n";
  }
  return text;
}

type Write = (value: unknown) => string;

const nothing = "\\N";

/** A season has millions of values: most columns need no more than their text. */
function writerOf(column: Column): Write {
  // A number that is too small for a `real` becomes zero, because PostgreSQL would refuse it.
  if (is(column, PgReal)) return (value) => String(Math.fround(value as number));
  if (column.dataType === "number") return String;
  if (column.dataType === "boolean") return (value) => (value ? "t" : "f");
  if (column.dataType === "string") return (value) => escaped(value as string);
  return (value) => escaped(String(column.mapToDriverValue(value)));
}

const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** Most texts contain no character that COPY's text format must escape. */
function escaped(text: string): string {
  return /[\\\t\n\r]/.test(text)
    ? text.replace(/[\\\t\n\r]/g, (character) => escapes[character] ?? character)
    : text;
}

/** pg's methods for sending COPY data, which its type declarations omit. */
type CopyConnection = Connection & {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
};

/**
 * A COPY FROM STDIN whose rows are available as text. It is implemented as a query of pg, because a connection in pipeline mode
 * accepts no other.
 *
 * The rows are sent right after the statement, without waiting for the server's request. The server discards them if the statement
 * fails.
 */
class CopyIn extends PgQuery {
  constructor(statement: string, data: Buffer, done: (error: Error | null) => void) {
    super({ text: statement }, done as () => void);
    this.submit = (connection) => {
      connection.query(statement);
      (connection as CopyConnection).sendCopyFromChunk(data);
      (connection as CopyConnection).endCopyFrom();
    };
  }

  /** Called by pg when the server requests the rows, which are already sent. */
  handleCopyInResponse(): void {}
}

/** Runs one `copy … from stdin` in order with the client's other statements. */
function copyIn(client: ClientBase, statement: string, lines: string): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(
      new CopyIn(statement, Buffer.from(lines), (error) => {
        if (error) reject(error);
        else resolve();
      }),
    );
  });
}
