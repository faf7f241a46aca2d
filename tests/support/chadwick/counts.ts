import { eventCode } from "./event-code.js";
import type { SourceRow } from "./row.js";
import { destinationFields, isEarned, runnerFields } from "./vocabulary.js";

/** What the play adds to the statistics. */
export function countsOf(event: SourceRow) {
  const code = event.number("EVENT_CD");
  return {
    pa: one(event.flag("BAT_EVENT_FL")),
    ab: one(event.flag("AB_FL")),
    ...hitsOf(event.number("H_CD")),
    bb: one(code === eventCode.walk || code === eventCode.intentionalWalk),
    ibb: one(code === eventCode.intentionalWalk),
    so: one(code === eventCode.strikeout),
    hbp: one(code === eventCode.hitByPitch),
    rbi: event.number("RBI_CT"),
    sacBunt: one(event.flag("SH_FL")),
    sacFly: one(event.flag("SF_FL")),
    gidp: one(isGroundedIntoDoublePlay(event)),
    ...runningOf(event),
    wildPitch: one(event.flag("WP_FL")),
    passedBall: one(event.flag("PB_FL")),
    balk: one(code === eventCode.balk),
    error: event.number("ERR_CT"),
    ...cardResults,
    outsRecorded: event.number("EVENT_OUTS_CT"),
    earnedRuns: destinationFields.filter((field) => isEarned(event.number(field))).length,
  };
}

/** Results of the card game's ballpark charts, which real games do not have. */
const cardResults = { bphr: 0, bpfo: 0, bp1b: 0, bplo: 0 } as const;

function hitsOf(bases: number) {
  return {
    hit: one(bases > 0),
    double: one(bases === 2),
    triple: one(bases === 3),
    homerun: one(bases === 4),
  };
}

function runningOf(event: SourceRow) {
  return {
    sb: event.countFlags(runnerFields.stealing),
    cs: event.countFlags(runnerFields.caughtStealing),
    pickOff: event.countFlags(runnerFields.pickedOff),
  };
}

/**
 * The scorer's own mark. A double play on a ground ball is not always one: the second out may come from a runner
 * who tried for an extra base.
 */
function isGroundedIntoDoublePlay(event: SourceRow): boolean {
  return /\/B?GDP/.test(event.text("EVENT_TX"));
}

function one(happened: boolean): 0 | 1 {
  return happened ? 1 : 0;
}
