import type { Rule } from "./check-constraints.js";

type RunnerField = "batterId" | "onFirstId" | "onSecondId" | "onThirdId";
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

type SituationField = RunnerField | Final | Count;
type SituationFacts = Readonly<Record<SituationField, number | null>>;

/** A count, which is never null in a stored play. */
const count = (value: number | null) => value ?? 0;

/** True when no two of the values are equal; nulls are left out. */
function allDifferent(values: readonly (number | null)[]): boolean {
  const present = values.filter((value) => value !== null);
  return new Set(present).size === present.length;
}

const stillOnBase = (final: number | null) => (final === null || final === 4 ? null : final);

const runsScored = (play: Pick<SituationFacts, Final>) =>
  [play.batterFinal, play.onFirstFinal, play.onSecondFinal, play.onThirdFinal].filter((final) => final === 4)
    .length;

/** In SQL, a comparison with null is null. It counts as different here: a null is nobody. */
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

type ScoringRuleField =
  | "onFirstId"
  | "onSecondId"
  | "onThirdId"
  | "onFirstPitcherId"
  | "onSecondPitcherId"
  | "onThirdPitcherId"
  | "batterFinal"
  | "onFirstFinal"
  | "onSecondFinal"
  | "onThirdFinal"
  | "sb"
  | "cs"
  | "stolenBaseCode"
  | "caughtStealingCode"
  | "earnedRuns"
  | "earnedRunCode"
  | "teamUnearnedRuns"
  | "doublePlay"
  | "triplePlay"
  | "outsRecorded";

type ScoringFacts = Readonly<Record<ScoringRuleField, number | null>>;

/** One more than the greatest code: the runners from first, second and third are 1, 2 and 4, the batter is 8. */
const codes = 16;
const bits = [1, 2, 4, 8] as const;
const runnerBits = bits.slice(0, 3);

const peopleIn = (code: number) => bits.filter((bit) => (code & bit) !== 0).length;
const peopleInSql = (column: string, among: readonly number[] = bits) =>
  among.map((bit) => (bit === 1 ? `${column} % 2` : `${column} / ${bit} % 2`)).join(" + ");

const codeOf = (flags: readonly boolean[]) =>
  flags.reduce((code, isIn, index) => code + (isIn ? (bits[index] ?? 0) : 0), 0);

const runnersThere = (play: ScoringFacts) =>
  codeOf([play.onFirstId !== null, play.onSecondId !== null, play.onThirdId !== null]);

const scorers = (play: ScoringFacts) =>
  codeOf(
    [play.onFirstFinal, play.onSecondFinal, play.onThirdFinal, play.batterFinal].map((final) => final === 4),
  );

const isWithin = (code: number, people: number) => (code & (codes - 1 - people)) === 0;

function chargedRule(base: "First" | "Second" | "Third"): Rule<ScoringRuleField> {
  const column = `on_${base.toLowerCase()}`;
  return {
    name: `plays_${column}_charged`,
    fields: [`on${base}PitcherId`, `on${base}Id`],
    message: `must be null when on${base}Id is`,
    check: `${column}_pitcher_id is null or ${column}_id is not null`,
    holds: (play) => play[`on${base}PitcherId`] === null || play[`on${base}Id`] !== null,
  };
}

function stealingRule(
  code: "stolenBaseCode" | "caughtStealingCode",
  { total, name }: { total: "sb" | "cs"; name: string },
): Rule<ScoringRuleField> {
  const column = name.replace("plays_", "");
  return {
    name,
    fields: [code, total, "onFirstId", "onSecondId", "onThirdId"],
    message: `must name ${total} runners, and only bases on which there is a runner`,
    check:
      `${column} is null or (${peopleInSql(column, runnerBits)} = ${total}` +
      ` and ${column} & on_base_code = ${column})`,
    holds: (play) => {
      const people = play[code];
      return (
        people === null || (peopleIn(people) === count(play[total]) && isWithin(people, runnersThere(play)))
      );
    },
  };
}

const hasScored = (final: string, bit: number) =>
  `(${bit === 1 ? "earned_run_code % 2" : `earned_run_code / ${bit} % 2`} = 0 or coalesce(${final}, 0) = 4)`;

/** The rules for the columns that credit and charge players. */
const scoringRules: readonly Rule<ScoringRuleField>[] = [
  chargedRule("First"),
  chargedRule("Second"),
  chargedRule("Third"),
  stealingRule("stolenBaseCode", { total: "sb", name: "plays_stolen_base_code" }),
  stealingRule("caughtStealingCode", { total: "cs", name: "plays_caught_stealing_code" }),
  {
    name: "plays_earned_run_code",
    fields: ["earnedRunCode", "earnedRuns", "batterFinal", "onFirstFinal", "onSecondFinal", "onThirdFinal"],
    message: "must name earnedRuns people, and only those who scored",
    check:
      `earned_run_code is null or (${peopleInSql("earned_run_code")} = earned_runs` +
      ` and ${hasScored("on_first_final", 1)} and ${hasScored("on_second_final", 2)}` +
      ` and ${hasScored("on_third_final", 4)} and ${hasScored("batter_final", 8)})`,
    holds: (play) => {
      const { earnedRunCode: people } = play;
      return (
        people === null || (peopleIn(people) === count(play.earnedRuns) && isWithin(people, scorers(play)))
      );
    },
  },
  {
    name: "plays_team_unearned_runs",
    fields: ["teamUnearnedRuns", "earnedRuns"],
    message: "must not be more than earnedRuns",
    check: "team_unearned_runs <= earned_runs",
    holds: (play) => count(play.teamUnearnedRuns) <= count(play.earnedRuns),
  },
  {
    name: "plays_double_play_outs",
    fields: ["outsRecorded", "doublePlay", "triplePlay"],
    message: "must be at least 2 when doublePlay is 1, and 3 when triplePlay is 1",
    check: "2 * double_play <= outs_recorded and 3 * triple_play <= outs_recorded",
    holds: (play) =>
      2 * count(play.doublePlay) <= count(play.outsRecorded) &&
      3 * count(play.triplePlay) <= count(play.outsRecorded),
  },
];

/** What the columns of one play must agree on. Ranges are checked apart, column by column. */
export const playRules: readonly Rule<SituationField | ScoringRuleField>[] = [
  ...situationRules,
  ...scoringRules,
];
