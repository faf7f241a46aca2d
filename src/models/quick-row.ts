import { type Column, SQL } from "drizzle-orm";
import type { Lengths, Patterns, Ranges } from "./constraints.js";
import { inputLimits } from "./limits.js";
import { timeOf } from "./snapshot.js";
import { isAtMost, isStorableText, jsonObjectOf } from "./storable.js";

/** Gives a field's value as it is stored, copied where it is an object; {@link unfit} where that takes a closer look. */
type Read = (value: unknown) => unknown;
const unfit = Symbol("unfit");

type Row = Record<string, unknown>;

/** Gives an input with every default filled in; nothing where that takes a closer look. */
export type QuickRow = (input: unknown) => Readonly<Row> | undefined;

/** What is known of a field of an input. */
interface QuickField {
  readonly read: Read;
  /** Whether it must be given; else what stands for it where it is left out. */
  readonly isRequired: boolean;
  readonly fallback: unknown;
  /** True where that is the present time. */
  readonly isMadeNow: boolean;
}

interface QuickOptions {
  readonly ranges: Ranges;
  readonly patterns?: Patterns;
  readonly lengths?: Lengths;
}

/**
 * Reads inputs that fit their columns, as all but very few do, many times as fast as the table's input schema. What this
 * gives, the schema would give too, and a property test holds that; what this does not vouch for need not be wrong: the
 * schema has the last word, and the words.
 */
export function quickRow(
  columns: Readonly<Record<string, Column>>,
  { ranges, patterns = {}, lengths = {} }: QuickOptions,
): QuickRow {
  const fields = Object.entries(columns).map(([field, column]): [string, QuickField] => {
    const isRequired = isRequiredIn(column);
    const isConstant = column.notNull && !isRequired && !isMadeNow(column);
    return [
      field,
      {
        read: readerOf(column, {
          pattern: patterns[field]?.pattern,
          range: ranges[field],
          length: lengths[field],
        }),
        isRequired,
        fallback: isConstant ? column.default : null,
        isMadeNow: isMadeNow(column),
      },
    ];
  });
  return reader(new Map(fields));
}

/** The columns that a change of a row names: those of {@link changeSchema}. */
interface ChangedColumns {
  readonly required: Readonly<Record<string, Column>>;
  readonly optional: Readonly<Record<string, Column>>;
  readonly besides?: Readonly<Record<string, Column>>;
}

/** Reads changes of a row: some fields must be given, and the others may be left out, as null. */
export function quickChange(
  { required, optional, besides = {} }: ChangedColumns,
  { ranges }: QuickOptions,
): QuickRow {
  const described = (columns: Readonly<Record<string, Column>>, isRequired: boolean) =>
    Object.entries(columns).map(([field, column]): [string, QuickField] => {
      const read = columnReader(column, { range: ranges[field] });
      return [
        field,
        { read: isRequired ? read : orNull(read), isRequired, fallback: null, isMadeNow: false },
      ];
    });
  const leftOut = Object.entries(besides).map(([field, column]): [string, QuickField] => {
    const read = orNull(columnReader(column, { range: ranges[field] }));
    const check: Read = (value) => (read(value) === unfit ? unfit : undefined);
    return [field, { read: check, isRequired: false, fallback: undefined, isMadeNow: false }];
  });
  return reader(new Map([...described(required, true), ...described(optional, false), ...leftOut]));
}

function reader(fields: ReadonlyMap<string, QuickField>): QuickRow {
  const all = [...fields];
  const required = all.filter(([, { isRequired }]) => isRequired).map(([field]) => field);
  const times = all.filter(([, field]) => field.isMadeNow).map(([field]) => field);
  const defaults = copyable(Object.fromEntries(all.map(([field, { fallback }]) => [field, fallback])));
  const readAll = (given: Readonly<Row>): Readonly<Row> | undefined => {
    const row: Row = { ...defaults };
    for (const field in given) {
      const value = given[field];
      const known = fields.get(field);
      if (known === undefined) return undefined;
      if (value === undefined) continue;
      const taken = known.read(value);
      if (taken === unfit) return undefined;
      row[field] = taken;
    }
    for (const field of required) if (row[field] === null) return undefined;
    for (const field of times) row[field] ??= new Date();
    return row;
  };
  return (input) => {
    if (typeof input !== "object" || input === null) return undefined;
    try {
      if (Array.isArray(input) || Object.getOwnPropertySymbols(input).length > 0) return undefined;
      return readAll(input as Readonly<Row>);
    } catch {
      // A property throws: which one, a closer look finds out.
      return undefined;
    }
  };
}

interface ColumnRules {
  readonly pattern?: string | undefined;
  readonly range?: Ranges[string] | undefined;
  readonly length?: number | undefined;
}

function readerOf(column: Column, rules: ColumnRules): Read {
  const read =
    rules.pattern === undefined ? columnReader(column, rules) : fitting(fitsPattern(rules.pattern));
  return column.notNull ? read : orNull(read);
}

const orNull =
  (read: Read): Read =>
  (value) =>
    value === null ? null : read(value);

type Fits = (value: unknown) => boolean;

const fitting =
  (fits: Fits): Read =>
  (value) =>
    fits(value) ? value : unfit;

const isMadeNow = ({ notNull, default: constant, dataType }: Column) =>
  notNull && constant instanceof SQL && dataType === "date";

const isRequiredIn = (column: Column) =>
  column.notNull && !isMadeNow(column) && (!column.hasDefault || column.default instanceof SQL);

/** V8 copies as one piece what comes out of `JSON.parse`; an object put together field by field is a dictionary to it. */
function copyable(row: Readonly<Row>): Readonly<Row> {
  return JSON.parse(JSON.stringify(row)) as Row;
}

function columnReader(column: Column, { range, length }: ColumnRules): Read {
  switch (column.columnType) {
    case "PgSmallInt":
      return fitting(wholeNumber(range ?? [-(2 ** 15), 2 ** 15 - 1]));
    case "PgInteger":
      return fitting(wholeNumber(range ?? [-(2 ** 31), 2 ** 31 - 1]));
    case "PgBigInt53":
      return fitting(wholeNumber(range ?? [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]));
    case "PgReal":
      return fitting(number(range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]));
    case "PgBoolean":
      return fitting((value) => typeof value === "boolean");
    case "PgUUID":
      return fitting(fitsPattern("^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$"));
    case "PgText":
      return fitting(column.enumValues?.length ? oneOf(column.enumValues) : isText(length));
    case "PgTimestamp":
      return usualTime;
    case "PgJsonb":
      return (value) => jsonObjectOf(value) ?? unfit;
    default:
      return () => unfit;
  }
}

const isText =
  (length: number | undefined): Fits =>
  (value) =>
    typeof value === "string" &&
    isAtMost(value, length ?? inputLimits().textCharacters) &&
    isStorableText(value);

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

function usualTime(value: unknown): unknown {
  const time = timeOf(value);
  return time !== undefined && time >= usualTimes[0] && time < usualTimes[1] ? new Date(time) : unfit;
}
