/** Examples that satisfy a scoring rule, and examples that break only this rule. */
export interface Example {
  readonly holds: readonly object[];
  /** Each breaks only this rule. */
  readonly breaks: readonly object[];
  readonly message: string;
}

const loaded = { onFirstId: 2, onSecondId: 3, onThirdId: 4 };
const everybodyScores = {
  ...loaded,
  pa: 1,
  batterFinal: 4,
  onFirstFinal: 4,
  onSecondFinal: 4,
  onThirdFinal: 4,
};

export const scoringExamples: Readonly<Record<string, Example>> = {
  plays_on_first_charged: {
    holds: [{ onFirstId: 2, onFirstPitcherId: 10 }, { onFirstId: 2 }],
    breaks: [{ onFirstPitcherId: 10 }, { onSecondId: 3, onFirstPitcherId: 10 }],
    message: "onFirstPitcherId must be null when onFirstId is",
  },
  plays_on_second_charged: {
    holds: [{ onSecondId: 3, onSecondPitcherId: 10 }],
    breaks: [{ onSecondPitcherId: 10 }],
    message: "onSecondPitcherId must be null when onSecondId is",
  },
  plays_on_third_charged: {
    holds: [{ onThirdId: 4, onThirdPitcherId: 10 }],
    breaks: [{ onThirdPitcherId: 10 }],
    message: "onThirdPitcherId must be null when onThirdId is",
  },
  plays_stolen_base_code: {
    holds: [
      { stolenBaseCode: 0 },
      { onFirstId: 2, sb: 1 },
      { onFirstId: 2, sb: 1, stolenBaseCode: 1 },
      { onFirstId: 2, onThirdId: 4, sb: 2, stolenBaseCode: 5 },
      { ...loaded, sb: 3, stolenBaseCode: 7 },
    ],
    breaks: [
      { stolenBaseCode: 1 },
      { sb: 1, stolenBaseCode: 1 },
      { onFirstId: 2, sb: 1, stolenBaseCode: 0 },
      { onFirstId: 2, sb: 1, stolenBaseCode: 2 },
      { ...loaded, sb: 2, stolenBaseCode: 7 },
    ],
    message: "stolenBaseCode must name sb runners, and only bases on which there is a runner",
  },
  plays_caught_stealing_code: {
    holds: [{ caughtStealingCode: 0 }, { cs: 1 }, { onSecondId: 3, cs: 1, caughtStealingCode: 2 }],
    breaks: [
      { caughtStealingCode: 4 },
      { cs: 1, caughtStealingCode: 4 },
      { ...loaded, caughtStealingCode: 4 },
    ],
    message: "caughtStealingCode must name cs runners, and only bases on which there is a runner",
  },
  plays_earned_run_code: {
    holds: [
      { earnedRunCode: 0 },
      { ...everybodyScores, earnedRuns: 2 },
      { ...everybodyScores, earnedRunCode: 0 },
      { ...everybodyScores, earnedRuns: 2, earnedRunCode: 9 },
      { ...everybodyScores, earnedRuns: 4, earnedRunCode: 15 },
    ],
    breaks: [
      { earnedRunCode: 8 },
      { ...everybodyScores, earnedRuns: 2, earnedRunCode: 8 },
      { ...everybodyScores, earnedRuns: 2, earnedRunCode: 7 },
      ...["batterFinal", "onFirstFinal", "onSecondFinal", "onThirdFinal"].map((final) => ({
        ...everybodyScores,
        ...{ [final]: null, earnedRuns: 1 },
        earnedRunCode: { onFirstFinal: 1, onSecondFinal: 2, onThirdFinal: 4 }[final] ?? 8,
      })),
      { ...loaded, onThirdFinal: 4, onSecondFinal: 3, earnedRuns: 1, earnedRunCode: 2 },
    ],
    message: "earnedRunCode must name earnedRuns people, and only those who scored",
  },
  plays_team_unearned_runs: {
    holds: [
      { onThirdId: 4, onThirdFinal: 4, earnedRuns: 1, teamUnearnedRuns: 1 },
      { ...everybodyScores, earnedRuns: 3, teamUnearnedRuns: 2 },
    ],
    breaks: [{ teamUnearnedRuns: 1 }, { ...everybodyScores, earnedRuns: 1, teamUnearnedRuns: 2 }],
    message: "teamUnearnedRuns must not be more than earnedRuns",
  },
  plays_double_play_outs: {
    holds: [{ doublePlay: 1, outsRecorded: 2 }, { triplePlay: 1, outsRecorded: 3 }, { outsRecorded: 2 }],
    breaks: [
      { doublePlay: 1 },
      { doublePlay: 1, outsRecorded: 1 },
      { triplePlay: 1, outsRecorded: 2 },
      { doublePlay: 1, triplePlay: 1, outsRecorded: 2 },
    ],
    message: "outsRecorded must be at least 2 when doublePlay is 1, and 3 when triplePlay is 1",
  },
};
