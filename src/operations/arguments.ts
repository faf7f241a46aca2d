import { z } from "zod";
import { identifier, uuidText } from "../models/input.js";
import { validate } from "../models/validate.js";

/** The arguments that operations take one by one, and what each must be. */
const known = {
  gameId: uuidText,
  teamId: z.int32(),
  lineupId: identifier,
};

type Known = typeof known;

/**
 * Checks arguments that are given one by one, as strictly as whole inputs.
 *
 * @throws {ValidationError} naming every argument that is wrong
 */
export function checkArguments<Name extends keyof Known>(
  operation: string,
  given: { [Argument in Name]: unknown },
): { [Argument in Name]: z.infer<Known[Argument]> } {
  const shape = Object.fromEntries(Object.keys(given).map((name) => [name, known[name as Name]]));
  return validate(`The input of ${operation}`, z.strictObject(shape), given);
}
