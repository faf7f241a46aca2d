import { ValidationError } from "../errors/errors.js";
import { games } from "../models/games-table.js";
import { changeSchema } from "../models/input-schemas.js";
import { lineups } from "../models/lineups-table.js";
import type { LazySchema } from "../models/validate.js";
import { type Subject, textOf, validate } from "../models/validate.js";

/** The single arguments of operations, and the column that each must fit. */
const argumentColumns = { gameId: games.id, teamId: lineups.teamId, lineupId: lineups.id } as const;
type ArgumentColumns = typeof argumentColumns;
type ArgumentName = keyof ArgumentColumns;

/** A schema for each set of argument names: zod compiles a schema at its first use, which takes longer than a read. */
const schemas = new Map<string, LazySchema>();

function schemaOf(names: readonly string[]): LazySchema {
  const key = names.join(" ");
  const known = schemas.get(key);
  if (known !== undefined) return known;
  const required = Object.fromEntries(names.map((name) => [name, argumentColumns[name as ArgumentName]]));
  const schema = changeSchema({ required, optional: {} }, {});
  schemas.set(key, schema);
  return schema;
}

/**
 * Checks single arguments as strictly as input objects.
 *
 * @throws {ValidationError} naming every argument that is wrong
 */
export function checkArguments<Name extends ArgumentName>(
  operation: string,
  given: { [Argument in Name]: unknown },
): { [Argument in Name]: ArgumentColumns[Argument]["_"]["data"] } {
  return validate(() => `The input of ${operation}`, schemaOf(Object.keys(given)), given);
}

/**
 * Checks all inputs of one call, and refuses the call with everything that is wrong in any of them. An issue of an input after
 * the first invalid one names its input: `inning of the state must be at least 1`.
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
      // The game's id belongs to all inputs, and is reported once.
      .filter(({ field }) => field !== "gameId")
      .map(({ field, message }) => ({ field, message: `of the ${name} ${message}` })),
  );
  throw new ValidationError(textOf(subject), [...first[1].issues, ...further]);
}
