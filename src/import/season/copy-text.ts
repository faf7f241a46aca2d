import { type Column, is } from "drizzle-orm";
import { PgReal } from "drizzle-orm/pg-core";
import type { TableRows } from "./game-rows.js";

/** `copy lineups ("game_id", "id", …) from stdin` */
export function copyStatement({ table, columns }: TableRows): string {
  const names = Object.values(columns).map(({ name }) => `"${name}"`);
  return `copy ${table} (${names.join(", ")}) from stdin`;
}

/** Rows in COPY's text format, one per line. */
export function copyText({ columns, rows }: TableRows): string {
  const writers = Object.entries(columns).map(([field, column]) => ({ field, write: writerOf(column) }));
  const lines = (rows as readonly Readonly<Record<string, unknown>>[]).map((row) =>
    writers.map(({ field, write }) => write(row[field])).join("\t"),
  );
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

type Write = (value: unknown) => string;

const nothing = "\\N";

function writerOf(column: Column): Write {
  // A number that is too small for a `real` becomes zero, because PostgreSQL would refuse it.
  const prepare = is(column, PgReal) ? (value: unknown) => Math.fround(value as number) : undefined;
  return (value) => {
    if (value === null) return nothing;
    return written(column.mapToDriverValue(prepare === undefined ? value : prepare(value)));
  };
}

function written(value: unknown): string {
  if (typeof value === "string") return escaped(value);
  if (typeof value === "boolean") return value ? "t" : "f";
  return String(value);
}

const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** Most texts contain no character that COPY's text format must escape. */
function escaped(text: string): string {
  return /[\\\t\n\r]/.test(text)
    ? text.replace(/[\\\t\n\r]/g, (character) => escapes[character] ?? character)
    : text;
}
