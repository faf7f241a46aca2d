import { type Column, SQL } from "drizzle-orm";
import type * as z from "zod";
import { ValidationError, type ValidationIssue } from "../errors/errors.js";
import type { Lengths, Patterns, Ranges, Rule } from "./check-constraints.js";
import { jsonObjectOf, Snapshot, type SnapshotLimits, setField, Unreadable } from "./input-snapshot.js";
import { inputLimits, isAtMost, isJsonSchema, isStorableText, timeOf } from "./storable-values.js";

/** What an input is called in an error message. A function is called only if there is an error. */
export type Subject = string | (() => string);

export const textOf = (subject: Subject) => (typeof subject === "string" ? subject : subject());

type RuleFacts = Readonly<Record<string, number | null>>;

/**
 * Returns the input with every default filled in, or throws an error that names everything that is wrong: fields that do not fit
 * their column, unknown fields, and fields that contradict each other. Each property of the input is read once, and the result
 * shares no object with it.
 *
 * @param described what the input is, for the error: `play 12 of game 0192…`
 * @param limits how large the input may be, where it is more than one row and what belongs to it
 * @throws {ValidationError}
 */
export function validate<Values>(
  described: Subject,
  lazySchema: LazySchema,
  input: unknown,
  rules: readonly Rule<string>[] = [],
  limits?: SnapshotLimits,
): Values {
  const valid = validateWithoutZod(lazySchema, input);
  if (valid !== undefined && rules.every(({ holds }) => holds(valid as RuleFacts))) return valid as Values;
  const subject = textOf(described);
  const schema = lazySchema();
  const { copy, faults } = takeInput(schema, input, limits);
  const parsed = schema.safeParse(copy, { reportInput: true });
  if (parsed.success && faults.size === 0) return withoutBrokenRules(subject, parsed.data, rules) as Values;
  const rootFault = faults.get("");
  if (rootFault !== undefined) throw new ValidationError(subject, [{ field: "", message: rootFault }]);
  const found = (parsed.error?.issues ?? [])
    .filter(({ path }) => !faults.has(String(path[0])))
    .flatMap(phrases)
    .filter(({ field }) => !faults.has(field));
  // Of two issues of one field, the last has the narrower bound, and is enough.
  const wrong = new Map(found.map((issue) => [issue.field, issue]));
  throw new ValidationError(subject, [
    ...[...faults].map(([field, message]) => ({ field, message })),
    ...wrong.values(),
    ...brokenRules(
      Object.fromEntries(
        Object.entries(readableFields(schema, copy)).filter(([field]) => !faults.has(field)),
      ),
      rules,
    ),
  ]);
}

/**
 * Merges an input that is given in parts. A property that cannot be read is reported by the validation.
 */
export function merged(...parts: readonly unknown[]): unknown {
  const fields: [PropertyKey, unknown][] = [];
  try {
    for (const part of parts) {
      if (part === undefined || part === null) continue;
      if (typeof part !== "object") return part;
      for (const key of Object.keys(part)) fields.push([key, propertyOf(part, key)]);
      // No field has a symbol as its name: the validation refuses it.
      for (const key of Object.getOwnPropertySymbols(part)) fields.push([key, null]);
    }
    return Object.fromEntries(fields);
  } catch {
    return new Unreadable();
  }
}

/** A property of an input, for a message; undefined where it is neither text nor a number. */
export function labelOf(input: unknown, field: string): string | undefined {
  const value = typeof input === "object" && input !== null ? propertyOf(input, field) : undefined;
  return typeof value === "string" || typeof value === "number" ? shortened(String(value)) : undefined;
}

function propertyOf(object: object, key: PropertyKey): unknown {
  try {
    return (object as Readonly<Record<PropertyKey, unknown>>)[key];
  } catch {
    return new Unreadable();
  }
}

/** More fields than any valid input has. */
const mostFields = 1_000;

interface TakenInput {
  /** What is checked and sent. A field that could not be copied is missing. */
  readonly copy: unknown;
  /** Why fields could not be copied. */
  readonly faults: ReadonlyMap<string, string>;
}

/** Copies an input field by field, without fields that cannot be read or are too large. */
function takeInput(schema: z.ZodObject, input: unknown, limits?: SnapshotLimits): TakenInput {
  const faults = new Map<string, string>();
  if (typeof input !== "object" || input === null) return { copy: input, faults };
  const { jsonValues: values, jsonCharacters: characters, listElements } = inputLimits();
  // The length of each text is limited by its schema.
  const ofRow = { values: 10 * listElements, characters: Number.POSITIVE_INFINITY, listElements };
  const rest = new Snapshot(limits ?? ofRow);
  try {
    if (input instanceof Unreadable) return unreadable();
    // A list is not a row, and is refused without being copied.
    if (Array.isArray(input)) return { copy: [], faults };
    const copy: Readonly<Record<string, unknown>> = {};
    const fields = fieldsOf(schema, input);
    if (fields.size > mostFields)
      return { copy, faults: new Map([["", `must not have more than ${mostFields} fields`]]) };
    for (const field of fields) {
      const type = schema.shape[field] as z.ZodType | undefined;
      const isJson = type !== undefined && isJsonSchema(type);
      const snapshot = isJson ? new Snapshot({ values, characters, listElements: values }) : rest;
      const taken = snapshot.take(type === undefined ? null : propertyOf(input, field));
      if ("fault" in taken) faults.set(field, taken.fault);
      else setField(copy, field, taken.copy);
    }
    for (const key of Object.getOwnPropertySymbols(input)) faults.set(String(key), "is not a known field");
    return { copy, faults };
  } catch {
    return unreadable();
  }
}

const unreadable = (): TakenInput => ({ copy: {}, faults: new Map([["", "cannot be read: it throws"]]) });

/** The names of an input's fields: the enumerable ones, and those of the schema that it has otherwise. */
function fieldsOf(schema: z.ZodObject, input: object): ReadonlySet<string> {
  const fields = new Set<string>();
  for (const field in input) fields.add(field);
  for (const field of Object.keys(schema.shape)) if (field in input) fields.add(field);
  return fields;
}

function withoutBrokenRules(
  subject: string,
  row: Readonly<Record<string, unknown>>,
  rules: readonly Rule<string>[],
): Readonly<Record<string, unknown>> {
  const broken = brokenRules(row, rules);
  if (broken.length > 0) throw new ValidationError(subject, broken);
  return row;
}

/** The fields of an input that are valid each by itself, with their defaults. */
function readableFields(schema: z.ZodObject, input: unknown): Readonly<Record<string, unknown>> {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return {};
  const given = input as Readonly<Record<string, unknown>>;
  const readable = Object.entries(schema.shape).flatMap(([field, type]) => {
    const parsed = (type as z.ZodType).safeParse(given[field]);
    return parsed.success ? [[field, parsed.data]] : [];
  });
  return Object.fromEntries(readable);
}

/** The rules that a row breaks, of those whose fields it has. */
export function brokenRules(
  row: Readonly<Record<string, unknown>>,
  rules: readonly Rule<string>[],
): ValidationIssue[] {
  const facts = row as RuleFacts;
  const issues: ValidationIssue[] = [];
  for (const { fields, message, holds } of rules) {
    if (fields.every((field) => field in row) && !holds(facts)) issues.push({ field: fields[0], message });
  }
  return issues;
}

/** The issues that zod found, each as a phrase that follows the field's name. */
function phrases(issue: z.core.$ZodIssue): ValidationIssue[] {
  const field = shortened(issue.path.join("."));
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        field: shortened([...issue.path, key].join(".")),
        message: "is not a known field",
      }));
    case "invalid_type":
      return [{ field, message: issue.input === undefined ? "is missing" : wrongType(issue.expected) }];
    case "invalid_value":
      return [{ field, message: `must be one of: ${issue.values.map(String).join(", ")}` }];
    case "too_small":
      return [{ field, message: `must be at least ${issue.minimum}` }];
    case "too_big":
      return [{ field, message: `must be at most ${issue.maximum}` }];
    case "invalid_format":
      return [
        { field, message: issue.format === "guid" ? "must be a UUID" : `must be a valid ${issue.format}` },
      ];
    default:
      return [{ field, message: issue.message }];
  }
}

const typeNames: Readonly<Record<string, string>> = {
  int: "a whole number",
  number: "a number",
  string: "text",
  boolean: "true or false",
  date: "a Date",
  record: "a JSON object",
  object: "an object",
  array: "a list",
};

const wrongType = (expected: string) => `must be ${typeNames[expected] ?? expected}`;

/** A field's name may be as long as an input is. */
function shortened(name: string): string {
  return name.length > 100 ? `${name.slice(0, 100).toWellFormed()}…` : name;
}

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
export interface FieldRule {
  readonly read: Read;
  /** True where it must be given. */
  readonly isRequired: boolean;
  /** Its value where it is left out: a constant, or made by the function. */
  readonly fallback: unknown;
  readonly makeFallback?: (() => unknown) | undefined;
}

export const required = (read: Read): FieldRule => ({ read, isRequired: true, fallback: null });
export const optional = (read: Read, fallback: unknown = null): FieldRule => ({
  ...{ read, isRequired: false, fallback },
});
const madeIfLeftOut = (read: Read, makeFallback: () => unknown): FieldRule => ({
  ...{ read, isRequired: false, fallback: null, makeFallback },
});

interface ColumnOptions {
  readonly ranges: Ranges;
  readonly patterns?: Patterns;
  readonly lengths?: Lengths;
}

/**
 * Makes a validator of rows, many times as fast as the table's zod schema for input that fits its columns, as nearly all does.
 * A property test checks that the schema returns the same. What the validator leaves undecided, the schema decides, and it also
 * provides the error.
 */
export function rowValidator(
  columns: Readonly<Record<string, Column>>,
  { ranges, patterns = {}, lengths = {} }: ColumnOptions,
): Validator {
  const ruleOf = ([field, column]: [string, Column]): [string, FieldRule] => {
    const pattern = patterns[field]?.pattern;
    const read = readerOf(column, { pattern, range: ranges[field], length: lengths[field] });
    if (!column.notNull) return [field, optional(orNull(read))];
    if (isMadeNow(column)) return [field, madeIfLeftOut(read, () => new Date())];
    const isConstant = column.hasDefault && !(column.default instanceof SQL);
    return [field, isConstant ? optional(read, column.default) : required(read)];
  };
  return objectValidator(Object.fromEntries(Object.entries(columns).map(ruleOf)));
}

/** The fields of a change of a row. */
export interface ChangedColumns {
  /** Fields that must be given. */
  readonly required: Readonly<Record<string, Column>>;
  /** Fields that keep their stored values where they are left out; the result then has null. */
  readonly optional: Readonly<Record<string, Column>>;
  /** Fields that may be given and that the row does not have: they are checked, and are not in the result. */
  readonly besides?: Readonly<Record<string, Column>>;
}

/** Makes a validator of changes of a row. */
export function changeValidator(columns: ChangedColumns, { ranges }: ColumnOptions): Validator {
  const rulesOf = (fields: Readonly<Record<string, Column>>, ruleOf: (read: Read) => FieldRule) =>
    Object.entries(fields).map(([field, column]) => [
      field,
      ruleOf(columnReader(column, { range: ranges[field] })),
    ]);
  const leftOut = (read: Read): FieldRule => {
    const readOrNull = orNull(read);
    const check: Read = (value) => (readOrNull(value) === undecided ? undecided : undefined);
    return { read: check, isRequired: false, fallback: undefined };
  };
  return objectValidator(
    Object.fromEntries([
      ...rulesOf(columns.required, required),
      ...rulesOf(columns.optional, (read) => optional(orNull(read))),
      ...rulesOf(columns.besides ?? {}, leftOut),
    ]),
  );
}

/** Makes a validator of objects with these fields. */
export function objectValidator(rules: Readonly<Record<string, FieldRule>>): Validator {
  const fields = Object.entries(rules);
  const names = Object.keys(rules);
  const readers = new Map(fields.map(([name, { read }]) => [name, read]));
  const requiredNames = fields.filter(([, { isRequired }]) => isRequired).map(([name]) => name);
  const made = fields.flatMap(([name, { makeFallback }]) =>
    makeFallback === undefined ? [] : [[name, makeFallback] as const],
  );
  const defaults = copyable(Object.fromEntries(fields.map(([name, { fallback }]) => [name, fallback])));
  const readAll = (input: Readonly<Row>): Readonly<Row> | undefined => {
    const row: Row = { ...defaults };
    let given = 0;
    for (const name in input) {
      const value = input[name];
      const read = readers.get(name);
      if (read === undefined) return undefined;
      given += 1;
      if (value === undefined) continue;
      const taken = read(value);
      if (taken === undecided) return undefined;
      row[name] = taken;
    }
    // A field that is not enumerable, as an accessor of a class, is left to the schema.
    if (fieldCount(input, names) !== given) return undefined;
    for (const name of requiredNames) if (row[name] === null) return undefined;
    for (const [name, make] of made) row[name] ??= make();
    return row;
  };
  return (input) => {
    if (typeof input !== "object" || input === null) return undefined;
    try {
      if (Array.isArray(input) || Object.getOwnPropertySymbols(input).length > 0) return undefined;
      return readAll(input as Readonly<Row>);
    } catch {
      // Reading a property throws: validation by the schema reports which.
      return undefined;
    }
  };
}

/** How many fields an object has, also those that are not enumerable. Of a class's objects, only these names count. */
function fieldCount(object: object, names: readonly string[]): number {
  return isLiteral(object)
    ? Object.getOwnPropertyNames(object).length
    : names.filter((name) => name in object).length;
}

const isLiteral = (object: object) => Object.getPrototypeOf(object) === Object.prototype;

/** Reads an object within an input. Only an object literal is read without the schema. */
export const objectOf =
  (validator: Validator): Read =>
  (value) => {
    if (typeof value !== "object" || value === null) return undecided;
    return isLiteral(value) ? (validator(value) ?? undecided) : undecided;
  };

/** Longer lists, and all lists while the limit of their elements is lower, are left to the schema. */
const shortList = 100;

/** Reads a list within an input. */
export const listOf =
  (read: Read, least = 0): Read =>
  (value) => {
    if (!Array.isArray(value) || value.length < least || value.length > shortList) return undecided;
    const { length } = value;
    // One key more, for `length`: no hole, and no property besides the elements.
    if (Reflect.ownKeys(value).length !== length + 1 || inputLimits().listElements < shortList)
      return undecided;
    const list: unknown[] = [];
    for (let index = 0; index < length; index += 1) {
      const taken = read(value[index]);
      if (taken === undecided) return undecided;
      list.push(taken);
    }
    return list;
  };

export const optionalList = (read: Read): FieldRule => madeIfLeftOut(listOf(read), () => []);

/** Reads only values for which a condition on several of their fields is true. */
export const withCondition =
  <Value>(read: Read, holds: (value: Value) => boolean): Read =>
  (value) => {
    const taken = read(value);
    return taken === undecided || holds(taken as Value) ? taken : undecided;
  };

interface ColumnRules {
  readonly pattern?: string | undefined;
  readonly range?: Ranges[string] | undefined;
  readonly length?: number | undefined;
}

function readerOf(column: Column, rules: ColumnRules): Read {
  return rules.pattern === undefined ? columnReader(column, rules) : fitting(fitsPattern(rules.pattern));
}

export const orNull =
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

/** V8 copies an object from `JSON.parse` as a whole; an object that is built field by field is a dictionary, and slower to copy. */
function copyable(row: Readonly<Row>): Readonly<Row> {
  return JSON.parse(JSON.stringify(row)) as Row;
}

/** Returns how a value of a column is read. */
export function columnReader(column: Column, { range, length }: ColumnRules = {}): Read {
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

/** From 1800 to 2200, far within the range of a timestamp column. */
const usualTimes = [Date.UTC(1800), Date.UTC(2200)] as const;

function usualTime(value: unknown): unknown {
  const time = timeOf(value);
  return time !== undefined && time >= usualTimes[0] && time < usualTimes[1] ? new Date(time) : undecided;
}
