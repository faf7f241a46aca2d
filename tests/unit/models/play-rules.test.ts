import { describe, expect, test } from "vitest";
import { playRules } from "../../../src/models/play-rules.js";
import { brokenRules } from "../../../src/models/validate.js";
import { type Example, scoringExamples } from "./scoring-examples.js";

/** A play in which nothing happens and nobody is on base. */
const nothing = {
  ...{ batterId: 1, onFirstId: null, onSecondId: null, onThirdId: null },
  ...{ batterFinal: null, onFirstFinal: null, onSecondFinal: null, onThirdFinal: null },
  ...{ outsBefore: 0, outsRecorded: 0, pa: 0, ab: 0, hit: 0, double: 0, triple: 0, homerun: 0 },
  ...{ bb: 0, ibb: 0, so: 0, hbp: 0, rbi: 0, sacBunt: 0, sacFly: 0, gidp: 0, earnedRuns: 0 },
  ...{ onFirstPitcherId: null, onSecondPitcherId: null, onThirdPitcherId: null },
  ...{ sb: 0, cs: 0, stolenBaseCode: null, caughtStealingCode: null },
  ...{ earnedRunCode: null, teamUnearnedRuns: 0, doublePlay: 0, triplePlay: 0 },
};

const runners = { onFirstId: 2, onSecondId: 3, onThirdId: 4 };
const atBat = { pa: 1, ab: 1 };

const examples: Readonly<Record<string, Example>> = {
  plays_on_first_runner: {
    holds: [{ onFirstId: 2 }, { onFirstId: 2, onFirstFinal: 3 }],
    breaks: [{ onFirstFinal: 2 }, { onFirstFinal: 4 }],
    message: "onFirstFinal must be null when onFirstId is",
  },
  plays_on_second_runner: {
    holds: [{ onSecondId: 3 }, { onSecondId: 3, onSecondFinal: 4 }],
    breaks: [{ onSecondFinal: 3 }],
    message: "onSecondFinal must be null when onSecondId is",
  },
  plays_on_third_runner: {
    holds: [{ onThirdId: 4 }, { onThirdId: 4, onThirdFinal: 4 }],
    breaks: [{ onThirdFinal: 4 }],
    message: "onThirdFinal must be null when onThirdId is",
  },
  plays_people_differ: {
    holds: [runners, { onThirdId: 2 }],
    breaks: [
      { onFirstId: 1 },
      { onSecondId: 1 },
      { onThirdId: 1 },
      { onFirstId: 2, onSecondId: 2 },
      { onFirstId: 2, onThirdId: 2 },
      { onSecondId: 2, onThirdId: 2 },
    ],
    message: "batterId and the runners must be different people",
  },
  plays_finals_differ: {
    holds: [
      { ...runners, pa: 1, batterFinal: 4, onFirstFinal: 4, onSecondFinal: 4, onThirdFinal: 4 },
      { ...runners, pa: 1, batterFinal: 1, onFirstFinal: 2, onSecondFinal: 3, onThirdFinal: 4 },
    ],
    breaks: [
      { ...runners, pa: 1, batterFinal: 1, onFirstFinal: 1 },
      { ...runners, pa: 1, batterFinal: 2, onSecondFinal: 2 },
      { ...runners, pa: 1, batterFinal: 3, onThirdFinal: 3 },
      { ...runners, onFirstFinal: 2, onSecondFinal: 2 },
      { ...runners, onFirstFinal: 3, onThirdFinal: 3 },
      { ...runners, onSecondFinal: 3, onThirdFinal: 3 },
    ],
    message: "batterFinal and the runners' finals must be different bases, or 4",
  },
  plays_batter_moves_in_pa: {
    holds: [{ pa: 1, batterFinal: 1 }, { pa: 1 }],
    breaks: [{ batterFinal: 1 }, { batterFinal: 4 }],
    message: "batterFinal must be null when pa is 0",
  },
  plays_pa_has_one_result: {
    holds: [
      { pa: 1 },
      atBat,
      { pa: 1, bb: 1 },
      { pa: 1, hbp: 1 },
      { pa: 1, sacBunt: 1 },
      { pa: 1, sacFly: 1 },
    ],
    breaks: [{ ab: 1 }, { bb: 1 }, { pa: 1, hbp: 1, bb: 1 }, { ...atBat, sacFly: 1 }, { sacBunt: 1 }],
    message: "pa must be at least ab + bb + hbp + sacBunt + sacFly",
  },
  plays_hit_in_ab: {
    holds: [
      { ...atBat, hit: 1 },
      { ...atBat, so: 1 },
    ],
    breaks: [{ hit: 1 }, { so: 1 }, { ...atBat, hit: 1, so: 1 }, { pa: 1, bb: 1, hit: 1 }],
    message: "hit and so must not be more than ab together",
  },
  plays_hit_kind: {
    holds: [
      { ...atBat, hit: 1, double: 1 },
      { ...atBat, hit: 1, triple: 1 },
      { ...atBat, hit: 1 },
    ],
    breaks: [{ double: 1 }, { triple: 1 }, { ...atBat, hit: 1, double: 1, triple: 1 }],
    message: "hit must be at least double + triple + homerun",
  },
  plays_homerun_scores: {
    holds: [
      { ...atBat, hit: 1, homerun: 1, batterFinal: 4 },
      { ...atBat, hit: 1, batterFinal: 4 },
    ],
    breaks: [
      { ...atBat, hit: 1, homerun: 1 },
      { ...atBat, hit: 1, homerun: 1, batterFinal: 3 },
    ],
    message: "batterFinal must be 4 when homerun is 1",
  },
  plays_ibb_is_bb: {
    holds: [
      { pa: 1, bb: 1, ibb: 1 },
      { pa: 1, bb: 1 },
    ],
    breaks: [{ ibb: 1 }, { pa: 1, hbp: 1, ibb: 1 }],
    message: "ibb must not be more than bb",
  },
  plays_gidp_in_ab: {
    holds: [{ ...atBat, gidp: 1 }],
    breaks: [{ gidp: 1 }, { pa: 1, sacFly: 1, gidp: 1 }],
    message: "gidp must not be more than ab",
  },
  plays_three_outs: {
    holds: [{ outsRecorded: 3 }, { outsBefore: 2, outsRecorded: 1 }],
    breaks: [
      { outsBefore: 1, outsRecorded: 3 },
      { outsBefore: 2, outsRecorded: 2 },
    ],
    message: "outsRecorded and outsBefore must not be more than 3 together",
  },
  plays_rbi_scored: {
    holds: [
      { onThirdId: 4, onThirdFinal: 4, rbi: 1 },
      { onThirdId: 4, onThirdFinal: 4 },
    ],
    breaks: [
      { rbi: 1 },
      { onThirdId: 4, onThirdFinal: 4, rbi: 2 },
      { onFirstId: 2, onFirstFinal: 3, rbi: 1 },
    ],
    message: "rbi must not be more than the runs that scored",
  },
  plays_earned_runs_scored: {
    holds: [{ onSecondId: 3, onSecondFinal: 4, earnedRuns: 1 }],
    breaks: [{ earnedRuns: 1 }, { onSecondId: 3, onSecondFinal: 3, earnedRuns: 1 }],
    message: "earnedRuns must not be more than the runs that scored",
  },
  ...scoringExamples,
};

test("every rule has examples, and a play in which nothing happens breaks no rule", () => {
  expect(Object.keys(examples)).toEqual(playRules.map(({ name }) => name));
  expect(brokenRules(nothing, playRules)).toEqual([]);
});

describe.each(Object.entries(examples))("%s", (name, { holds, breaks, message }) => {
  test("holds, with all others, for a valid play", () => {
    for (const change of holds) expect(brokenRules({ ...nothing, ...change }, playRules)).toEqual([]);
  });

  test("is broken by an invalid play, and names the problem", () => {
    const rule = playRules.filter((candidate) => candidate.name === name);
    for (const change of breaks) {
      const issues = brokenRules({ ...nothing, ...change }, rule);
      expect(issues.map(({ field, message: phrase }) => `${field} ${phrase}`)).toEqual([message]);
    }
  });
});

test("a rule that reads no other count is broken by its examples alone", () => {
  const alone = ["plays_on_first_runner", "plays_people_differ", "plays_finals_differ", "plays_three_outs"];
  for (const name of alone) {
    for (const change of examples[name]?.breaks ?? [])
      expect(brokenRules({ ...nothing, ...change }, playRules)).toHaveLength(1);
  }
});
