import { exactNumber, unreadableTime } from "../connection/wire-values.js";

/**
 * A whole number beyond 2^53, as PostgreSQL writes it. A column whose type represents it exactly (`bigint({ mode: "bigint" })`,
 * `numeric`) reads it from its text. Anywhere else in a query's rows, it makes the query fail.
 */
class BigNumber {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    rounded.set(Number(text), text);
  }

  toString(): string {
    return this.#text;
  }
}

/** The big numbers of the running queries, by their rounded values. */
const rounded = new Map<number, string>();
/** Strings in the JSON of running queries that may be times outside JavaScript's range, or ordinary text. */
const possibleTimes = new Set<string>();
let runningQueries = 0;
/** The caller's JSON documents, in which numbers are read by `JSON.parse`. */
const documents = new WeakSet<object>();

/** Returns a JavaScript number where that is exact. */
export function readInteger(text: string): number | BigNumber {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : new BigNumber(text);
}

export function readDocument(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (typeof value === "object" && value !== null) documents.add(value);
  return value;
}

/** The strings and the numbers of a JSON text. */
const tokens = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const bigNumberKey = "dugout:big-number";

const outOfRangeTime = /"(-?infinity|\d{5,}-\d\d-\d\d[^"]*|\d{4,}-\d\d-\d\d[^"]* BC)"/g;

/** Reads the JSON that a relational query returns: rows are arrays in it, and each object is a JSON document of the caller. */
export function readRelations(text: string): unknown {
  for (const [, time] of text.matchAll(outOfRangeTime)) possibleTimes.add(time as string);
  if (!/\d{16}/.test(text)) return readRelationsWithin(JSON.parse(text));
  const marked = text.replace(tokens, (token) =>
    /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token))
      ? `{"${bigNumberKey}":"${token}"}`
      : token,
  );
  return readRelationsWithin(JSON.parse(marked));
}

function readRelationsWithin(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(readRelationsWithin);
  const text = markedNumber(value);
  if (text !== undefined) return new BigNumber(text);
  const document = readDocumentWithin(value) as object;
  documents.add(document);
  return document;
}

function readDocumentWithin(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(readDocumentWithin);
  const text = markedNumber(value);
  if (text !== undefined) return Number(text);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, readDocumentWithin(part)]));
}

function markedNumber(value: object): string | undefined {
  const text = Object.hasOwn(value, bigNumberKey)
    ? (value as Record<string, unknown>)[bigNumberKey]
    : undefined;
  return typeof text === "string" ? text : undefined;
}

/** The parts of a Drizzle database that its type declarations leave out. */
interface Internals {
  readonly session: { prepareQuery(...given: unknown[]): { execute(values?: unknown): Promise<unknown> } };
}

/** Makes the queries of this Drizzle database fail if their rows would contain a rounded number or an invalid time. */
export function refuseRoundedNumbers(database: object): void {
  const { session } = database as Internals;
  const prepareQuery = session.prepareQuery.bind(session);
  session.prepareQuery = (...given) => {
    const prepared = prepareQuery(...given);
    const execute = prepared.execute.bind(prepared);
    prepared.execute = async (values) => {
      runningQueries += 1;
      try {
        const result = await execute(values);
        return rounded.size + possibleTimes.size === 0 ? result : exact(result);
      } finally {
        runningQueries -= 1;
        if (runningQueries === 0) {
          rounded.clear();
          possibleTimes.clear();
        }
      }
    };
    return prepared;
  };
}

/** @throws {IdentifierOutOfRangeError} {UnreadableValueError} for a number that is or would be rounded, and for an invalid time */
function exact(value: unknown): unknown {
  if (value instanceof BigNumber) return exactNumber(String(value));
  if (typeof value === "number" && rounded.has(value)) return exactNumber(rounded.get(value) as string);
  if (typeof value !== "object" || value === null || documents.has(value)) return value;
  if (Array.isArray(value)) {
    // Only a JSON document of the caller still contains a BigNumber in an array.
    return value.map((part) => (part instanceof BigNumber ? Number(part) : exact(part)));
  }
  if (value instanceof Date && Number.isNaN(value.getTime()))
    throw unreadableTime([...possibleTimes].join(" or "));
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, exact(part)]));
}
