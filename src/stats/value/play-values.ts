import type { Play } from "../../models/plays-table.js";
import type { RunModel } from "./run-model.js";
import { decided, type Moment, type WinProbability } from "./win-probability.js";

/** The columns of a play from which its value is computed. */
export type ValuedPlay = Pick<
  Play,
  "playNumber" | "inning" | "half" | "outsBefore" | "onBaseCode" | "awayScore" | "homeScore" | "runsScored"
>;

/** What one play was worth to the team at bat. */
export interface PlayValue {
  readonly playNumber: number;
  /** Runs: RE24. */
  readonly re24: number;
  /** Games: win probability added. */
  readonly wpa: number;
}

/**
 * The values of a completed game's plays, in order. After the last play of a half-inning the run expectancy is 0, whether it ended
 * with three outs or with the game. So the RE24 of a half-inning add up to its runs minus the run expectancy at its beginning, and
 * the WPA of the winning team minus that of the losing team is one half.
 */
export function playValues(
  plays: readonly ValuedPlay[],
  runs: RunModel,
  chances: WinProbability,
): PlayValue[] {
  const homeWins = homeWinsBeforeEach(plays, chances);
  const last = plays.at(-1);
  if (last !== undefined) homeWins.push(decided(homeLeadAfter(last)));
  return plays.map((play, index) => {
    const next = plays[index + 1];
    const continues = next !== undefined && next.inning === play.inning && next.half === play.half;
    const gained = (homeWins[index + 1] ?? 0) - (homeWins[index] ?? 0);
    return {
      playNumber: play.playNumber,
      re24: play.runsScored + (continues ? expected(next, runs) : 0) - expected(play, runs),
      wpa: play.half === "bottom" ? gained : -gained,
    };
  });
}

/** The home team's chance to win before each play. */
export function homeWinsBeforeEach(plays: readonly ValuedPlay[], chances: WinProbability): number[] {
  return plays.map((play) => chances.homeWins(momentOf(play)));
}

const expected = ({ onBaseCode, outsBefore }: ValuedPlay, runs: RunModel) =>
  runs.expected({ bases: onBaseCode, outs: outsBefore });

const momentOf = ({ inning, half, outsBefore, onBaseCode, homeScore, awayScore }: ValuedPlay): Moment => ({
  ...{ inning, half, outs: outsBefore, bases: onBaseCode },
  homeLead: homeScore - awayScore,
});

function homeLeadAfter({ half, homeScore, awayScore, runsScored }: ValuedPlay): number {
  return homeScore - awayScore + (half === "bottom" ? runsScored : -runsScored);
}
