import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Moment, WinProbability } from "../../../../src/stats.js";
import { propertyRuns } from "../../../support/property-runs.js";
import { gameRules, runTables, tableOf } from "../../../support/run-tables.js";

const moments: fc.Arbitrary<Moment> = fc.record({
  inning: fc.integer({ min: 1, max: 13 }),
  half: fc.constantFrom("top", "bottom"),
  outs: fc.integer({ min: 0, max: 2 }),
  bases: fc.integer({ min: 0, max: 7 }),
  homeLead: fc.integer({ min: -12, max: 12 }),
});
const games = { numRuns: propertyRuns(40) };

describe("the home team's chance to win, by any table and any rules", () => {
  it("is from 0 to 1 in every state", () => {
    fc.assert(
      fc.property(runTables, gameRules, moments, (table, rules, moment) => {
        const chance = new WinProbability(table, rules).homeWins(moment);
        expect(chance).toBeGreaterThanOrEqual(0);
        expect(chance).toBeLessThanOrEqual(1);
      }),
      games,
    );
  });

  it("never falls with one more run", () => {
    fc.assert(
      fc.property(runTables, gameRules, moments, (table, rules, moment) => {
        const chances = new WinProbability(table, rules);
        const ahead = chances.homeWins({ ...moment, homeLead: moment.homeLead + 1 });
        expect(ahead).toBeGreaterThanOrEqual(chances.homeWins(moment) - 1e-12);
      }),
      games,
    );
  });

  it("equals the away team's with the opposite score, at the beginning of any inning", () => {
    fc.assert(
      fc.property(
        ...[runTables, gameRules, fc.integer({ min: 1, max: 9 }), fc.integer({ min: -9, max: 9 })],
        (table, rules, inning, homeLead) => {
          const chances = new WinProbability(table, rules);
          const first = { inning, half: "top", outs: 0, bases: chances.firstBases(inning) } as const;
          fc.pre(inning <= rules.scheduledInnings || homeLead === 0);
          const both = [homeLead, -homeLead].map((lead) => chances.homeWins({ ...first, homeLead: lead }));
          expect((both[0] ?? 0) + (both[1] ?? 0)).toBeCloseTo(1, 10);
        },
      ),
      games,
    );
  });

  it("is the mean of the probabilities after the half-inning", () => {
    fc.assert(
      fc.property(runTables, gameRules, moments, (table, rules, moment) => {
        const chances = new WinProbability(table, rules);
        const { inning, half, homeLead } = moment;
        fc.pre(half === "top" && (table.states[0]?.count ?? 0) > 0);
        const { frequencies = [], count = 1 } = table.states[0] ?? {};
        const bases = chances.firstBases(inning);
        const mean = frequencies.reduce((sum, times, runs) => {
          const next = { inning, half: "bottom", outs: 0, bases, homeLead: homeLead - runs } as const;
          return sum + (times / count) * chances.homeWins(next);
        }, 0);
        expect(chances.homeWins({ ...moment, bases: 0, outs: 0 })).toBeCloseTo(mean, 10);
      }),
      games,
    );
  });
});

describe("computed by hand", () => {
  // With two out and nobody on, of a hundred times one run follows 8 times, and two runs twice.
  const chances = new WinProbability(tableOf((_, outs) => (outs === 2 ? [90, 8, 2] : [75, 15, 10])));
  const last = { inning: 9, half: "bottom", outs: 2, bases: 0 } as const;

  it.each<[string, Moment, number]>([
    ["one run behind: a tie is half a win", { ...last, homeLead: -1 }, 0.08 * 0.5 + 0.02],
    ["two runs behind", { ...last, homeLead: -2 }, 0.02 * 0.5],
    ["three runs behind", { ...last, homeLead: -3 }, 0],
    ["tied", { ...last, homeLead: 0 }, 0.9 * 0.5 + 0.1],
    ["ahead: there is nothing left to play", { ...last, homeLead: 1 }, 1],
    ["tied in extra innings", { ...last, inning: 14, homeLead: 0 }, 0.9 * 0.5 + 0.1],
    ["the first pitch", { inning: 1, half: "top", outs: 0, bases: 0, homeLead: 0 }, 0.5],
    [
      "a lead of one in the top of the last",
      { ...last, half: "top", homeLead: 1 },
      0.9 + 0.08 * 0.625 + 0.02 * 0.175,
    ],
  ])("%s", (_, moment, chance) => {
    expect(chances.homeWins(moment)).toBeCloseTo(chance, 12);
  });

  it("innings from automaticRunnerInning on begin with a runner on second", () => {
    const withRunner = new WinProbability(
      tableOf((bases) => (bases === 2 ? [40, 60] : [100])),
      { automaticRunnerInning: 10 },
    );
    expect([9, 10, 11].map((inning) => withRunner.firstBases(inning))).toEqual([0, 2, 2]);
    // The visitors have scored: the home team ties in 60 of 100 cases.
    const behind = { inning: 10, half: "bottom", outs: 0, bases: 2, homeLead: -1 } as const;
    expect(withRunner.homeWins(behind)).toBeCloseTo(0.3, 12);
  });

  it("is refused without any half-inning, and for invalid bases and outs", () => {
    expect(() => new WinProbability(tableOf(() => []))).toThrow(
      "The run expectancy is not valid: it contains no",
    );
    const impossible = { ...last, bases: 8, outs: 3, homeLead: 0 };
    expect(() => chances.homeWins(impossible)).toThrow(
      "The base-out state is not valid: bases must be a whole number from 0 to 7; outs must be a whole number from 0 to 2.",
    );
  });
});
