import { fieldingPositions } from "../../../src/rules/vocabulary.js";
import { batterPhrase } from "./batter-phrase.js";
import { eventCode } from "./event-code.js";
import { hitTypeOf } from "./hit-type.js";
import type { Names } from "./names.js";
import type { SourceRow } from "./row.js";
import { runnerPhrase } from "./runner-phrase.js";
import { fielderFields, firstScoringDestination } from "./vocabulary.js";

/** The play in one plain English sentence: "Rajai Davis homers; Brandon Guyer scores." */
export function descriptionOf(event: SourceRow, people: Names): string {
  const phrases = [
    ...mainPhrases(event, people),
    ...runnerPhrases(event, people),
    ...batterScores(event, people),
  ];
  const sentence = phrases.length === 0 ? hitTypeOf(event) : phrases.join("; ");
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

function nameOf(event: SourceRow, field: string, people: Names): string {
  const id = event.text(field);
  return people.get(id) ?? id;
}

function fielderName(event: SourceRow, code: number, people: Names): string {
  const position = fieldingPositions[code - 1];
  return position === undefined ? "a fielder" : nameOf(event, fielderFields[position], people);
}

function mainPhrases(event: SourceRow, people: Names): string[] {
  if (event.flag("BAT_EVENT_FL")) return [`${nameOf(event, "BAT_ID", people)} ${batterPhrase(event)}`];
  switch (event.number("EVENT_CD")) {
    case eventCode.wildPitch:
      return [`${nameOf(event, "PIT_ID", people)} throws a wild pitch`];
    case eventCode.passedBall:
      return [`${nameOf(event, "POS2_FLD_ID", people)} allows a passed ball`];
    case eventCode.balk:
      return [`${nameOf(event, "PIT_ID", people)} balks`];
    case eventCode.defensiveIndifference:
      return ["defensive indifference"];
    case eventCode.foulError:
      return [`${fielderName(event, event.number("ERR1_FLD_CD"), people)} makes an error on a foul ball`];
    default:
      return [];
  }
}

/** From third base back to first, as the runs score. */
function runnerPhrases(event: SourceRow, people: Names): string[] {
  return ([3, 2, 1] as const).flatMap((base) => {
    const field = `BASE${base}_RUN_ID`;
    const phrase = event.text(field) === "" ? null : runnerPhrase(event, base);
    return phrase === null ? [] : [`${nameOf(event, field, people)} ${phrase}`];
  });
}

/** A batter who gets all the way home without a home run. */
function batterScores(event: SourceRow, people: Names): string[] {
  const isHome = event.number("BAT_DEST_ID") >= firstScoringDestination;
  if (!isHome || event.number("EVENT_CD") === eventCode.homerun) return [];
  return [`${nameOf(event, "BAT_ID", people)} scores`];
}
