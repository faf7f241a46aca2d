import { type Column, SQL } from "drizzle-orm";
import type { Patterns, Ranges } from "./constraints.js";
import { isStorableJson, isStorableText } from "./storable.js";

type Fits = (value: unknown) => boolean;

type Row = Record<string, unknown>;

/** Gives an input with every default filled in; nothing where that takes a closer look. */
export type QuickRow = (input: unknown) => Readonly<Row> | undefined;

/** What is known of a field of an input. */
interface QuickField {
  readonly fits: Fits;
  /** Whether it must be given; else what stands for it where it is left out. */
  readonly isRequired: boolean;
  readonly fallback: unknown;
  /** True where that is the present time. */
  readonly isMadeNow: boolean;
}

interface QuickOptions {
  readonly ranges: Ranges;
  readonly patterns?: Patterns;
}

/**
 * Reads inputs that fit their columns, as all but very few do, many times as fast as the table's input schema. What this
 * gives, the schema would give too, and a property test holds that; what this does not vouch for need not be wrong: the
 * schema has the last word, and the words.
 */
export function quickRow(
  columns: Readonly<Record<string, Column>>,
  { ranges, patterns = {} }: QuickOptions,
): QuickRow {
  const fields = Object.entries(columns).map(([field, column]): [string, QuickField] => {
    const isRequired = isRequiredIn(column);
    const isConstant = column.notNull && !isRequired && !isMadeNow(column);
    return [
      field,
      {
        fits: checkOf(column, patterns[field]?.pattern, ranges[field]),
        isRequired,
        fallback: isConstant ? column.default : null,
        isMadeNow: isMadeNow(column),
      },
    ];
  });
  return reader(new Map(fields));
}

/** Reads changes of a row: some fields must be given, and the others may be left out, as null. */
export function quickChange(
  { required, optional }: Readonly<Record<"required" | "optional", Readonly<Record<string, Column>>>>,
  { ranges }: QuickOptions,
): QuickRow {
  const described = (columns: Readonly<Record<string, Column>>, isRequired: boolean) =>
    Object.entries(columns).map(([field, column]): [string, QuickField] => {
      const fits = fitsColumn(column, ranges[field]);
      const orNull: Fits = (value) => value === null || fits(value);
      return [field, { fits: isRequired ? fits : orNull, isRequired, fallback: null, isMadeNow: false }];
    });
  return reader(new Map([...described(required, true), ...described(optional, false)]));
}

function reader(fields: ReadonlyMap<string, QuickField>): QuickRow {
  const all = [...fields];
  const required = all.filter(([, { isRequired }]) => isRequired).map(([field]) => field);
  const times = all.filter(([, field]) => field.isMadeNow).map(([field]) => field);
  const defaults = copyable(Object.fromEntries(all.map(([field, { fallback }]) => [field, fallback])));
  return (input) => {
    if (typeof input !== "object" || input === null || Array.isArray(input)) return undefined;
    const given = input as Readonly<Row>;
    const row: Row = { ...defaults };
    for (const field in given) {
      const value = given[field];
      const known = fields.get(field);
      if (known === undefined) return undefined;
      if (value === undefined) continue;
      if (!known.fits(value)) return undefined;
      row[field] = value;
    }
    for (const field of required) if (row[field] === null) return undefined;
    for (const field of times) row[field] ??= new Date();
    return row;
  };
}

function checkOf(column: Column, pattern: string | undefined, range: Ranges[string] | undefined): Fits {
  const fits = pattern === undefined ? fitsColumn(column, range) : fitsPattern(pattern);
  return column.notNull ? fits : (value) => value === null || fits(value);
}

const isMadeNow = ({ notNull, default: constant, dataType }: Column) =>
  notNull && constant instanceof SQL && dataType === "date";

const isRequiredIn = (column: Column) =>
  column.notNull && !isMadeNow(column) && (!column.hasDefault || column.default instanceof SQL);

/** V8 copies as one piece what comes out of `JSON.parse`; an object put together field by field is a dictionary to it. */
function copyable(row: Readonly<Row>): Readonly<Row> {
  return JSON.parse(JSON.stringify(row)) as Row;
}

function fitsColumn(column: Column, range: Ranges[string] | undefined): Fits {
  switch (column.columnType) {
    case "PgSmallInt":
      return wholeNumber(range ?? [-(2 ** 15), 2 ** 15 - 1]);
    case "PgInteger":
      return wholeNumber(range ?? [-(2 ** 31), 2 ** 31 - 1]);
    case "PgBigInt53":
      return wholeNumber(range ?? [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]);
    case "PgReal":
      return number(range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
    case "PgBoolean":
      return (value) => typeof value === "boolean";
    case "PgUUID":
      return fitsPattern("^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$");
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

const number =
  ([smallest, largest]: readonly [number, number]): Fits =>
  (value) =>
    Number.isFinite(value) && (value as number) >= smallest && (value as number) <= largest;

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
