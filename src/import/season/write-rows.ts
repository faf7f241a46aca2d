import type { ClientBase } from "pg";
import { copyIn } from "./copy-in.js";
import { copyStatement, copyText } from "./copy-text.js";
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
