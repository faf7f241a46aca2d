import { type PlayFacts, situationAfter } from "../models/plays/index.js";

/** After so many innings a game counts even when it is called. */
const inningsOfCalledGame = 5;

/**
 * True when a play ended the game: in the last scheduled inning or a later one, the home team was ahead as soon as
 * it had nothing left to bat for, or the inning was over and the score was not tied.
 */
export function endsGame(play: PlayFacts, scheduledInnings: number): boolean {
  const after = situationAfter(play);
  if (after.half === "bottom") return after.inning >= scheduledInnings && after.homeScore > after.awayScore;
  return play.half === "bottom" && after.inning > scheduledInnings && after.homeScore !== after.awayScore;
}

/**
 * True when a game that stopped after this play counts: five innings were over, or the home team did not need the
 * rest of the fifth.
 */
export function countsAsCalled(play: PlayFacts, scheduledInnings: number): boolean {
  const after = situationAfter(play);
  const enough = Math.min(inningsOfCalledGame, scheduledInnings);
  if (after.inning > enough) return true;
  return after.inning === enough && after.half === "bottom" && after.homeScore >= after.awayScore;
}
