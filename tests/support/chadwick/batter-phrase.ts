import { eventCode } from "./event-code.js";
import { hitTypeOf } from "./hit-type.js";
import type { SourceRow } from "./row.js";

const fielders: readonly string[] = [
  "nobody",
  "the pitcher",
  "the catcher",
  "the first baseman",
  "the second baseman",
  "the third baseman",
  "the shortstop",
  "the left fielder",
  "the center fielder",
  "the right fielder",
];

const places: readonly string[] = [
  "",
  " to the pitcher",
  " to the catcher",
  " to first base",
  " to second base",
  " to third base",
  " to shortstop",
  " to left field",
  " to center field",
  " to right field",
];

/** A ball that goes for extra bases is in the outfield, even when an infielder is the first to have it. */
const firstOutfielder = 7;

const intoPlay: Readonly<Record<string, string>> = { G: "grounds", F: "flies", L: "lines", P: "pops" };

/** What the batter did, as a phrase that follows his name: "flies out to right field". */
export function batterPhrase(event: SourceRow): string {
  const fielder = event.number("FLD_CD");
  const place = places[fielder] ?? "";
  const outfield = fielder >= firstOutfielder ? place : "";
  switch (event.number("EVENT_CD")) {
    case eventCode.out:
      return outPhrase(event, place);
    case eventCode.strikeout:
      return event.number("BAT_DEST_ID") > 0 ? "strikes out but reaches base" : "strikes out";
    case eventCode.walk:
      return "walks";
    case eventCode.intentionalWalk:
      return "is walked intentionally";
    case eventCode.hitByPitch:
      return "is hit by a pitch";
    case eventCode.interference:
      return "reaches on interference";
    case eventCode.error:
      return `reaches on an error by ${fielders[event.number("ERR1_FLD_CD")] ?? "the defense"}`;
    case eventCode.fieldersChoice:
      return "hits into a fielder's choice";
    case eventCode.single:
      return `singles${place}`;
    case eventCode.double:
      return `doubles${outfield}`;
    case eventCode.triple:
      return `triples${outfield}`;
    case eventCode.homerun:
      return "homers";
    default:
      return "bats";
  }
}

function outPhrase(event: SourceRow, place: string): string {
  const verb = intoPlay[event.text("BATTEDBALL_CD")] ?? "hits";
  const type = hitTypeOf(event);
  switch (type) {
    case "sacrifice bunt":
      return `lays down a sacrifice bunt${place}`;
    case "sacrifice fly":
      return `hits a sacrifice fly${place}`;
    case "force out":
    case "double play":
    case "triple play":
      return `${verb} into a ${type}`;
    default:
      return verb === "hits" ? "is out" : `${verb} out${place}`;
  }
}
