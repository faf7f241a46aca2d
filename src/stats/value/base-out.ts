import { ValidationError } from "../../errors/errors.js";

/** One of the 24 base-out states: the occupied bases and the number of outs. */
export interface BaseOut {
  /** The occupied bases, from 0 to 7: the sum of 1 for first, 2 for second and 4 for third. */
  readonly bases: number;
  /** Outs, from 0 to 2. */
  readonly outs: number;
}

const outsOfState = 3;

/** The 24 states, beginning with empty bases and no outs; the outs change fastest. */
export const baseOuts: readonly BaseOut[] = Array.from({ length: 24 }, (_, index) => ({
  bases: Math.floor(index / outsOfState),
  outs: index % outsOfState,
}));

/**
 * Returns the element for a state, from a list of 24.
 *
 * @throws {ValidationError} if the state does not exist
 */
export function ofState<Item>(items: readonly Item[], { bases, outs }: BaseOut): Item {
  const found = outs < outsOfState ? items[bases * outsOfState + outs] : undefined;
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

/** Bases in the usual notation: `---` for empty bases, `1-3` for runners on first and third. */
export function basesText(bases: number): string {
  return [1, 2, 3].map((base) => (bases & (1 << (base - 1)) ? base : "-")).join("");
}
