import type { Game } from "../../models/games-table.js";
import type { Play } from "../../models/plays-table.js";
import type { Timeline } from "../../rules/lineups/timeline.js";
import { endsGame } from "../../rules/situation.js";
import { type Expectation, expectationAfter, firstExpectation, noExpectation } from "./expectation.js";
import type { Finding, Inconsistency } from "./inconsistencies.js";
import {
  absentRunners,
  halfAtBat,
  outOfOrder,
  peopleInconsistencies,
  properBatter,
} from "./verify-people.js";
import { unlikeExpected } from "./verify-situation.js";

/** The findings of a replay of all plays, and what is expected after the last one. */
export interface Replay {
  readonly found: readonly Inconsistency[];
  readonly end: Expectation;
}

/** Checks a game's plays in order: whether each follows from the one before. */
export function replay(game: Game, plays: readonly Play[], timeline: Timeline): Replay {
  const found: Inconsistency[] = [];
  let expected = firstExpectation;
  let before = 0;
  for (const play of plays) {
    if (play.playNumber !== before + 1) {
      found.push({ kind: "play-number", play: play.playNumber, message: gapText(before, play.playNumber) });
      expected = noExpectation;
    }
    if (wasOver(game, expected) && !found.some(({ kind }) => kind === "after-the-end")) {
      const message = "The game was over before this play.";
      found.push({ kind: "after-the-end", play: play.playNumber, message });
    }
    const step = examine(game, play, expected, timeline);
    found.push(...step.found);
    expected = expectationAfter(play, step.corrected, expected);
    before = play.playNumber;
  }
  return { found, end: expected };
}

/** True if the previous play ended the game, in every way that it can be read. */
function wasOver({ scheduledInnings }: Game, { readings }: Expectation): boolean {
  return readings.length > 0 && readings.every((reading) => endsGame(reading, scheduledInnings));
}

function gapText(before: number, playNumber: number): string {
  return before + 2 === playNumber
    ? `Play ${before + 1} is missing.`
    : `Plays ${before + 1} to ${playNumber - 1} are missing.`;
}

/** The findings in one play, and the play as it should be. */
interface ExaminedPlay {
  readonly found: readonly Inconsistency[];
  readonly corrected: Play;
}

function examine(game: Game, stored: Play, expected: Expectation, timeline: Timeline): ExaminedPlay {
  const situation = unlikeExpected(game, stored, expected, timeline);
  // Players are checked against the half in which the batter can bat, so that one wrong `half` is not eight wrong players.
  const isMisplaced = situation.some(({ correction }) => correction?.half !== undefined);
  const half = isMisplaced ? halfAtBat(game, stored, timeline) : stored.half;
  const play = half === stored.half ? stored : { ...stored, half };
  const findings: Finding[] = [
    ...situation,
    ...outOfOrder(game, play, expected, timeline),
    ...peopleInconsistencies(game, play, timeline),
    ...(situation.some(({ kind }) => kind === "runner") ? [] : absentRunners(game, play, timeline)),
  ];
  const corrections = [
    properBatter(game, play, expected, timeline),
    ...findings.map((each) => each.correction),
  ];
  return {
    found: findings.map(({ kind, message }) => ({ kind, play: play.playNumber, message })),
    corrected: correctedBy(stored, corrections),
  };
}

/** The same play if there is nothing to correct. */
function correctedBy(play: Play, corrections: readonly (Partial<Play> | undefined)[]): Play {
  const corrected: Play = Object.assign({ ...play }, ...corrections);
  const fields = Object.keys(corrected) as (keyof Play)[];
  return fields.some((field) => corrected[field] !== play[field]) ? corrected : play;
}
