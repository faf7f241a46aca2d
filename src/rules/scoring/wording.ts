import type { Marks } from "./credits.js";
import type { Outcome } from "./outcome.js";
import { baseNames, home, type Place, runnersPlaces } from "./runner-places.js";

const fielders = [
  "the defense",
  "the pitcher",
  "the catcher",
  "the first baseman",
  "the second baseman",
  "the third baseman",
  "the shortstop",
  "the left fielder",
  "the center fielder",
  "the right fielder",
] as const;

const directions = [
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
] as const;

/** A ball that is hit for extra bases is in the outfield, even if an infielder fields it first. */
const firstOutfielder = 7;

const outKinds = { G: "ground out", F: "fly out", L: "line out", P: "pop out", "": "out" } as const;
const verbs = { G: "grounds", F: "flies", L: "lines", P: "pops", "": "hits" } as const;

/** What happened, in a word or two: `hitType` of a play. */
export function hitTypeOf({ event, trajectory, finals }: Outcome, marks: Marks): string {
  if (event.event === "caught stealing" && event.pickoff) return "pickoff";
  if (event.event !== "out") return event.event;
  if (marks.sacBunt) return "sacrifice bunt";
  if (marks.sacFly) return "sacrifice fly";
  if (marks.triplePlay) return "triple play";
  if (marks.doublePlay) return "double play";
  return finals[0] > 0 ? "force out" : outKinds[trajectory];
}

/** The fielder who fielded the ball first; 0 if there was none or he is not known. */
export function fieldedBy({ event }: Outcome): number {
  switch (event.event) {
    case "single":
    case "double":
    case "triple":
    case "homerun":
      return event.groundRule ? 0 : (event.fieldedBy ?? 0);
    case "fielder's choice":
      return event.fieldedBy ?? 0;
    case "error":
    case "foul error":
      return event.fielder;
    case "out":
      return event.plays[0]?.fielders[0] ?? event.plays[0]?.error ?? 0;
    default:
      return 0;
  }
}

/** The people of a play, by name. */
export interface Names {
  /** The batter's, or a runner's. */
  at(place: Place): string;
  /** A fielder's, by his number; "a fielder" if he is not known. */
  fielder(number: number): string;
}

/** The play in one sentence: "Rajai Davis homers; Brandon Guyer scores." */
export function describe(outcome: Outcome, marks: Marks, names: Names): string {
  const phrases = [
    ...mainPhrases(outcome, marks, names),
    ...runnerPhrases(outcome, names),
    ...(outcome.finals[0] === home && outcome.event.event !== "homerun" ? [`${names.at(0)} scores`] : []),
  ];
  const sentence = phrases.length === 0 ? hitTypeOf(outcome, marks) : phrases.join("; ");
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

function mainPhrases(outcome: Outcome, marks: Marks, names: Names): string[] {
  if (outcome.isTurnOver) return [`${names.at(0)} ${batterPhrase(outcome, marks)}`];
  switch (outcome.event.event) {
    case "wild pitch":
      return [`${names.fielder(1)} throws a wild pitch`];
    case "passed ball":
      return [`${names.fielder(2)} allows a passed ball`];
    case "balk":
      return [`${names.fielder(1)} balks`];
    case "defensive indifference":
      return ["defensive indifference"];
    case "foul error":
      return [`${names.fielder(outcome.credit.errors[0] ?? 0)} makes an error on a foul ball`];
    default:
      return [];
  }
}

/** What the batter did, as a phrase that follows his name: "flies out to right field". */
function batterPhrase(outcome: Outcome, marks: Marks): string {
  const fielder = fieldedBy(outcome);
  const direction = directions[fielder] ?? "";
  const outfield = fielder >= firstOutfielder ? direction : "";
  switch (outcome.event.event) {
    case "out":
      return outPhrase(outcome, marks, direction);
    case "strikeout":
      return outcome.finals[0] > 0 ? "strikes out but reaches base" : "strikes out";
    case "walk":
      return "walks";
    case "intentional walk":
      return "is walked intentionally";
    case "hit by pitch":
      return "is hit by a pitch";
    case "interference":
      return "reaches on interference";
    case "error":
      return `reaches on an error by ${fielders[outcome.credit.errors[0] ?? 0]}`;
    case "fielder's choice":
      return "hits into a fielder's choice";
    case "single":
      return `singles${direction}`;
    case "double":
      return `doubles${outfield}`;
    case "triple":
      return `triples${outfield}`;
    default:
      return "homers";
  }
}

function outPhrase(outcome: Outcome, marks: Marks, direction: string): string {
  const verb = verbs[outcome.trajectory];
  const type = hitTypeOf(outcome, marks);
  switch (type) {
    case "sacrifice bunt":
      return `lays down a sacrifice bunt${direction}`;
    case "sacrifice fly":
      return `hits a sacrifice fly${direction}`;
    case "force out":
    case "double play":
    case "triple play":
      return `${verb} into a ${type}`;
    default:
      return verb === "hits" ? "is out" : `${verb} out${direction}`;
  }
}

/** From third base back to first, as the runs score. */
function runnerPhrases(outcome: Outcome, names: Names): string[] {
  return runnersPlaces.toReversed().flatMap((place) => {
    const phrase = outcome.onBase[place] ? runnerPhrase(outcome, place) : null;
    return phrase === null ? [] : [`${names.at(place)} ${phrase}`];
  });
}

/** What a runner did, as a phrase that follows his name: "steals second"; null if the sentence does not mention it. */
function runnerPhrase(outcome: Outcome, place: 1 | 2 | 3): string | null {
  const final = outcome.finals[place];
  const next = baseNames[place + 1];
  const score = final === home ? " and scores" : "";
  const safe = final === 0 ? "" : ` but is safe on an error${score}`;
  const isPickedOff = outcome.pickedOff[place];
  if (outcome.caught[place])
    return `is ${isPickedOff ? "picked off and " : ""}caught stealing ${next}${safe}`;
  if (isPickedOff) return `is picked off ${baseNames[place]}${safe}`;
  if (outcome.steals[place]) return `steals ${next}${place === 3 ? "" : score}`;
  if (score !== "") return "scores";
  return outcome.isTurnOver ? null : plainMove(final, place);
}

/** Used only for plays without the batter. With him, only steals, pickoffs and runs are mentioned. */
function plainMove(final: number, place: number): string | null {
  if (final === 0) return "is out on the bases";
  return final > place ? `advances to ${baseNames[final]}` : null;
}
