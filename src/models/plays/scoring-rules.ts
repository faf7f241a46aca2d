import type { Rule } from "../constraints.js";

export type ScoringRuleField =
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

/** A count, which the model never leaves null. */
const count = (value: number | null) => value ?? 0;

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

/** What the columns that say who gets the credit and the blame must agree on with the rest of the play. */
export const scoringRules: readonly Rule<ScoringRuleField>[] = [
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
