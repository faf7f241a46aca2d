import { Column, is, SQL, StringChunk } from "drizzle-orm";
import { exactNumber } from "../connection/values.js";
import { StatementFailedError } from "../errors/index.js";
import type { Field } from "../statements/rows.js";

type Reader = (value: unknown) => unknown;

/** How a value of each column type becomes what our own connections give, whatever a library made of it. */
const readers: Readonly<Record<string, Reader>> = {
  PgBigInt53: toExactNumber,
  PgInteger: toExactNumber,
  PgSmallInt: toExactNumber,
  PgReal: Number,
  PgTimestamp: toDate,
  PgJsonb: fromJson,
};

const unchanged: Reader = (value) => value;

/**
 * Gives a function that reads the rows of a library: arrays, or objects keyed by column, with int8 as text, bigint
 * or number, times as text or Date, JSON as text or parsed.
 */
export function foreignRowReader(columns: readonly Field[]): (row: object) => unknown[] {
  const readersInOrder = columns.map(readerOf);
  return (row) => {
    const values: unknown[] = Array.isArray(row) ? row : Object.values(row);
    if (values.length !== columns.length) {
      throw new StatementFailedError(
        `The library gave ${values.length} columns of ${columns.length}: something on its way renames or drops columns.`,
      );
    }
    return values.map((value, index) => (value === null ? null : readersInOrder[index]?.(value)));
  };
}

/** True for a time: libraries differ most in these. */
export function isTime(field: Field): boolean {
  return columnOf(field)?.columnType === "PgTimestamp";
}

function readerOf(field: Field): Reader {
  const column = columnOf(field);
  return column === undefined ? byLooks : (readers[column.columnType] ?? unchanged);
}

/** The column whose type a field has: itself, the one that it gave to `mapWith`, or the only one that it consists of. */
function columnOf(field: Field): Column | undefined {
  if (is(field, Column)) return field;
  const expression = is(field, SQL.Aliased) ? field.sql : field;
  const { decoder } = expression as { readonly decoder?: unknown };
  if (is(decoder, Column)) return decoder;
  const [only, ...others] = expression.queryChunks.filter((chunk) => !isEmpty(chunk));
  return is(only, Column) && others.length === 0 ? only : undefined;
}

function isEmpty(chunk: SQL["queryChunks"][number]): boolean {
  return is(chunk, StringChunk) && chunk.value.join("") === "";
}

/** An expression without a type is a number or JSON if it looks so. */
function byLooks(value: unknown): unknown {
  if (typeof value === "bigint" || (typeof value === "string" && /^-?\d+$/.test(value))) {
    return toExactNumber(value);
  }
  return typeof value === "string" && /^[[{]/.test(value) ? fromJson(value) : value;
}

function toExactNumber(value: unknown): number {
  return exactNumber(String(value));
}

const timestamp = /^(\S+?)[ T]([\d:.]+?)(?:Z|([+-])(\d\d)(?::?(\d\d))?(?::?(\d\d))?)?$/;

/** PostgreSQL writes an offset as `+02`, `+05:30` or, before there were time zones, `+00:53:28`. */
function toDate(value: unknown): Date {
  if (value instanceof Date) return value;
  const text = String(value);
  const [, day, time, sign, hours = 0, minutes = 0, seconds = 0] = timestamp.exec(text) ?? [];
  const offset = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * (sign === "-" ? -1 : 1);
  const date = new Date(Date.parse(`${day}T${time}Z`) - offset * 1000);
  if (!Number.isNaN(date.getTime())) return date;
  throw new StatementFailedError(`The library gave a time that cannot be read: ${text}.`);
}

function fromJson(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    // Already parsed: it is a JSON string.
    return value;
  }
}
