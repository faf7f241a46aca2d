import { z } from "zod";
import { identifier, uuidText } from "../models/input-schemas.js";
import { validate, type Subject, textOf } from "../models/validate.js";
import { ValidationError } from "../errors/index.js";

/** The arguments that operations take one by one, and what each must be. */
const known = {
  gameId: uuidText,
  teamId: z.int32(),
  lineupId: identifier,
};

type Known = typeof known;

/** A schema for each set of arguments, by their names: zod compiles a schema at its first use, for longer than a read takes. */
const schemas = new Map<string, z.ZodObject>();

function schemaOf(names: readonly string[]): z.ZodObject {
  const key = names.join(" ");
  const schema =
    schemas.get(key) ??
    z.strictObject(Object.fromEntries(names.map((name) => [name, known[name as keyof Known]])));
  schemas.set(key, schema);
  return schema;
}

/**
 * Checks arguments that are given one by one, as strictly as whole inputs.
 *
 * @throws {ValidationError} naming every argument that is wrong
 */
export function checkArguments<Name extends keyof Known>(
  operation: string,
  given: { [Argument in Name]: unknown },
): { [Argument in Name]: z.infer<Known[Argument]> } {
  return validate(`The input of ${operation}`, schemaOf(Object.keys(given)), given);
}

/**
 * Makes the checks of one call's inputs, and refuses it with all that is wrong in any of them. Where several are
 * wrong, what is said of those after the first names them: `inning of the state must be at least 1`.
 *
 * @throws {ValidationError}
 */
export function checkTogether<Checked extends object>(
  subject: Subject,
  checks: { readonly [Name in keyof Checked]: () => Checked[Name] },
): Checked {
  const refusals: [name: string, refusal: ValidationError][] = [];
  const checked: Partial<Checked> = {};
  for (const name in checks) {
    try {
      checked[name] = checks[name]();
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      refusals.push([name, error]);
    }
  }
  if (refusals.length === 0) return checked as Checked;
  const [first, ...others] = refusals as [(typeof refusals)[number], ...typeof refusals];
  if (others.length === 0) throw first[1];
  const further = others.flatMap(([name, { issues }]) =>
    issues
      // It is given once, for all of them.
      .filter(({ field }) => field !== "gameId")
      .map(({ field, message }) => ({ field, message: `of the ${name} ${message}` })),
  );
  throw new ValidationError(textOf(subject), [...first[1].issues, ...further]);
}
