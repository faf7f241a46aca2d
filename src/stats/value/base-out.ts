import { ValidationError } from "../../errors/errors.js";

/** The bases that are taken (1 for first, 2 for second, 4 for third, added up), and the outs: one of 24 states. */
export interface BaseOut {
  /** The bases that are taken: 1 for first, 2 for second, 4 for third, added up, from 0 to 7. */
  readonly bases: number;
  /** Outs, from 0 to 2. */
  readonly outs: number;
}

const outsOfState = 3;

/** The 24 states, from empty bases and nobody out; the outs change fastest. */
export const baseOuts: readonly BaseOut[] = Array.from({ length: 24 }, (_, index) => ({
  bases: Math.floor(index / outsOfState),
  outs: index % outsOfState,
}));

/**
 * Finds what is kept for a state, in a list of 24.
 *
 * @throws {ValidationError} for a state that there is not
 */
export function ofState<Kept>(kept: readonly Kept[], { bases, outs }: BaseOut): Kept {
  const found = outs < outsOfState ? kept[bases * outsOfState + outs] : undefined;
  if (found !== undefined) return found;
  const issues = [
    { field: "bases", message: "must be a whole number from 0 to 7", fits: isWhole(bases, 7) },
    { field: "outs", message: "must be a whole number from 0 to 2", fits: isWhole(outs, 2) },
  ];
  throw new ValidationError(
    "The base-out state",
    issues.filter(({ fits }) => !fits).map(({ field, message }) => ({ field, message })),
  );
}

const isWhole = (value: number, largest: number) => Number.isInteger(value) && value >= 0 && value <= largest;

/** Bases as the field writes them: `---` for empty ones, `1-3` for runners on first and third. */
export function basesText(bases: number): string {
  return [1, 2, 3].map((base) => (bases & (1 << (base - 1)) ? base : "-")).join("");
}
