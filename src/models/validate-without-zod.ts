import { type Column, SQL } from "drizzle-orm";
import type * as z from "zod";
import type { Lengths, Patterns, Ranges } from "./check-constraints.js";
import { jsonObjectOf } from "./input-snapshot.js";
import { inputLimits, isAtMost, isStorableText, timeOf } from "./storable-values.js";

/** Returns a field's value as it is stored, copied where it is an object; {@link undecided} where the zod schema has to decide. */
type Read = (value: unknown) => unknown;
const undecided = Symbol("undecided");

type Row = Record<string, unknown>;

/** Returns a valid input with every default filled in; undefined where the zod schema has to decide. */
type Validator = (input: unknown) => Readonly<Row> | undefined;

/** Returns a schema, which is made when it is first needed: most programs check few kinds of input. */
export type LazySchema = () => z.ZodObject;

interface LazyValidator {
  readonly make: () => Validator;
  made?: Validator;
}
const validators = new WeakMap<LazySchema, LazyValidator>();

/** Declares that a validator accepts only what the schema accepts, with the same result. It is made at its first use. */
export function addValidator(schema: LazySchema, make: () => Validator): void {
  validators.set(schema, { make });
}

/**
 * Validates an input without its zod schema. Undefined does not mean that the input is invalid: the schema has to decide. A
 * schema that was made of another by `omit` or `extend` has no validator.
 */
export function validateWithoutZod(schema: LazySchema, input: unknown): ReturnType<Validator> {
  const validator = validators.get(schema);
  if (validator === undefined) return undefined;
  validator.made ??= validator.make();
  return validator.made(input);
}

/** How a field of an input is read. */
interface FieldRule {
  readonly read: Read;
  /** Whether it must be given; otherwise the fallback is its value where it is left out. */
  readonly isRequired: boolean;
  readonly fallback: unknown;
  /** True where the fallback is the present time. */
  readonly isMadeNow: boolean;
}

interface ColumnOptions {
  readonly ranges: Ranges;
  readonly patterns?: Patterns;
  readonly lengths?: Lengths;
}

/**
 * Makes a validator of rows, many times as fast as the table's zod schema for input that fits its columns, as nearly all does.
 * What it returns, the schema would return too: a property test holds that. What it leaves undecided, the schema decides, and
 * words the error.
 */
export function rowValidator(
  columns: Readonly<Record<string, Column>>,
  { ranges, patterns = {}, lengths = {} }: ColumnOptions,
): Validator {
  const fields = Object.entries(columns).map(([field, column]): [string, FieldRule] => {
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

/** The fields of a change of a row. */
export interface ChangedColumns {
  /** Fields that must be given. */
  readonly required: Readonly<Record<string, Column>>;
  /** Fields whose stored values stay where they are left out, which is null in the result. */
  readonly optional: Readonly<Record<string, Column>>;
  /** Fields that may be given and that the row does not have: they are checked and left out of the result. */
  readonly besides?: Readonly<Record<string, Column>>;
}

/** Makes a validator of changes of a row. */
export function changeValidator(
  { required, optional, besides = {} }: ChangedColumns,
  { ranges }: ColumnOptions,
): Validator {
  const described = (columns: Readonly<Record<string, Column>>, isRequired: boolean) =>
    Object.entries(columns).map(([field, column]): [string, FieldRule] => {
      const read = columnReader(column, { range: ranges[field] });
      return [
        field,
        { read: isRequired ? read : orNull(read), isRequired, fallback: null, isMadeNow: false },
      ];
    });
  const leftOut = Object.entries(besides).map(([field, column]): [string, FieldRule] => {
    const read = orNull(columnReader(column, { range: ranges[field] }));
    const check: Read = (value) => (read(value) === undecided ? undecided : undefined);
    return [field, { read: check, isRequired: false, fallback: undefined, isMadeNow: false }];
  });
  return reader(new Map([...described(required, true), ...described(optional, false), ...leftOut]));
}

function reader(fields: ReadonlyMap<string, FieldRule>): Validator {
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
      if (taken === undecided) return undefined;
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
      // A property throws: the schema's path finds out which.
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
    fits(value) ? value : undecided;

const isMadeNow = ({ notNull, default: constant, dataType }: Column) =>
  notNull && constant instanceof SQL && dataType === "date";

const isRequiredIn = (column: Column) =>
  column.notNull && !isMadeNow(column) && (!column.hasDefault || column.default instanceof SQL);

/** V8 copies an object from `JSON.parse` as a whole; an object that is built field by field is a dictionary, and slower to copy. */
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
      return (value) => jsonObjectOf(value) ?? undecided;
    default:
      return () => undecided;
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
  return time !== undefined && time >= usualTimes[0] && time < usualTimes[1] ? new Date(time) : undecided;
}
