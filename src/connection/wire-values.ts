import { isDate } from "node:util/types";
import type { CustomTypesConfig } from "pg";
// @ts-expect-error: this part of pg-types has no type declarations
import { init } from "pg-types/lib/textParsers.js";
import {
  DugoutError,
  IdentifierOutOfRangeError,
  StatementRefusedError,
  UnreadableValueError,
} from "../errors/errors.js";
import { markValueError } from "./driver-errors.js";

type Parse = (text: string) => unknown;

/**
 * Reads a whole number, never rounded.
 *
 * @throws {IdentifierOutOfRangeError} beyond 2^53
 */
export function exactNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) {
    throw new IdentifierOutOfRangeError(
      `The database contains the number ${text}, which is beyond 2^53 and cannot be returned as a JavaScript number without rounding.`,
      { details: { value: text } },
    );
  }
  return value;
}

/** Object identifiers of PostgreSQL's built-in types, which are the same on every server. */
export const oids = {
  int8: 20,
  json: 114,
  jsonb: 3802,
  date: 1082,
  timestamp: 1114,
  timestamptz: 1184,
  interval: 1186,
  timeArrays: [1115, 1182, 1185, 1187],
} as const;

const parsers = new Map<number, Parse>();
// Not `pg.types`, because other code of the process may change its parsers.
init((oid: number, parse: Parse) => parsers.set(oid, parse));
parsers.set(oids.int8, exactNumber);
for (const oid of [oids.date, oids.timestamp, oids.timestamptz]) parsers.set(oid, readTime);

/** Returns the parser for values of this type. Values of types without a parser are returned as text. */
export function parserOf(oid: number): Parse {
  return parsers.get(oid) ?? String;
}

/** How values of each PostgreSQL type are parsed on a connection of this package. */
export const typeParsers: CustomTypesConfig = {
  getTypeParser: parserOf as CustomTypesConfig["getTypeParser"],
};

/** The columns that identify a row, in the tables and in query results. */
const keys = new Set(["id", "game_id", "gameId", "play_number", "playNumber", "entry_id", "name"]);

/**
 * Adds the column and the row to an error about a value.
 *
 * @param row the row's columns that are known, as names and values
 */
export function withLocation(
  error: unknown,
  column: string,
  row: readonly (readonly [string, unknown])[],
): unknown {
  if (!(error instanceof DugoutError)) return error;
  const key = Object.fromEntries(row.filter(([name, value]) => keys.has(name) && value !== null));
  const words = Object.entries(key).map(([name, value]) => `${name} ${String(value)}`);
  const place =
    words.length === 0 ? `column ${column}` : `column ${column} of the row with ${words.join(", ")}`;
  const ErrorClass = error.constructor as new (message: string, options: object) => DugoutError;
  return new ErrorClass(`${error.message} It is in ${place}.`, {
    cause: error.cause,
    details: { ...error.details, column, row: key },
  });
}

/** What a statement's answer consists of, and how to read it. */
export interface Description {
  readonly fields: readonly { readonly name: string }[];
  readonly parsers: readonly ((text: string) => unknown)[];
}

/**
 * Reads a row.
 *
 * @throws the error of a value that cannot be read, with its column and row
 */
export function readRow(texts: readonly (string | null)[], { fields, parsers }: Description): unknown[] {
  const row = new Array<unknown>(texts.length);
  let index = 0;
  try {
    for (; index < texts.length; index += 1) {
      const text = texts[index] as string | null;
      row[index] = text === null ? null : parsers[index]?.(text);
    }
    return row;
  } catch (error) {
    const known = fields.map(({ name }, place) => [name, texts[place]] as const);
    throw withLocation(error, fields[index]?.name ?? "", known);
  }
}

/** Makes pg return values as text, so that {@link readRows} can name the column and row of one that cannot be read. */
export const textOnly: CustomTypesConfig = {
  getTypeParser: (() => String) as unknown as CustomTypesConfig["getTypeParser"],
};

/** The rows of pg's answer to a query with the types {@link textOnly}. */
interface TextResult {
  readonly rows: readonly (readonly (string | null)[])[];
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
}

export function readRows({ rows, fields }: TextResult): unknown[][] {
  const parsers = fields.map(({ dataTypeID }) => parserOf(dataTypeID));
  return rows.map((row) => readRow(row, { fields, parsers }));
}

/** ISO 8601 as PostgreSQL writes it: an offset of `+02`, `+05:30` or, for local mean time, `+00:53:28`, and perhaps `BC`. */
const isoTime =
  /^(\d{4,})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d)(?::?(\d\d))?(?::?(\d\d))?)?)?( BC)?$/;

/**
 * Reads a time or a date as PostgreSQL writes it with `DateStyle` ISO. One without an offset is in UTC.
 *
 * @throws {UnreadableValueError} for `infinity`, for times outside JavaScript's range, and for other styles
 */
export function readTime(text: string): Date {
  const parts = isoTime.exec(text);
  const time = parts === null ? Number.NaN : millisecondsOf(parts);
  if (Number.isNaN(new Date(time).getTime())) throw unreadableTime(text);
  return new Date(time);
}

/**
 * Reads a time from its milliseconds since 1970. The server computes them with floating point, and stored times have whole
 * milliseconds.
 *
 * @throws {UnreadableValueError} as {@link readTime}
 */
export function readEpoch(text: string): Date {
  const time = new Date(Math.round(Number(text)));
  if (Number.isNaN(time.getTime())) throw unreadableTime(text.toLowerCase());
  return time;
}

/** The error for a time that cannot be a JavaScript `Date`. */
export function unreadableTime(text: string): UnreadableValueError {
  return new UnreadableValueError(
    `The database contains the time ${text}, which cannot be a JavaScript Date: store a finite time, or NULL.`,
    { details: { value: text } },
  );
}

function millisecondsOf(parts: readonly (string | undefined)[]): number {
  const number = (index: number) => Number(parts[index] ?? 0);
  const year = parts[12] === undefined ? number(1) : 1 - number(1);
  const date = new Date(0);
  date.setUTCFullYear(year, number(2) - 1, number(3));
  date.setUTCHours(number(4), number(5), number(6), Number((parts[7] ?? "").padEnd(3, "0").slice(0, 3)));
  const offset = number(9) * 3600 + number(10) * 60 + number(11);
  return date.getTime() - (parts[8] === "-" ? -offset : offset) * 1000;
}

/** A value as it is sent: text, bytes, or null for NULL. */
export type WireValue = string | Buffer | null;

/** An object with pg's `toPostgres`, which formats itself. */
interface ToPostgres {
  toPostgres(write: (value: unknown) => WireValue): unknown;
}

/**
 * Converts a statement's values to what is sent: text, bytes or null. A time is written in UTC, an array in PostgreSQL's
 * format, and any other object as JSON unless it has a `toPostgres`.
 *
 * @throws {StatementRefusedError} when a value cannot be converted
 */
export function toWireValues(values: readonly unknown[]): WireValue[] {
  try {
    return values.map((value) => (typeof value === "string" ? value : toWireValue(value)));
  } catch (cause) {
    throw markValueError(
      new StatementRefusedError(
        `A value of the statement cannot be converted to text: ${(cause as Error).message}. Nothing was sent.`,
        { cause },
      ),
    );
  }
}

const noParents: readonly unknown[] = [];

function toWireValue(value: unknown, within = noParents): WireValue {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return null;
  if (typeof value !== "object") return String(value);
  if (within.includes(value)) throw new Error("it contains itself");
  if (ArrayBuffer.isView(value)) return bytesOf(value);
  if (isDate(value)) return timeText(value);
  const inside = [...within, value];
  if (Array.isArray(value)) return arrayText(value, inside);
  if (typeof (value as Partial<ToPostgres>).toPostgres === "function") {
    return toWireValue(
      (value as ToPostgres).toPostgres((inner) => toWireValue(inner)),
      inside,
    );
  }
  return JSON.stringify(value);
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}

/** Years are written with four digits or more, and with BC for years before the year 1, as PostgreSQL reads them. */
function timeText(time: Date): string {
  if (Number.isNaN(time.getTime())) throw new Error("it is an invalid Date");
  const year = time.getUTCFullYear();
  const rest = time
    .toISOString()
    .replace(/^[+-]?\d+/, "")
    .replace("Z", "+00");
  const digits = String(year > 0 ? year : 1 - year).padStart(4, "0");
  return `${digits}${rest}${year > 0 ? "" : " BC"}`;
}

function arrayText(values: readonly unknown[], within: readonly unknown[]): string {
  const items = values.map((value) => {
    if (value === null || value === undefined) return "NULL";
    if (Array.isArray(value)) return arrayText(value, [...within, value]);
    const text = toWireValue(value, within) as string | Buffer;
    return quoted(typeof text === "string" ? text : `\\x${text.toString("hex")}`);
  });
  return `{${items.join(",")}}`;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
