import { type Column, type SQL, sql } from "drizzle-orm";
import { readEpoch, withLocation } from "../connection/wire-values.js";
import { type ObjectMaker, objectMaker } from "./object-maker.js";
import { TextRowScanner } from "./text-row-scanner.js";

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

type Reader = (scanner: TextRowScanner) => unknown;

/** Reads a value by its text. */
const byText =
  (read: (text: string) => unknown): Reader =>
  (scanner) => {
    const text = scanner.text();
    return text === null ? null : read(text);
  };
const integer: Reader = (scanner) => scanner.integer();

const readers: Readonly<Record<string, Reader>> = {
  PgBigInt53: integer,
  PgBoolean: (scanner) => scanner.boolean(),
  PgInteger: integer,
  PgJsonb: byText(JSON.parse),
  PgReal: byText(Number),
  PgSmallInt: integer,
  PgTimestamp: byText(readEpoch),
};

/** Makes rows again of what {@link textRows} brought. */
export function textRowsReader<Row>(columns: Record<string, Column>): (text: string) => Row[] {
  const readersInOrder = Object.values(columns).map(({ columnType }) => readers[columnType] ?? textReader());
  const names = Object.keys(columns);
  const places = names.map((name, index) => [name, index] as const);
  let make: ObjectMaker | undefined;
  return (text) => {
    make ??= objectMaker(Object.fromEntries(places));
    const scanner = new TextRowScanner(text);
    const rows: Row[] = [];
    const values: unknown[] = [];
    while (!scanner.isAtEnd) {
      let index = 0;
      try {
        for (; index < readersInOrder.length; index += 1)
          values[index] = (readersInOrder[index] as Reader)(scanner);
      } catch (error) {
        const known = names.slice(0, index).map((name, place) => [name, values[place]] as const);
        throw withLocation(error, names[index] ?? "", known);
      }
      scanner.endRow();
      rows.push(make(values) as Row);
    }
    return rows;
  };
}

/** The longest text that JavaScript's engine copies out of another; a longer one keeps the whole other in memory. */
const longestCopied = 12;

/** Reads a text column, whose values are often the same in every row. */
function textReader(): Reader {
  let last = "";
  return byText((text) => {
    if (text !== last) last = text.length > longestCopied ? Buffer.from(text).toString() : text;
    return last;
  });
}
