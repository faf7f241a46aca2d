import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { playValues, type ValuedPlay } from "../../../../src/stats/value/play-values.js";
import { RunModel } from "../../../../src/stats/value/run-model.js";
import { WinProbability } from "../../../../src/stats.js";
import { propertyRuns } from "../../../support/property-runs.js";
import { gameRules, runTables, simulatedPlays, tableOf } from "../../../support/run-tables.js";

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const total = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

describe("the values of the plays of any game, by any table", () => {
  it("add up to the runs of each half-inning minus the run expectancy at its beginning", () => {
    fc.assert(
      fc.property(runTables, gameRules, seeds, (table, rules, seed) => {
        const plays = simulatedPlays(seed, rules);
        const runs = new RunModel(table);
        const values = playValues(plays, runs, new WinProbability(table, rules));
        const halves = [...new Set(plays.map(({ inning, half }) => `${inning} ${half}`))];
        for (const name of halves) {
          const own = plays.flatMap((play, index) =>
            `${play.inning} ${play.half}` === name ? [{ play, value: values[index] }] : [],
          );
          const first = own[0]?.play as ValuedPlay;
          const expected = runs.expected({ bases: first.onBaseCode, outs: first.outsBefore });
          const scored = total(own.map(({ play }) => play.runsScored));
          expect(total(own.map(({ value }) => value?.re24 ?? Number.NaN))).toBeCloseTo(scored - expected, 9);
        }
      }),
      { numRuns: propertyRuns(40) },
    );
  });

  it("add up to one half more for the winner than for the loser", () => {
    fc.assert(
      fc.property(runTables, gameRules, seeds, (table, rules, seed) => {
        const plays = simulatedPlays(seed, rules);
        const values = playValues(plays, new RunModel(table), new WinProbability(table, rules));
        const forHome = values.map(({ wpa }, index) => (plays[index]?.half === "bottom" ? wpa : -wpa));
        const runs = (half: string) =>
          total(plays.filter((play) => play.half === half).map(({ runsScored }) => runsScored));
        expect(total(forHome)).toBeCloseTo(runs("bottom") > runs("top") ? 0.5 : -0.5, 9);
        for (const { wpa } of values) expect(Math.abs(wpa)).toBeLessThanOrEqual(1);
      }),
      { numRuns: propertyRuns(40) },
    );
  });
});

describe("computed by hand", () => {
  const table = tableOf((bases, outs) => (outs === 2 ? [90, 10] : bases === 0 ? [50, 50] : [0, 50, 50]));
  const runs = new RunModel(table);
  const chances = new WinProbability(table);
  const play = (fields: Partial<ValuedPlay>): ValuedPlay => ({
    ...{ playNumber: 1, inning: 9, half: "bottom", outsBefore: 0, onBaseCode: 0 },
    ...{ awayScore: 3, homeScore: 3, runsScored: 0, ...fields },
  });

  it("a walk is worth the added run expectancy, and the third out costs the run expectancy before it", () => {
    const plays = [
      play({}),
      play({ playNumber: 2, onBaseCode: 1 }),
      play({ playNumber: 3, onBaseCode: 1, outsBefore: 2 }),
    ];
    const re24 = playValues(plays, runs, chances).map((value) => value.re24);
    expect(re24).toEqual([expect.closeTo(1), expect.closeTo(0.1 - 1.5), expect.closeTo(-0.1)]);
  });

  it("after a walk-off home run the run expectancy is 0, and the game is won", () => {
    const [value] = playValues([play({ outsBefore: 2, runsScored: 1 })], runs, chances);
    expect(value).toEqual({ playNumber: 1, re24: expect.closeTo(1 - 0.1), wpa: expect.closeTo(1 - 0.55) });
  });

  it("a tie at which a game was called is half a game", () => {
    const [value] = playValues([play({ outsBefore: 2 })], runs, chances);
    expect(value?.wpa).toBeCloseTo(0.5 - 0.55, 12);
  });

  it("a game without plays has no values", () => {
    expect(playValues([], runs, chances)).toEqual([]);
  });
});
