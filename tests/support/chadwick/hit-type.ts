import { eventCode } from "./event-code.js";
import type { SourceRow } from "./row.js";

const types: Readonly<Record<number, string>> = {
  [eventCode.strikeout]: "strikeout",
  [eventCode.stolenBase]: "stolen base",
  [eventCode.defensiveIndifference]: "defensive indifference",
  [eventCode.caughtStealing]: "caught stealing",
  [eventCode.pickoffError]: "pickoff error",
  [eventCode.pickoff]: "pickoff",
  [eventCode.wildPitch]: "wild pitch",
  [eventCode.passedBall]: "passed ball",
  [eventCode.balk]: "balk",
  [eventCode.otherAdvance]: "other advance",
  [eventCode.foulError]: "foul error",
  [eventCode.walk]: "walk",
  [eventCode.intentionalWalk]: "intentional walk",
  [eventCode.hitByPitch]: "hit by pitch",
  [eventCode.interference]: "interference",
  [eventCode.error]: "error",
  [eventCode.fieldersChoice]: "fielder's choice",
  [eventCode.single]: "single",
  [eventCode.double]: "double",
  [eventCode.triple]: "triple",
  [eventCode.homerun]: "homerun",
};

const outsByBattedBall: Readonly<Record<string, string>> = {
  G: "ground out",
  F: "fly out",
  L: "line out",
  P: "pop out",
};

/** What happened, in a word or two. */
export function hitTypeOf(event: SourceRow): string {
  const code = event.number("EVENT_CD");
  return code === eventCode.out ? outTypeOf(event) : (types[code] ?? "unknown");
}

function outTypeOf(event: SourceRow): string {
  if (event.flag("SH_FL")) return "sacrifice bunt";
  if (event.flag("SF_FL")) return "sacrifice fly";
  if (event.flag("TP_FL")) return "triple play";
  if (event.flag("DP_FL")) return "double play";
  if (event.number("BAT_DEST_ID") > 0) return "force out";
  return outsByBattedBall[event.text("BATTEDBALL_CD")] ?? "out";
}
