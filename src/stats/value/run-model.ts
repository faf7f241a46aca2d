import { ValidationError } from "../../errors/errors.js";
import { type BaseOut, ofState } from "./base-out.js";
import type { BaseOutState, RunExpectancy } from "./run-expectancy-table.js";

/** The probability of 0, 1, 2 … runs from a state to the end of the half-inning. The sum is 1. */
export type RunDistribution = readonly number[];

/**
 * The distribution of runs from every state. For a state that never occurred, it is that of all states with the same number of
 * outs, or, if none of these occurred, of all states.
 */
export class RunModel {
  readonly #distributions: readonly RunDistribution[];
  readonly #means: readonly number[];

  /** @throws {ValidationError} if the table contains no half-inning */
  constructor({ states }: RunExpectancy) {
    const everything = together(states);
    if (everything.length === 0) {
      const message =
        "it contains no complete half-inning; store completed games first, or select more games";
      throw new ValidationError("The run expectancy", [{ field: "", message }]);
    }
    this.#distributions = states.map((state) => {
      const alike = together(states.filter(({ outs }) => outs === state.outs));
      const known = [state.frequencies, alike, everything].find(({ length }) => length > 0);
      return shares(known ?? everything);
    });
    this.#means = this.#distributions.map((chances) =>
      chances.reduce((mean, chance, runs) => mean + runs * chance, 0),
    );
  }

  distribution(state: BaseOut): RunDistribution {
    return ofState(this.#distributions, state);
  }

  /** The mean number of runs to the end of the half-inning. */
  expected(state: BaseOut): number {
    return ofState(this.#means, state);
  }
}

/** The sum of the frequencies of several states. */
function together(states: readonly BaseOutState[]): number[] {
  const sum: number[] = [];
  for (const { frequencies } of states) {
    for (const [runs, count] of frequencies.entries()) sum[runs] = (sum[runs] ?? 0) + count;
  }
  return sum;
}

function shares(frequencies: readonly number[]): RunDistribution {
  const total = frequencies.reduce((sum, count) => sum + count, 0);
  return frequencies.map((count) => count / total);
}
