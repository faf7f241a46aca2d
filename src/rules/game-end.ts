import { type PlayFacts, type Situation, situationAfter } from "./situation.js";
import type { Half } from "./vocabulary.js";

/** After so many innings a game counts even when it is called. */
const inningsOfCalledGame = 5;

/**
 * True when a play ended the game: in the last scheduled inning or a later one, the team that bats last was ahead as
 * soon as it had nothing left to bat for, or the inning was over and the score was not tied (Official Baseball Rules
 * 7.01).
 *
 * @param firstHalf the half with which each inning begins: the bottom where the home team bats first
 */
export function endsGame(play: PlayFacts, scheduledInnings: number, firstHalf: Half = "top"): boolean {
  const after = situationAfter(play, firstHalf);
  if (after.half !== firstHalf) return after.inning >= scheduledInnings && leadOf(after.half, after) > 0;
  return play.half !== firstHalf && after.inning > scheduledInnings && after.homeScore !== after.awayScore;
}

/**
 * True when a game that stopped after this play counts: five innings were over, or the team that bats last did not
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
