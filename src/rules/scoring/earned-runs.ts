import { basesOfHit, type Outcome } from "./outcome.js";
import { RebuiltInning, type RunStatus } from "./rebuilt-inning.js";
import { allPlaces, type ForEach, home } from "./runner-places.js";
import type { InningPlay, ScoringGame } from "./scoring-game.js";

/** The earned runs of a play. */
export interface EarnedRuns {
  /** How many of its runs are earned against a pitcher. */
  readonly earnedRuns: number;
  /** Whose: the runners from first, second and third are 1, 2 and 4, the batter is 8, added up. */
  readonly earnedRunCode: number;
  /** How many of them are not earned against the team. */
  readonly teamUnearnedRuns: number;
}

/** An earlier play with the earned runs that it has because of a later play. */
export interface Correction extends EarnedRuns {
  /** The number of the play to correct. */
  readonly playNumber: number;
}

/**
 * Determines which runs of a play are earned, and which runs of earlier plays have become earned: the half-inning is rebuilt
 * without errors and passed balls. If the scorer marked a run with (UR) or (TUR), the mark decides. In an official record
 * (`asWritten`), only marked runs are unearned.
 */
export function earnedRuns(
  game: ScoringGame,
  outcome: Outcome,
  play: InningPlay,
): { readonly ofPlay: EarnedRuns; readonly corrections: readonly Correction[] } {
  if (outcome.asWritten) return { ofPlay: counted(runsAsWritten(outcome)), corrections: [] };
  const { inning, half } = game;
  const before = (game.inningPlays ?? []).filter((each) => each.inning === inning && each.half === half);
  if (isFlawless(before, outcome)) return { ofPlay: counted(runsAsWritten(outcome)), corrections: [] };
  const rebuilt = new RebuiltInning();
  for (const each of before) rebuilt.add(each);
  rebuilt.add(play, outcome);
  const all = rebuilt.runs.map(counted);
  const corrections = before.flatMap((each, index) => {
    const should = all[index] as EarnedRuns;
    // Plays that were not scored from a notation are not corrected.
    return typeof each.playMetadata?.event !== "string" || isAs(each, should)
      ? []
      : [{ playNumber: each.playNumber, ...should }];
  });
  return { ofPlay: all.at(-1) as EarnedRuns, corrections };
}

/**
 * True for a half-inning that need not be rebuilt, which is the usual case: without errors and passed balls every run is
 * earned.
 */
function isFlawless(before: readonly InningPlay[], outcome: Outcome): boolean {
  const { credit, passedBall, onBase, finals, event, marks } = outcome;
  const began = before[0];
  const isFromNowhere =
    began === undefined
      ? onBase.includes(true)
      : began.onFirstId != null || began.onSecondId != null || began.onThirdId != null;
  if (isFromNowhere || credit.errors.length > 0 || passedBall || marks.some((mark) => mark !== undefined))
    return false;
  const isAwarded = event.event === "walk" || event.event === "intentional walk";
  if (finals[0] > 1 && basesOfHit(event) === 0 && !isAwarded) return false;
  return before.every(isFlawlessPlay);
}

function isFlawlessPlay(play: InningPlay): boolean {
  const { error = 0, passedBall = 0, earnedRuns: earned = 0, teamUnearnedRuns = 0 } = play;
  if (error > 0 || passedBall > 0 || teamUnearnedRuns > 0) return false;
  const { hit = 0, bb = 0, hbp = 0, batterFinal, onFirstFinal, onSecondFinal, onThirdFinal } = play;
  const runs = [batterFinal, onFirstFinal, onSecondFinal, onThirdFinal].filter((final) => final === home);
  return earned === runs.length && (hit + bb + hbp > 0 || batterFinal == null || batterFinal === 1);
}

function isAs(
  play: InningPlay,
  { earnedRuns: earned, earnedRunCode, teamUnearnedRuns }: EarnedRuns,
): boolean {
  return (
    (play.earnedRuns ?? 0) === earned &&
    (play.earnedRunCode ?? (earned === 0 ? 0 : null)) === earnedRunCode &&
    (play.teamUnearnedRuns ?? 0) === teamUnearnedRuns
  );
}

type Runs = ForEach<RunStatus | undefined>;

function runsAsWritten({ finals, marks }: Outcome): Runs {
  return allPlaces.map((place) => (finals[place] === home ? (marks[place] ?? "earned") : undefined)) as Runs;
}

/** A run that is unearned only for the team is earned against its pitcher. */
function counted(runs: Runs): EarnedRuns {
  let [earned, code, team] = [0, 0, 0];
  for (const place of allPlaces) {
    const status = runs[place];
    if (status === undefined || status === "unearned") continue;
    earned += 1;
    code += bits[place];
    if (status === "team unearned") team += 1;
  }
  return { earnedRuns: earned, earnedRunCode: code, teamUnearnedRuns: team };
}

const bits = [8, 1, 2, 4] as const;
