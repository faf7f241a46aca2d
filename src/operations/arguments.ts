import * as z from "zod";
import { identifier, uuidText } from "../models/input.js";
import { validate } from "../models/validate.js";

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
