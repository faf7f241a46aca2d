import type { Half } from "../../rules/vocabulary.js";
import type { BaseOut } from "./base-out.js";
import type { RunExpectancy } from "./run-expectancy-table.js";
import { RunModel } from "./run-model.js";

/** What of a game's rules decides how its innings go. */
export interface WinProbabilityRules {
  /** Default 9. */
  readonly scheduledInnings?: number | undefined;
  /** From this inning on, a half-inning begins with a runner on second base; null, as by default, when none does. */
  readonly automaticRunnerInning?: number | null | undefined;
}

/** A moment of a game, as far as it tells who is likely to win. */
export interface Moment extends BaseOut {
  /** The inning, from 1. */
  readonly inning: number;
  /** The half-inning. */
  readonly half: Half;
  /** Runs of the home team less those of the visitors. */
  readonly homeLead: number;
}

const runnerOnSecond = 2;

/**
 * The home team's chance to win from every moment of a game between equal teams, worked out from the distribution of
 * runs from each base-out state: half-innings are taken to be independent of each other, so that the chance at a
 * moment is the mean of the chances at the beginning of the next half-inning, over what this one may still bring
 * (Lindsey, *Operations Research* 11, 1963). Every moment has a value, also one that no stored game has seen.
 *
 * The teams being equal, a game begins at one half, and so does every extra inning. There is no advantage of playing
 * at home other than to bat last.
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

  /** @throws {ValidationError} when no half-inning is behind the table */
  constructor(table: RunExpectancy, rules: WinProbabilityRules = {}) {
    this.#runs = new RunModel(table);
    this.#scheduledInnings = rules.scheduledInnings ?? 9;
    this.#automaticRunnerInning = rules.automaticRunnerInning ?? Number.POSITIVE_INFINITY;
  }

  /** The home team's chance to win, from 0 to 1. A tie that stands at the end of a game is one half. */
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

  /** The bases at the beginning of a half-inning. */
  firstBases(inning: number): number {
    return inning >= this.#automaticRunnerInning ? runnerOnSecond : 0;
  }

  /** The chance when an inning is over. Of a tie after the last, both teams begin the next one alike. */
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

/** The home team's share of a game that is over. */
export function decided(homeLead: number): number {
  return homeLead === 0 ? 0.5 : Number(homeLead > 0);
}
