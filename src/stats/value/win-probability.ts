import type { Half } from "../../rules/vocabulary.js";
import type { BaseOut } from "./base-out.js";
import type { RunExpectancy } from "./run-expectancy-table.js";
import { RunModel } from "./run-model.js";

/** The rules of a game that win probability depends on. */
export interface WinProbabilityRules {
  /** Default 9. */
  readonly scheduledInnings?: number | undefined;
  /** The first inning that begins with a runner on second base. Default null: no inning does. */
  readonly automaticRunnerInning?: number | null | undefined;
}

/** The state of a game that win probability depends on. */
export interface Moment extends BaseOut {
  /** The inning, from 1. */
  readonly inning: number;
  /** The half-inning. */
  readonly half: Half;
  /** The runs of the home team minus those of the away team. */
  readonly homeLead: number;
}

const runnerOnSecond = 2;

/**
 * The home team's probability to win in any state of a game between equal teams, computed from the distribution of runs in each
 * base-out state. Half-innings are assumed to be independent. The probability in a state is then the mean of the probabilities at
 * the beginning of the next half-inning, over the runs that may still score in this one (Lindsey, *Operations Research* 11,
 * 1963). Every state has a value, even if it occurred in no stored game.
 *
 * Because the teams are equal, a game and every extra inning begin at one half. The home team's only advantage is that it bats
 * last.
 *
 * @example
 * ```ts
 * const chances = new WinProbability(await runExpectancy(database, { season: "2020" }));
 * chances.homeWins({ inning: 9, half: "bottom", outs: 2, bases: 7, homeLead: -1 });
 * ```
 */
export class WinProbability {
  readonly #runs: RunModel;
  readonly #scheduledInnings: number;
  readonly #automaticRunnerInning: number;
  readonly #beginnings = new Map<string, number>();

  /** @throws {ValidationError} if the table contains no half-inning */
  constructor(table: RunExpectancy, rules: WinProbabilityRules = {}) {
    this.#runs = new RunModel(table);
    this.#scheduledInnings = rules.scheduledInnings ?? 9;
    this.#automaticRunnerInning = rules.automaticRunnerInning ?? Number.POSITIVE_INFINITY;
  }

  /** The home team's probability to win, from 0 to 1. A game that ends in a tie counts as one half. */
  homeWins({ inning, half, homeLead, bases, outs }: Moment): number {
    const isTop = half === "top";
    let chance = 0;
    for (const [runs, share] of this.#runs.distribution({ bases, outs }).entries()) {
      if (share === 0) continue;
      chance +=
        share *
        (isTop ? this.#beginning(inning, "bottom", homeLead - runs) : this.#after(inning, homeLead + runs));
    }
    // The shares add up to 1 but for rounding.
    return Math.min(1, chance);
  }

  /** The occupied bases at the beginning of a half-inning. */
  firstBases(inning: number): number {
    return inning >= this.#automaticRunnerInning ? runnerOnSecond : 0;
  }

  /** The probability after an inning. After the last scheduled inning, a tie is one half: the teams are equal. */
  #after(inning: number, homeLead: number): number {
    if (inning < this.#scheduledInnings) return this.#beginning(inning + 1, "top", homeLead);
    return decided(homeLead);
  }

  #beginning(inning: number, half: Half, homeLead: number): number {
    const key = `${half} ${inning} ${homeLead}`;
    const known = this.#beginnings.get(key);
    if (known !== undefined) return known;
    const chance = this.homeWins({ inning, half, homeLead, bases: this.firstBases(inning), outs: 0 });
    this.#beginnings.set(key, chance);
    return chance;
  }
}

/** The home team's share of a win in a game that is over: 1, 0, or one half for a tie. */
export function decided(homeLead: number): number {
  return homeLead === 0 ? 0.5 : Number(homeLead > 0);
}
