import { type ChargeFacts, type Charges, chargesAfter, noCharges } from "./charges.js";
import type { Half } from "./vocabulary.js";

/** The situation of a game between two plays, as it follows from its plays. People are ids of lineup entries. */
export interface Situation extends Charges {
  /** The inning, from 1 to 99. */
  readonly inning: number;
  /** The half-inning. */
  readonly half: Half;
  /** Outs, from 0 to 2. */
  readonly outs: number;
  /** Lineup entry of the runner on first base; null when the base is empty. */
  readonly onFirstId: number | null;
  /** Lineup entry of the runner on second base; null when the base is empty. */
  readonly onSecondId: number | null;
  /** Lineup entry of the runner on third base; null when the base is empty. */
  readonly onThirdId: number | null;
  /** Runs of the away team. */
  readonly awayScore: number;
  /** Runs of the home team. */
  readonly homeScore: number;
}

/** The fields of a play that decide the situation after it. */
export interface PlayFacts extends ChargeFacts {
  /** The inning, from 1 to 99. */
  readonly inning: number;
  /** The half-inning: top (the away team bats) or bottom (the home team bats). */
  readonly half: Half;
  /** Outs before the play, from 0 to 2. */
  readonly outsBefore: number;
  /** Outs made on the play, from 0 to 3. */
  readonly outsRecorded?: number | undefined;
  /** Runs of the away team before the play, from 0 to 999. */
  readonly awayScore: number;
  /** Runs of the home team before the play, from 0 to 999. */
  readonly homeScore: number;
  /** Lineup entry of the batter. */
  readonly batterId: number;
}

/** The fields of a play that decide who bats next for its team. */
export interface Turn {
  /** The batter's place in the batting order, from 1 to 9. */
  readonly battingOrder: number;
  /** Plate appearance: 1 when the play ended one, otherwise 0. */
  readonly pa: number;
}

const home = 4;

/** The situation at the beginning of every game. */
export const firstSituation: Situation = {
  inning: 1,
  half: "top",
  outs: 0,
  onFirstId: null,
  onSecondId: null,
  onThirdId: null,
  awayScore: 0,
  homeScore: 0,
  ...noCharges,
};

/**
 * Returns the situation after a play. After a third out it is the beginning of the next half-inning, with empty bases. The
 * automatic runner of an extra inning is not part of it: he appears in the next play, whose pitcher is charged with him.
 *
 * @param firstHalf the half with which each inning begins: the bottom if the home team bats first
 */
export function situationAfter(play: PlayFacts, firstHalf: Half = "top"): Situation {
  const { inning, half, batterFinal, onFirstFinal, onSecondFinal, onThirdFinal } = play;
  const runs = one(batterFinal) + one(onFirstFinal) + one(onSecondFinal) + one(onThirdFinal);
  const awayScore = play.awayScore + (half === "top" ? runs : 0);
  const homeScore = play.homeScore + (half === "bottom" ? runs : 0);
  const outs = play.outsBefore + (play.outsRecorded ?? 0);
  if (outs >= 3) return { ...firstSituation, ...nextHalf(play, firstHalf), awayScore, homeScore };
  const { onFirstPitcherId, onSecondPitcherId, onThirdPitcherId } = chargesAfter(play);
  return {
    inning,
    half,
    outs,
    onFirstId: whoIsOn(1, play),
    onSecondId: whoIsOn(2, play),
    onThirdId: whoIsOn(3, play),
    awayScore,
    homeScore,
    onFirstPitcherId,
    onSecondPitcherId,
    onThirdPitcherId,
  };
}

const one = (final: number | null | undefined) => (final === home ? 1 : 0);

function whoIsOn(base: number, play: PlayFacts): number | null {
  if (play.batterFinal === base) return play.batterId;
  if (play.onFirstFinal === base) return play.onFirstId ?? null;
  if (play.onSecondFinal === base) return play.onSecondId ?? null;
  return play.onThirdFinal === base ? (play.onThirdId ?? null) : null;
}

/** The place in the batting order that is due after a play of the same team: the next one if the batter's turn is over. */
export function battingOrderAfter(play: Turn): number {
  return play.pa === 0 ? play.battingOrder : (play.battingOrder % 9) + 1;
}

/** The half-inning that follows. */
function nextHalf({ inning, half }: Pick<Situation, "inning" | "half">, firstHalf: Half) {
  const next = otherHalf(half);
  return { inning: next === firstHalf ? inning + 1 : inning, half: next };
}

const otherHalf = (half: Half): Half => (half === "top" ? "bottom" : "top");

/** A game that is called counts after this many innings. */
const inningsOfCalledGame = 5;

/**
 * True if a play ended the game: in the last scheduled inning or a later one, the team that bats last was ahead in its half or
 * after the other team's, or the inning was over and the score was not tied (Official Baseball Rules 7.01).
 *
 * @param firstHalf the half with which each inning begins: the bottom if the home team bats first
 */
export function endsGame(play: PlayFacts, scheduledInnings: number, firstHalf: Half = "top"): boolean {
  const after = situationAfter(play, firstHalf);
  if (after.half !== firstHalf) return after.inning >= scheduledInnings && leadOf(after.half, after) > 0;
  return play.half !== firstHalf && after.inning > scheduledInnings && after.homeScore !== after.awayScore;
}

/**
 * True if a game that stopped after this play counts: five innings were over, or the team that bats last was ahead and did not
 * need the rest of the fifth.
 */
export function countsAsCalled(play: PlayFacts, scheduledInnings: number, firstHalf: Half = "top"): boolean {
  const after = situationAfter(play, firstHalf);
  const enough = Math.min(inningsOfCalledGame, scheduledInnings);
  if (after.inning > enough) return true;
  return after.inning === enough && after.half !== firstHalf && leadOf(after.half, after) >= 0;
}

/** How many runs the team that bats in this half is ahead. */
export function leadOf(
  half: Half,
  { awayScore, homeScore }: Pick<Situation, "awayScore" | "homeScore">,
): number {
  return half === "top" ? awayScore - homeScore : homeScore - awayScore;
}
