import type { SourceRow } from "./row.js";
import { destinationFields, firstScoringDestination, sideOf } from "./vocabulary.js";

/** The situation before the play, and whether the play put the batting team ahead. */
export function situationOf(event: SourceRow) {
  const awayScore = event.number("AWAY_SCORE_CT");
  const homeScore = event.number("HOME_SCORE_CT");
  const isHomeBatting = sideOf(event, "BAT_HOME_ID") === "HOME";
  const lead = isHomeBatting ? homeScore - awayScore : awayScore - homeScore;
  const runs = destinationFields.filter((field) => event.number(field) >= firstScoringDestination).length;
  return {
    inning: event.number("INN_CT"),
    half: isHomeBatting ? ("bottom" as const) : ("top" as const),
    outsBefore: event.number("OUTS_CT"),
    battingOrder: event.number("BAT_LINEUP_ID"),
    awayScore,
    homeScore,
    isNewInning: event.flag("INN_NEW_FL"),
    isTied: awayScore === homeScore,
    isGoAhead: lead <= 0 && lead + runs > 0,
    inPow: false,
  };
}
