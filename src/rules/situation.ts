import { type ChargeFacts, type Charges, chargesAfter, noCharges } from "./charges.js";
import type { Half } from "./vocabulary.js";

/** Where a game stands between two plays, as far as its plays tell. People are lineup entries' ids. */
export interface Situation extends Charges {
  readonly inning: number;
  readonly half: Half;
  readonly outs: number;
  readonly onFirstId: number | null;
  readonly onSecondId: number | null;
  readonly onThirdId: number | null;
  readonly awayScore: number;
  readonly homeScore: number;
}

/** What of a play decides where it leaves the game. */
export interface PlayFacts extends ChargeFacts {
  readonly inning: number;
  readonly half: Half;
  readonly outsBefore: number;
  readonly outsRecorded?: number | undefined;
  readonly awayScore: number;
  readonly homeScore: number;
  readonly batterId: number;
}

/** What of a play decides who of its team bats next. */
export interface Turn {
  readonly battingOrder: number;
  readonly pa: number;
}

const home = 4;

/** Where every game begins. */
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
 * Where a play leaves the game. After a third out that is the beginning of the next half-inning, with empty bases:
 * a runner whom the rules of extra innings put on second base is not the play's affair, and is charged to whoever
 * pitches the next one.
 *
 * @param firstHalf the half with which each inning begins: the bottom where the home team bats first
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

/** The place in the batting order that is due after a play of the same team: the next, once its batter is done. */
export function battingOrderAfter(play: Turn): number {
  return play.pa === 0 ? play.battingOrder : (play.battingOrder % 9) + 1;
}

/** The half-inning that follows. */
function nextHalf({ inning, half }: Pick<Situation, "inning" | "half">, firstHalf: Half) {
  const next = otherHalf(half);
  return { inning: next === firstHalf ? inning + 1 : inning, half: next };
}

const otherHalf = (half: Half): Half => (half === "top" ? "bottom" : "top");
