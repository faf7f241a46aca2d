import type { Half } from "./vocabulary.js";

/** For each base, the pitcher who is charged with the runner if he scores; null if there is no runner. */
interface Charges {
  /**
   * Lineup entry of the pitcher who is charged with the runner on first base if the runner scores (Official Baseball Rules
   * 9.16(g)); null when nobody is charged.
   */
  readonly onFirstPitcherId: number | null;
  /**
   * Lineup entry of the pitcher who is charged with the runner on second base if the runner scores; null when nobody is
   * charged.
   */
  readonly onSecondPitcherId: number | null;
  /**
   * Lineup entry of the pitcher who is charged with the runner on third base if the runner scores; null when nobody is
   * charged.
   */
  readonly onThirdPitcherId: number | null;
}

const noCharges: Charges = { onFirstPitcherId: null, onSecondPitcherId: null, onThirdPitcherId: null };

type OptionalNumber = number | null | undefined;

/** The fields of a play that decide which pitcher is charged with the runners after it. */
interface ChargeFacts {
  /** Lineup entry of the pitcher. */
  readonly pitcherId: number;
  /**
   * Lineup entry of the pitcher against whom the plate appearance counts, where another pitcher finished it (Official
   * Baseball Rules 9.16(h)); null for the pitcher.
   */
  readonly responsiblePitcherId?: OptionalNumber;
  /** The base that the batter reached, from 1 to 3, or 4 for a run; null when the batter is out or still at bat. */
  readonly batterFinal?: OptionalNumber;
  /** Lineup entry of the runner on first base before the play; null when the base was empty. */
  readonly onFirstId?: OptionalNumber;
  /**
   * The base that the runner from first reached, from 1 to 3, or 4 for a run; null when the runner is out or nobody was
   * there.
   */
  readonly onFirstFinal?: OptionalNumber;
  /**
   * Lineup entry of the pitcher who is charged with the runner on first base if the runner scores (Official Baseball Rules
   * 9.16(g)); null for the pitcher of the play.
   */
  readonly onFirstPitcherId?: OptionalNumber;
  /** Lineup entry of the runner on second base before the play; null when the base was empty. */
  readonly onSecondId?: OptionalNumber;
  /** The base that the runner from second reached, 2 or 3, or 4 for a run; null when the runner is out or nobody was there. */
  readonly onSecondFinal?: OptionalNumber;
  /**
   * Lineup entry of the pitcher who is charged with the runner on second base if the runner scores; null for the pitcher
   * of the play.
   */
  readonly onSecondPitcherId?: OptionalNumber;
  /** Lineup entry of the runner on third base before the play; null when the base was empty. */
  readonly onThirdId?: OptionalNumber;
  /** The base that the runner from third reached: 3, or 4 for a run; null when the runner is out or nobody was there. */
  readonly onThirdFinal?: OptionalNumber;
  /**
   * Lineup entry of the pitcher who is charged with the runner on third base if the runner scores; null for the pitcher of
   * the play.
   */
  readonly onThirdPitcherId?: OptionalNumber;
  /** Grounded into a double play: 1 or 0. */
  readonly gidp?: number | undefined;
  /** Hit of any kind: 1 for a hit, otherwise 0. */
  readonly hit?: number | undefined;
  /** Base on balls, intentional ones included: 1 or 0. */
  readonly bb?: number | undefined;
  /** Batter hit by a pitch: 1 or 0. */
  readonly hbp?: number | undefined;
  /** Strikeout: 1 or 0. */
  readonly so?: number | undefined;
  /** Kind of batted ball or event, in the league's own words. */
  readonly hitType?: string | null | undefined;
}

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

/** The place in the batting order before this one. */
export function placeBefore(battingOrder: number): number {
  return battingOrder === 1 ? 9 : battingOrder - 1;
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
 * True if a game that stopped after this play counts (Official Baseball Rules 7.01(c)): five innings were over, or in the
 * fifth the team that bats last was ahead, or had tied the score in its half. Whether it had is known only at the beginning
 * of that half; later a level score counts.
 */
export function countsAsCalled(play: PlayFacts, scheduledInnings: number, firstHalf: Half = "top"): boolean {
  const after = situationAfter(play, firstHalf);
  const enough = Math.min(inningsOfCalledGame, scheduledInnings);
  if (after.inning > enough) return true;
  if (after.inning !== enough || after.half === firstHalf) return false;
  const lead = leadOf(after.half, after);
  return play.half === firstHalf ? lead > 0 : lead >= 0;
}

/** How many runs the team that bats in this half is ahead. */
export function leadOf(
  half: Half,
  { awayScore, homeScore }: Pick<Situation, "awayScore" | "homeScore">,
): number {
  return half === "top" ? awayScore - homeScore : homeScore - awayScore;
}

/** True in an inning whose halves begin with a runner on second base. */
export function hasAutomaticRunner(
  { automaticRunnerInning }: { readonly automaticRunnerInning: number | null },
  inning: number,
): boolean {
  return automaticRunnerInning !== null && inning >= automaticRunnerInning;
}

/**
 * The pitcher who is charged with the batter or a runner of a play.
 *
 * @param place 0 for the batter, 1 to 3 for the runner who was on that base
 */
export function chargedWith(play: ChargeFacts, place: 0 | 1 | 2 | 3): number {
  const { responsiblePitcherId, onFirstPitcherId, onSecondPitcherId, onThirdPitcherId } = play;
  const charged = [responsiblePitcherId, onFirstPitcherId, onSecondPitcherId, onThirdPitcherId];
  return charged[place] ?? play.pitcherId;
}

interface Mover {
  readonly final: number | null | undefined;
  readonly pitcherId: number;
}

/**
 * Which pitcher is charged with each runner after a play (Official Baseball Rules 9.16(g) and (h)). A runner stays charged to
 * the pitcher who let him on base. But after a fielder's choice each pitcher is charged with as many runners as he left, no
 * matter which of them was put out: the remaining runners take over all charges, the one farthest ahead first.
 */
function chargesAfter(play: ChargeFacts): Charges {
  const movers = moversOf(play);
  const safe = movers.filter(({ final }) => final != null);
  const charged = isFieldersChoice(play) ? movedCharges(play, movers) : safe;
  const on = (base: number) => charged[safe.findIndex(({ final }) => final === base)]?.pitcherId ?? null;
  return { onFirstPitcherId: on(1), onSecondPitcherId: on(2), onThirdPitcherId: on(3) };
}

/** The runners, the one farthest ahead first, and then the batter if his plate appearance is over. */
function moversOf(play: ChargeFacts): Mover[] {
  const runners = [
    { id: play.onThirdId, final: play.onThirdFinal, charged: play.onThirdPitcherId },
    { id: play.onSecondId, final: play.onSecondFinal, charged: play.onSecondPitcherId },
    { id: play.onFirstId, final: play.onFirstFinal, charged: play.onFirstPitcherId },
  ].filter(({ id }) => id != null);
  const { pitcherId } = play;
  return [
    ...runners.map(({ final, charged }) => ({ final, pitcherId: charged ?? pitcherId })),
    { final: play.batterFinal, pitcherId: play.responsiblePitcherId ?? pitcherId },
  ];
}

/**
 * The charges that move to the runners who are safe. If the runner from third was put out and the next one scored, the charges
 * have already moved within the play (see `chargedOnPlay`), and only the batter still needs one.
 */
function movedCharges(play: ChargeFacts, movers: readonly Mover[]): readonly Mover[] {
  return haveMoved(play) ? movers.slice(1) : movers;
}

function haveMoved({ onThirdId, onThirdFinal, ...play }: ChargeFacts): boolean {
  if (onThirdId == null || onThirdFinal != null) return false;
  return play.onSecondId == null ? play.onFirstFinal === 4 : play.onSecondFinal === 4;
}

/**
 * Which pitcher is charged with the runners in the play itself if a fielder's choice puts out the runner from third and the
 * next one scores: the run counts against the pitcher who left the runner on third (9.16(g)).
 *
 * @param play the play with the charges from before it
 */
export function chargedOnPlay(play: ChargeFacts): Charges {
  const { onFirstPitcherId = null, onSecondPitcherId = null, onThirdPitcherId = null } = play;
  const before = { onFirstPitcherId, onSecondPitcherId, onThirdPitcherId };
  if (!isFieldersChoice(play) || !haveMoved(play)) return before;
  if (play.onSecondId == null) return { ...before, onFirstPitcherId: onThirdPitcherId };
  return {
    onFirstPitcherId: play.onFirstId == null ? null : onSecondPitcherId,
    onSecondPitcherId: onThirdPitcherId,
    onThirdPitcherId,
  };
}

/**
 * True if the fielders put out a runner, or could have done so, instead of only the batter. A caught ball, an error and a third
 * strike are not fielder's choices.
 */
function isFieldersChoice(play: ChargeFacts): boolean {
  const { batterFinal, hitType, gidp = 0, hit = 0, bb = 0, hbp = 0, so = 0 } = play;
  if (gidp === 1 || hitType === "fielder's choice") return true;
  const isOther = hitType === "error" || hitType === "interference" || hit + bb + hbp + so > 0;
  return batterFinal != null && !isOther;
}

/**
 * True when a walk that follows is charged to the pitcher who leaves with this count: two balls or more, and more balls
 * than the strikes make up for (Official Baseball Rules 9.16(h)).
 */
export function walkIsFormerPitchers(balls: number, strikes: number): boolean {
  return balls === 3 || (balls === 2 && strikes < 2);
}

/** True when a strikeout that follows is charged to the batter who leaves with this count (9.15(b)). */
export function strikeoutIsFormerBatters(strikes: number): boolean {
  return strikes === 2;
}
