import type { CustomTypesConfig } from "pg";
import { init } from "pg-types/lib/textParsers.js";
import { DugoutError, IdentifierOutOfRangeError } from "../errors/index.js";
import { readTime } from "./times.js";

type Parse = (text: string) => unknown;

/** Every identifier and count fits a JavaScript number exactly, or the reader is told: never a rounded one. */
export function exactNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) {
    throw new IdentifierOutOfRangeError(
      `The database holds the number ${text}, which is beyond 2^53 and cannot be given as a JavaScript number without rounding.`,
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
// Not `pg.types`: whatever else runs in this process may change what that reads.
init((oid, parse) => parsers.set(oid, parse));
parsers.set(oids.int8, exactNumber);
for (const oid of [oids.date, oids.timestamp, oids.timestamptz]) parsers.set(oid, readTime);

/** How the text of a value of this type is read. Types that have no parser are given as text. */
export function parserOf(oid: number): Parse {
  return parsers.get(oid) ?? String;
}

/** How the text of each PostgreSQL type becomes a JavaScript value on our connections. */
export const typeParsers: CustomTypesConfig = {
  getTypeParser: parserOf as CustomTypesConfig["getTypeParser"],
};

/** The columns by which a row is found, in the tables and in what is read of them. */
const keys = new Set(["id", "game_id", "gameId", "play_number", "playNumber", "entry_id", "name"]);

/**
 * Adds to an error about a value in which column it stands, and in which row.
 *
 * @param row the row's columns that are known, as names and values
 */
export function located(
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
  return new ErrorClass(`${error.message} It stands in ${place}.`, {
    cause: error.cause,
    details: { ...error.details, column, row: key },
  });
}
