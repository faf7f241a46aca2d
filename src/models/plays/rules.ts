import type { Rule } from "../constraints.js";
import { type ScoringRuleField, scoringRules } from "./scoring-rules.js";

type Person = "batterId" | "onFirstId" | "onSecondId" | "onThirdId";
type Final = "batterFinal" | "onFirstFinal" | "onSecondFinal" | "onThirdFinal";
type Count =
  | "outsBefore"
  | "outsRecorded"
  | "pa"
  | "ab"
  | "hit"
  | "double"
  | "triple"
  | "homerun"
  | "bb"
  | "ibb"
  | "so"
  | "hbp"
  | "rbi"
  | "sacBunt"
  | "sacFly"
  | "gidp"
  | "earnedRuns";

type SituationField = Person | Final | Count;
type PlayFacts = Readonly<Record<SituationField, number | null>>;

/** A count, which the model never leaves null. */
const count = (value: number | null) => value ?? 0;

/** True when no two of the values that are there are equal. */
function allDifferent(values: readonly (number | null)[]): boolean {
  const present = values.filter((value) => value !== null);
  return new Set(present).size === present.length;
}

const stillOnBase = (final: number | null) => (final === null || final === 4 ? null : final);

const runsScored = (play: Pick<PlayFacts, Final>) =>
  [play.batterFinal, play.onFirstFinal, play.onSecondFinal, play.onThirdFinal].filter((final) => final === 4)
    .length;

/** In SQL a comparison with null is neither true nor false, and a CHECK lets that pass: a null equals nobody. */
const different = (columns: readonly string[]) =>
  columns
    .flatMap((column, index) => columns.slice(index + 1).map((other) => `${column} <> ${other}`))
    .map((comparison) => `coalesce(${comparison}, true)`)
    .join(" and ");

const finalColumns = ["batter_final", "on_first_final", "on_second_final", "on_third_final"];

function runnerRule(base: "First" | "Second" | "Third"): Rule<SituationField> {
  const column = `on_${base.toLowerCase()}`;
  return {
    name: `plays_${column}_runner`,
    fields: [`on${base}Final`, `on${base}Id`],
    message: `must be null when on${base}Id is`,
    check: `${column}_final is null or ${column}_id is not null`,
    holds: (play) => play[`on${base}Final`] === null || play[`on${base}Id`] !== null,
  };
}

const situationRules: readonly Rule<SituationField>[] = [
  runnerRule("First"),
  runnerRule("Second"),
  runnerRule("Third"),
  {
    name: "plays_people_differ",
    fields: ["batterId", "onFirstId", "onSecondId", "onThirdId"],
    message: "and the runners must be different people",
    check: different(["batter_id", "on_first_id", "on_second_id", "on_third_id"]),
    holds: (play) => allDifferent([play.batterId, play.onFirstId, play.onSecondId, play.onThirdId]),
  },
  {
    name: "plays_finals_differ",
    fields: ["batterFinal", "onFirstFinal", "onSecondFinal", "onThirdFinal"],
    message: "and the runners' finals must be different bases, or 4",
    check: different(finalColumns.map((column) => `nullif(${column}, 4)`)),
    holds: (play) =>
      allDifferent(
        [play.batterFinal, play.onFirstFinal, play.onSecondFinal, play.onThirdFinal].map(stillOnBase),
      ),
  },
  {
    name: "plays_batter_moves_in_pa",
    fields: ["batterFinal", "pa"],
    message: "must be null when pa is 0",
    check: "batter_final is null or pa = 1",
    holds: (play) => play.batterFinal === null || play.pa === 1,
  },
  {
    name: "plays_pa_has_one_result",
    fields: ["pa", "ab", "bb", "hbp", "sacBunt", "sacFly"],
    message: "must be at least ab + bb + hbp + sacBunt + sacFly",
    check: "ab + bb + hbp + sac_bunt + sac_fly <= pa",
    holds: (play) =>
      count(play.ab) + count(play.bb) + count(play.hbp) + count(play.sacBunt) + count(play.sacFly) <=
      count(play.pa),
  },
  {
    name: "plays_hit_in_ab",
    fields: ["hit", "so", "ab"],
    message: "and so must not be more than ab together",
    check: "hit + so <= ab",
    holds: (play) => count(play.hit) + count(play.so) <= count(play.ab),
  },
  {
    name: "plays_hit_kind",
    fields: ["hit", "double", "triple", "homerun"],
    message: "must be at least double + triple + homerun",
    check: "double + triple + homerun <= hit",
    holds: (play) => count(play.double) + count(play.triple) + count(play.homerun) <= count(play.hit),
  },
  {
    name: "plays_homerun_scores",
    fields: ["batterFinal", "homerun"],
    message: "must be 4 when homerun is 1",
    check: "homerun = 0 or (batter_final is not null and batter_final = 4)",
    holds: (play) => play.homerun === 0 || play.batterFinal === 4,
  },
  {
    name: "plays_ibb_is_bb",
    fields: ["ibb", "bb"],
    message: "must not be more than bb",
    check: "ibb <= bb",
    holds: (play) => count(play.ibb) <= count(play.bb),
  },
  {
    name: "plays_gidp_in_ab",
    fields: ["gidp", "ab"],
    message: "must not be more than ab",
    check: "gidp <= ab",
    holds: (play) => count(play.gidp) <= count(play.ab),
  },
  {
    name: "plays_three_outs",
    fields: ["outsRecorded", "outsBefore"],
    message: "and outsBefore must not be more than 3 together",
    check: "outs_before + outs_recorded <= 3",
    holds: (play) => count(play.outsBefore) + count(play.outsRecorded) <= 3,
  },
  {
    name: "plays_rbi_scored",
    fields: ["rbi", "batterFinal", "onFirstFinal", "onSecondFinal", "onThirdFinal"],
    message: "must not be more than the runs that scored",
    check: "rbi <= runs_scored",
    holds: (play) => count(play.rbi) <= runsScored(play),
  },
  {
    name: "plays_earned_runs_scored",
    fields: ["earnedRuns", "batterFinal", "onFirstFinal", "onSecondFinal", "onThirdFinal"],
    message: "must not be more than the runs that scored",
    check: "earned_runs <= runs_scored",
    holds: (play) => count(play.earnedRuns) <= runsScored(play),
  },
];

/** What the columns of one play must agree on. Ranges are checked apart, column by column. */
export const playRules: readonly Rule<SituationField | ScoringRuleField>[] = [
  ...situationRules,
  ...scoringRules,
];
