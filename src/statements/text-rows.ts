import { type Column, type SQL, sql } from "drizzle-orm";
import { exactNumber } from "../connection/values.js";
import { type TextCell, TextRowScanner } from "./text-row-scanner.js";

/**
 * Several rows of a table as one text, in PostgreSQL's own writing of rows, so that a statement brings rows of
 * several tables as of one instant. JSON would do it too, and costs the server three times as much as this.
 */
export function textRows(columns: Record<string, Column>, orderBy: Column): SQL {
  return sql`coalesce(string_agg(${textRow(columns)}, '' order by ${orderBy}), '')`;
}

/** One row as text. */
export function textRow(columns: Record<string, Column>): SQL {
  return sql`row(${sql.join(Object.values(columns).map(writtenValue), sql`, `)})::text`;
}

/** A time as milliseconds since 1970: as text it would depend on the time zone of the server. */
function writtenValue(column: Column): SQL | Column {
  return column.columnType === "PgTimestamp" ? sql`date_part('epoch', ${column}) * 1000` : column;
}

type Reader = (text: string) => unknown;

const readers: Readonly<Record<string, Reader>> = {
  PgBigInt53: exactNumber,
  PgBoolean: (text) => text === "t",
  PgInteger: Number,
  PgJsonb: (text) => JSON.parse(text) as unknown,
  PgReal: Number,
  PgSmallInt: Number,
  // The server computes with floating point; what it stores are whole milliseconds.
  PgTimestamp: (text) => new Date(Math.round(Number(text))),
};

/** Makes rows again of what {@link textRows} brought. */
export function textRowsReader<Row>(columns: Record<string, Column>): (text: string) => Row[] {
  const names = Object.keys(columns);
  const readersInOrder = Object.values(columns).map(({ columnType }) => readers[columnType] ?? textReader());
  return (text) => {
    const scanner = new TextRowScanner(text);
    const rows: Row[] = [];
    while (!scanner.isAtEnd) {
      const row: Record<string, unknown> = {};
      const cells = scanner.nextRow();
      for (let index = 0; index < names.length; index += 1) {
        const cell = cells[index] as TextCell;
        row[names[index] as string] = cell === null ? null : (readersInOrder[index] as Reader)(cell);
      }
      rows.push(row as Row);
    }
    return rows;
  };
}

/** The longest text that JavaScript's engine copies out of another; a longer one keeps the whole other in memory. */
const longestCopied = 12;

/** Reads a text column, whose values are often the same in every row. */
function textReader(): Reader {
  let last = "";
  return (text) => {
    if (text !== last) last = text.length > longestCopied ? Buffer.from(text).toString() : text;
    return last;
  };
}
