import { ValidationError } from "../errors/index.js";
import { type Subject, textOf } from "../models/validate.js";

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
