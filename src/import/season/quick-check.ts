import type { Column } from "drizzle-orm";
import type { Patterns, Ranges } from "../../models/constraints.js";
import { isStorableJson, isStorableText } from "../../models/storable.js";

type Fits = (value: unknown) => boolean;

/**
 * Tells at once that a row fits its columns, as all but very few do. What this does not vouch for need not be wrong: the
 * schema of the table's input has the last word, and the words.
 */
export function quickCheck(
  columns: Readonly<Record<string, Column>>,
  { ranges, patterns }: { readonly ranges: Ranges; readonly patterns: Patterns },
): (row: object) => boolean {
  const checks = Object.entries(columns).map(([field, column]) => {
    const pattern = patterns[field];
    const fits = pattern === undefined ? fitsColumn(column, ranges[field]) : fitsPattern(pattern.pattern);
    return { field, fits: column.notNull ? fits : (value: unknown) => value === null || fits(value) };
  });
  return (row) => {
    const values = row as Readonly<Record<string, unknown>>;
    return checks.every(({ field, fits }) => fits(values[field]));
  };
}

function fitsColumn(column: Column, range: Ranges[string] | undefined): Fits {
  switch (column.columnType) {
    case "PgSmallInt":
      return wholeNumber(range ?? [-(2 ** 15), 2 ** 15 - 1]);
    case "PgInteger":
      return wholeNumber(range ?? [-(2 ** 31), 2 ** 31 - 1]);
    case "PgBigInt53":
      return wholeNumber(range ?? [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]);
    case "PgBoolean":
      return (value) => typeof value === "boolean";
    case "PgText":
      return column.enumValues?.length
        ? oneOf(column.enumValues)
        : (value) => typeof value === "string" && isStorableText(value);
    case "PgTimestamp":
      return isUsualTime;
    case "PgJsonb":
      return (value) =>
        value !== null && !Array.isArray(value) && typeof value === "object" && isStorableJson(value);
    default:
      return () => false;
  }
}

const wholeNumber =
  ([smallest, largest]: readonly [number, number]): Fits =>
  (value) =>
    Number.isInteger(value) && (value as number) >= smallest && (value as number) <= largest;

function oneOf(words: readonly string[]): Fits {
  const known: ReadonlySet<unknown> = new Set(words);
  return (value) => known.has(value);
}

function fitsPattern(pattern: string): Fits {
  const expression = new RegExp(pattern);
  return (value) => typeof value === "string" && expression.test(value);
}

/** From 1800 to 2200, which is far within what a timestamp column takes. */
const usualTimes = [Date.UTC(1800), Date.UTC(2200)] as const;

function isUsualTime(value: unknown): boolean {
  if (!(value instanceof Date)) return false;
  const time = value.getTime();
  return time >= usualTimes[0] && time < usualTimes[1];
}
