import { ValidationError } from "../errors/index.js";

/**
 * Makes the checks of one call's inputs, and refuses it with all that is wrong in any of them. Where several are
 * wrong, what is said of those after the first names them: `inning of the state must be at least 1`.
 *
 * @throws {ValidationError}
 */
export function checkTogether<Checked extends object>(
  subject: string,
  checks: { readonly [Name in keyof Checked]: () => Checked[Name] },
): Checked {
  const refusals: [name: string, refusal: ValidationError][] = [];
  const checked = Object.entries<() => unknown>(checks).map(([name, check]) => {
    try {
      return [name, check()];
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      refusals.push([name, error]);
      return [name];
    }
  });
  const [first, ...others] = refusals;
  if (first === undefined) return Object.fromEntries(checked) as Checked;
  if (others.length === 0) throw first[1];
  const further = others.flatMap(([name, { issues }]) =>
    issues
      // It is given once, for all of them.
      .filter(({ field }) => field !== "gameId")
      .map(({ field, message }) => ({ field, message: `of the ${name} ${message}` })),
  );
  throw new ValidationError(subject, [...first[1].issues, ...further]);
}
