import { type Column, is } from "drizzle-orm";
import { PgReal } from "drizzle-orm/pg-core";
import type { ClientBase, Connection } from "pg";
import { PgQuery } from "../../connection/pg-internals.js";
import type { TableRows } from "./game-rows.js";

/** Writes rows of one table within the client's transaction. */
export type WriteRows = (client: ClientBase, rows: TableRows) => Promise<void>;

/** COPY, PostgreSQL's fastest way. It keeps the given identifiers, although the database would generate them. */
export function copyRows(client: ClientBase, rows: TableRows): Promise<void> {
  return copyIn(client, copyStatement(rows), copyChunks(rows));
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
  const named = Array.from(rows as Iterable<FieldValues>, (row) =>
    Object.fromEntries(fields.map(({ field, name }) => [name, row[field]])),
  );
  return JSON.stringify(named);
}

/** `copy lineups ("game_id", "id", …) from stdin` */
export function copyStatement({ table, columns }: TableRows): string {
  const names = Object.values(columns).map(({ name }) => `"${name}"`);
  return `copy ${table} (${names.join(", ")}) from stdin`;
}

/** The number of characters that are sent at a time: the server processes a chunk while the next one is written. */
const chunkSize = 64 * 1024;

/** Rows in COPY's text format, one per line, in pieces. */
export function* copyChunks({ columns, rows }: TableRows): Generator<Buffer, void> {
  const fields = Object.keys(columns);
  const writers = Object.values(columns).map(writerOf);
  // Joined, and not added one to the other: each sum would be an object for the garbage collector.
  const cells = fields.map(() => "");
  let text = "";
  for (const row of rows as Iterable<FieldValues>) {
    for (let index = 0; index < fields.length; index += 1) {
      const value = row[fields[index] as string];
      cells[index] = value === null ? nothing : (writers[index] as Write)(value);
    }
    text += `${cells.join("\t")}\n`;
    if (text.length < chunkSize) continue;
    yield Buffer.from(text);
    text = "";
  }
  if (text !== "") yield Buffer.from(text);
}

type FieldValues = Readonly<Record<string, unknown>>;
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
  sendCopyFail(message: string): void;
};

/**
 * A COPY FROM STDIN whose rows are available as text. It is implemented as a query of pg, because a connection in pipeline mode
 * accepts no other.
 *
 * The rows are sent right after the statement, without waiting for the server's request. The server discards them if the statement
 * fails.
 */
class CopyIn extends PgQuery {
  constructor(statement: string, chunks: Iterable<Buffer>, done: (error: Error | null) => void) {
    super({ text: statement }, done as () => void);
    this.submit = (connection) => {
      connection.query(statement);
      const copy = connection as CopyConnection;
      try {
        for (const chunk of chunks) copy.sendCopyFromChunk(chunk);
      } catch (error) {
        // The server is in the middle of a COPY: without an end it would wait for more.
        copy.sendCopyFail(String(error));
        return;
      }
      copy.endCopyFrom();
    };
  }

  /** Called by pg when the server requests the rows, which are already sent. */
  handleCopyInResponse(): void {}
}

/** Runs one `copy … from stdin` in order with the client's other statements. */
function copyIn(client: ClientBase, statement: string, chunks: Iterable<Buffer>): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(
      new CopyIn(statement, chunks, (error) => {
        if (error) reject(error);
        else resolve();
      }),
    );
  });
}
