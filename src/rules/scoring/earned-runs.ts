import type { InningPlay, ScoringGame } from "./game.js";
import type { Outcome } from "./outcome.js";
import { allPlaces, home } from "./places.js";

/** What a play says of its runs. */
export interface EarnedRuns {
  /** How many of its runs are earned against a pitcher. */
  readonly earnedRuns: number;
  /** Whose: the runners from first, second and third are 1, 2 and 4, the batter is 8, added up. */
  readonly earnedRunCode: number;
  /** How many of them are not earned against the team. */
  readonly teamUnearnedRuns: number;
}

/** An earlier play whose runs have become earned since. */
export interface Correction extends EarnedRuns {
  readonly playNumber: number;
}

/** Which runs of a play are earned, and which of earlier plays have become so. */
export function earnedRuns(
  game: ScoringGame,
  outcome: Outcome,
  _play: InningPlay,
): { readonly ofPlay: EarnedRuns; readonly corrections: readonly Correction[] } {
  void game;
  return { ofPlay: marked(outcome), corrections: [] };
}

const bits = [8, 1, 2, 4] as const;

/** By the scorer's marks alone. */
function marked({ finals, marks }: Outcome): EarnedRuns {
  let earned = 0;
  let code = 0;
  let team = 0;
  for (const place of allPlaces) {
    if (finals[place] !== home || marks[place] === "unearned") continue;
    earned += 1;
    code += bits[place];
    if (marks[place] === "team unearned") team += 1;
  }
  return { earnedRuns: earned, earnedRunCode: code, teamUnearnedRuns: team };
}
