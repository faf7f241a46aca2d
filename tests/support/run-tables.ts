import fc from "fast-check";
import type { ValuedPlay } from "../../src/stats/value/play-values.js";
import type { BaseOutState, RunExpectancy } from "../../src/stats.js";

/** A table in which each state has these frequencies of runs; states that are left out never occurred. */
export function tableOf(frequenciesOf: (bases: number, outs: number) => readonly number[]): RunExpectancy {
  const states = Array.from({ length: 24 }, (_, index): BaseOutState => {
    const [bases, outs] = [Math.floor(index / 3), index % 3];
    const frequencies = frequenciesOf(bases, outs);
    const count = frequencies.reduce((sum, times) => sum + times, 0);
    const runs = frequencies.reduce((sum, times, each) => sum + each * times, 0);
    const isSeen = count > 0;
    return {
      ...{ bases, outs, count, frequencies },
      runs: isSeen ? runs / count : null,
      scoring: isSeen ? 1 - (frequencies[0] ?? 0) / count : null,
    };
  });
  return { games: 1, halfInnings: 1, states };
}

const frequencies = fc.array(fc.nat(50), { maxLength: 5 }).map((counts) => {
  const last = counts.findLastIndex((count) => count > 0);
  return counts.slice(0, last + 1);
});

/** Any table from at least one half-inning. */
export const runTables: fc.Arbitrary<RunExpectancy> = fc
  .array(frequencies, { minLength: 24, maxLength: 24 })
  .filter((all) => all.some(({ length }) => length > 0))
  .map((all) => tableOf((bases, outs) => all[bases * 3 + outs] ?? []));

export interface SimulatedRules {
  readonly scheduledInnings: number;
  readonly automaticRunnerInning: number | null;
}

export const gameRules: fc.Arbitrary<SimulatedRules> = fc.record({
  scheduledInnings: fc.integer({ min: 1, max: 9 }),
  automaticRunnerInning: fc.option(fc.integer({ min: 2, max: 12 })),
});

/**
 * Plays a game to its end: of ten plays seven are outs, two send every runner a base further, and one is a home run.
 * The seed decides which; a tie continues until it is broken.
 */
export function simulatedPlays(seed: number, rules: SimulatedRules): ValuedPlay[] {
  const draw = draws(seed);
  const plays: ValuedPlay[] = [];
  const score = { away: 0, home: 0 };
  for (let inning = 1; ; inning += 1) {
    for (const half of ["top", "bottom"] as const) {
      const side = half === "top" ? "away" : "home";
      const isLast = half === "bottom" && inning >= rules.scheduledInnings;
      let onBaseCode = rules.automaticRunnerInning !== null && inning >= rules.automaticRunnerInning ? 2 : 0;
      for (let outsBefore = 0; outsBefore < 3 && !(isLast && score.home > score.away); ) {
        const drawn = draw();
        const after = afterPlay(onBaseCode, drawn);
        const before = { outsBefore, onBaseCode, awayScore: score.away, homeScore: score.home };
        plays.push({ playNumber: plays.length + 1, inning, half, ...before, runsScored: after.runs });
        score[side] += after.runs;
        onBaseCode = after.onBaseCode;
        outsBefore += after.outs;
      }
    }
    if (inning >= rules.scheduledInnings && score.home !== score.away) return plays;
  }
}

function afterPlay(onBaseCode: number, drawn: number) {
  if (drawn < 7) return { onBaseCode, runs: 0, outs: 1 };
  if (drawn < 9) return { onBaseCode: ((onBaseCode << 1) | 1) & 7, runs: onBaseCode >> 2, outs: 0 };
  const runners = [1, 2, 4].filter((base) => (onBaseCode & base) !== 0).length;
  return { onBaseCode: 0, runs: runners + 1, outs: 0 };
}

/** Numbers from 0 to 9, always the same ones for a seed. */
function draws(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * 10);
  };
}
