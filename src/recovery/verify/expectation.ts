import type { Game } from "../../models/games-table.js";
import type { Play } from "../../models/plays-table.js";
import { battingOrderAfter, firstSituation, type Situation, situationAfter } from "../../rules/situation.js";
import type { Half } from "../../rules/vocabulary.js";

/** The situation in which the next play should begin. `begins` is true if it is the first of its half-inning. */
export interface Beginning {
  readonly situation: Situation;
  readonly begins: boolean;
}

/**
 * What is expected of the next play. After a play that did not follow from the one before, there are two expectations: one from
 * its stored values, and one from the values that it should have. So one wrong value is reported once, and not again with each
 * later play.
 */
export interface Expectation {
  /** The previous play as it is stored and, if it is wrong, as it should be; empty before the first. */
  readonly readings: readonly Play[];
  /** Empty after a gap, where nothing is known. */
  readonly beginnings: readonly Beginning[];
  /** Places in the batting order that may be due, for each half; empty after a gap. */
  readonly due: Readonly<Record<Half, readonly number[]>>;
}

export const firstExpectation: Expectation = {
  readings: [],
  beginnings: [{ situation: firstSituation, begins: true }],
  due: { top: [1], bottom: [1] },
};

/** After a gap between two plays nothing is expected of the next. */
export const noExpectation: Expectation = {
  readings: [],
  beginnings: [],
  due: { top: [], bottom: [] },
};

/** The expectation after a play: from its stored values and, if they are wrong, also from the values that it should have. */
export function expectationAfter(play: Play, corrected: Play, { due }: Expectation): Expectation {
  const readings = corrected === play ? [play] : [play, corrected];
  const dueIn = (half: Half) =>
    readings.flatMap((reading) => (reading.half === half ? [battingOrderAfter(reading)] : due[half]));
  return {
    readings,
    beginnings: readings.map((reading) => beginningAfter(reading)),
    due: { top: [...new Set(dueIn("top"))], bottom: [...new Set(dueIn("bottom"))] },
  };
}

function beginningAfter(play: Play): Beginning {
  const situation = situationAfter(play);
  return { situation, begins: situation.inning !== play.inning || situation.half !== play.half };
}

/** The team at bat and the team in the field. */
export function teamsOf({ awayTeamId, homeTeamId }: Game, half: Half) {
  return half === "top"
    ? { batting: awayTeamId, fielding: homeTeamId }
    : { batting: homeTeamId, fielding: awayTeamId };
}
