import { Column, is, SQL, StringChunk } from "drizzle-orm";
import { exactNumber, readTime, unreadableTime, withLocation } from "../connection/wire-values.js";
import { StatementFailedError } from "../errors/errors.js";
import type { Field } from "../statements/statement.js";

type ValueReader = (value: unknown) => unknown;

/** For each column type, how a value that a library returned becomes the value that our own connections return. */
const readers: Readonly<Record<string, ValueReader>> = {
  PgBigInt53: toExactNumber,
  PgBoolean: toBoolean,
  PgInteger: toExactNumber,
  PgSmallInt: toExactNumber,
  PgReal: Number,
  PgTimestamp: toDate,
  PgJsonb: fromJson,
};

const unchanged: ValueReader = (value) => value;

/**
 * Returns a function that reads the rows of a library: arrays, or objects keyed by column, with int8 as text, bigint or number,
 * times as text or Date, JSON as text or parsed.
 */
export function foreignRowReader(columns: readonly Field[]): (row: object) => unknown[] {
  const readersInOrder = columns.map(readerOf);
  const names = columns.map((column, index) => columnOf(column)?.name ?? `${index + 1}`);
  return (row) => {
    const values: unknown[] = Array.isArray(row) ? row : Object.values(row);
    if (values.length !== columns.length) {
      throw new StatementFailedError(
        `The library gave ${values.length} columns of ${columns.length}: a plugin or a setting renames or drops columns.`,
      );
    }
    return values.map((value, index) => {
      try {
        return value === null ? null : readersInOrder[index]?.(value);
      } catch (error) {
        const known = names.map((name, place) => [name, values[place]] as const);
        throw withLocation(error, names[index] ?? "", known);
      }
    });
  };
}

/** True for a time: libraries differ most in these. */
export function isTime(field: Field): boolean {
  return columnOf(field)?.columnType === "PgTimestamp";
}

function readerOf(field: Field): ValueReader {
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

function toBoolean(value: unknown): unknown {
  return typeof value === "string" ? value === "t" || value === "true" : value;
}

/** Also a time of another library's making: most have their milliseconds as their value, and the others ISO 8601 as text. */
function toDate(value: unknown): Date {
  const milliseconds = typeof value === "object" ? millisecondsOf(value) : undefined;
  return milliseconds === undefined ? readTime(String(value)) : dateOf(milliseconds, value);
}

function millisecondsOf(value: object | null): number | undefined {
  try {
    const primitive: unknown = value?.valueOf();
    return typeof primitive === "number" ? primitive : undefined;
  } catch {
    // Temporal's refuse to be compared.
    return undefined;
  }
}

function dateOf(milliseconds: number, value: unknown): Date {
  if (Number.isNaN(milliseconds)) throw unreadableTime(String(value));
  return new Date(milliseconds);
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
