import type { z } from "zod";
import { ValidationError, type ValidationIssue } from "../errors/index.js";
import type { Rule } from "./constraints.js";

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
  const parsed = schema.safeParse(input, { reportInput: true });
  const issues = parsed.success ? [] : parsed.error.issues.flatMap(phrases);
  const row = parsed.success ? parsed.data : input;
  if (typeof row === "object" && row !== null) {
    issues.push(
      ...brokenRules(row as Record<string, unknown>, rules, new Set(issues.map(({ field }) => field))),
    );
  }
  if (issues.length > 0) throw new ValidationError(subject, issues);
  return parsed.data as Values;
}

/** Rules whose fields are each fine by themselves, and yet contradict each other. */
export function brokenRules(
  row: Readonly<Record<string, unknown>>,
  rules: readonly Rule<string>[],
  wrongFields: ReadonlySet<string> = new Set(),
): ValidationIssue[] {
  return rules
    .filter((rule) => rule.fields.every((field) => !wrongFields.has(field)))
    .filter((rule) => !rule.holds(numbersOf(row, rule.fields)))
    .map((rule) => ({ field: rule.fields[0], message: rule.message }));
}

function numbersOf(
  row: Readonly<Record<string, unknown>>,
  fields: readonly string[],
): Record<string, number | null> {
  return Object.fromEntries(
    fields.map((field) => [field, typeof row[field] === "number" ? (row[field] as number) : null]),
  );
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
