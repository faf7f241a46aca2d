import type * as z from "zod";
import { ValidationError, type ValidationIssue } from "../errors/errors.js";
import type { Rule } from "./check-constraints.js";
import { isJsonSchema } from "./input-schemas.js";
import { Snapshot, type SnapshotLimits, setField, Unreadable } from "./input-snapshot.js";
import { inputLimits } from "./storable-values.js";
import { type LazySchema, validateWithoutZod } from "./validate-without-zod.js";

/** What an input is, for an error's message. A function is called only when there is an error. */
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
  // Of two issues of one field the narrower bound comes last, and is enough.
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
  const whole: Readonly<Record<string, unknown>> = {};
  try {
    for (const part of parts) {
      if (part === undefined || part === null) continue;
      if (typeof part !== "object") return part;
      for (const key of Object.keys(part)) setField(whole, key, propertyOf(part, key));
      // No field has a symbol as its name: the validation refuses it.
      for (const key of Object.getOwnPropertySymbols(part)) Object.assign(whole, { [key]: null });
    }
    return whole;
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

/** Far more fields than any input has. */
const mostFields = 1_000;

interface TakenInput {
  /** What is checked and sent. A field that could not be taken is missing. */
  readonly copy: unknown;
  /** Why fields could not be taken. */
  readonly faults: ReadonlyMap<string, string>;
}

/** Copies an input field by field, as far as it can be read and is not too large. */
function takeInput(schema: z.ZodObject, input: unknown, limits?: SnapshotLimits): TakenInput {
  const faults = new Map<string, string>();
  if (typeof input !== "object" || input === null) return { copy: input, faults };
  const { jsonValues: values, jsonCharacters: characters, listElements } = inputLimits();
  // Each text has its own limit, which its schema knows.
  const ofRow = { values: 10 * listElements, characters: Number.POSITIVE_INFINITY, listElements };
  const rest = new Snapshot(limits ?? ofRow);
  try {
    if (input instanceof Unreadable) return unreadable();
    // A list is no row: it is refused without being copied.
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
