import type { z } from "zod";
import { ValidationError, type ValidationIssue } from "../errors/index.js";
import type { Rule } from "./constraints.js";
import { readQuickly } from "./input.js";

type Facts = Readonly<Record<string, number | null>>;

/**
 * Gives the input with every default filled in, or refuses it with everything that is wrong: fields that do not
 * fit their column, unknown fields, and fields that contradict each other.
 *
 * @param subject what the input is, for the error: `play 12 of game 0192…`
 * @throws {ValidationError}
 */
export function validate<Values>(
  subject: string,
  schema: z.ZodObject,
  input: unknown,
  rules: readonly Rule<string>[] = [],
): Values {
  const quick = readQuickly(schema, input);
  if (quick !== undefined && rules.every(({ holds }) => holds(quick as Facts))) return quick as Values;
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return withoutBrokenRules(subject, parsed.data, rules) as Values;
  // Of two things that are wrong with one field, the narrower bound comes last, and says enough.
  const wrong = new Map(parsed.error.issues.flatMap(phrases).map((issue) => [issue.field, issue]));
  throw new ValidationError(subject, [
    ...wrong.values(),
    ...brokenRules(readableFields(schema, input), rules),
  ]);
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

/** Those fields of an input that are fine by themselves, with their defaults. */
function readableFields(schema: z.ZodObject, input: unknown): Readonly<Record<string, unknown>> {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return {};
  const given = input as Readonly<Record<string, unknown>>;
  const readable = Object.entries(schema.shape).flatMap(([field, type]) => {
    const parsed = (type as z.ZodType).safeParse(given[field]);
    return parsed.success ? [[field, parsed.data]] : [];
  });
  return Object.fromEntries(readable);
}

/** Rules that a row breaks, of those whose fields it has. */
export function brokenRules(
  row: Readonly<Record<string, unknown>>,
  rules: readonly Rule<string>[],
): ValidationIssue[] {
  const facts = row as Facts;
  const issues: ValidationIssue[] = [];
  for (const { fields, message, holds } of rules) {
    if (fields.every((field) => field in row) && !holds(facts)) issues.push({ field: fields[0], message });
  }
  return issues;
}

/** Says what zod found, as a phrase that follows the field's name. */
function phrases(issue: z.core.$ZodIssue): ValidationIssue[] {
  const field = issue.path.join(".");
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        field: [...issue.path, key].join("."),
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
