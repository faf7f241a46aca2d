import { ValidationError } from "../../errors/errors.js";
import { type BaseOut, ofState } from "./base-out.js";
import type { BaseOutState, RunExpectancy } from "./run-expectancy-table.js";

/** How likely each number of runs is from a state to the end of the half-inning, from none. The sum is 1. */
export type RunDistribution = readonly number[];

/**
 * What a run-expectancy table says of every state, also of one that never came up: that is taken for what followed
 * all states with as many outs, or, where there were none either, all states.
 */
export class RunModel {
  readonly #distributions: readonly RunDistribution[];
  readonly #means: readonly number[];

  /** @throws {ValidationError} when no half-inning is behind the table */
  constructor({ states }: RunExpectancy) {
    const everything = together(states);
    if (everything.length === 0) {
      const message =
        "it is of no complete half-inning; store completed games first, or choose more of those that there are";
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

  /** Runs to be expected to the end of the half-inning. */
  expected(state: BaseOut): number {
    return ofState(this.#means, state);
  }
}

/** The frequencies of several states, added up. */
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
