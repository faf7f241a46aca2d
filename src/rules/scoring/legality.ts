import { IllegalPlayError } from "../../errors/errors.js";
import { isKnownEvent } from "../notation/check-event.js";
import type { Advance, PlayEvent, Runner } from "../notation/play-event.js";
import { basesOfHit, type Outcome } from "./outcome.js";
import {
  allPlaces,
  baseNames,
  home,
  numberOf,
  type Place,
  placeOf,
  runnerOf,
  runnersPlaces,
} from "./runner-places.js";

const places = ["home plate", "first base", "second base", "third base"] as const;
const baseAfter = (base: number) => places[(base + 1) as Place] ?? places[0];
const who = (place: Place) => (place === 0 ? "the batter" : `the runner from ${baseNames[place]}`);
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * Refuses what cannot have happened.
 *
 * @throws {IllegalPlayError} with every reason, as sentences
 */
export function expectLegal(outcome: Outcome): void {
  const reasons = [...impossible(outcome), ...(outcome.asWritten ? [] : unruly(outcome))];
  if (reasons.length > 0) throw illegalPlay(reasons);
}

export function illegalPlay(reasons: readonly string[]): IllegalPlayError {
  const unique = [...new Set(reasons)];
  return new IllegalPlayError(unique.join(" "), { details: { reasons: unique } });
}

/** What no record of a game can contain. */
function impossible(outcome: Outcome): string[] {
  const { event, outs, outsRecorded, onBase, named, isTurnOver, finals, out } = outcome;
  const reasons: string[] = [];
  if (!isKnownEvent(event.event)) reasons.push(`There is no event "${String(event.event)}".`);
  if (event.event === "no play") reasons.push("Nothing happened: NP is not a play, and is not recorded.");
  for (const place of runnersPlaces)
    if (named[place] && !onBase[place]) reasons.push(`There is no runner on ${places[place]}.`);
  if (!isTurnOver && named[0])
    reasons.push("The batter is still at bat: he can neither advance nor be put out.");
  if (event.event === "homerun" && finals[0] !== home)
    reasons.push("The batter scores on his home run: he can neither stop at a base nor be put out.");
  for (const place of runnersPlaces)
    if (named[place] && finals[place] > 0 && finals[place] < place)
      reasons.push(`${capital(who(place))} cannot go back to ${places[finals[place] as Place]}.`);
  for (const place of allPlaces)
    if (out[place] && finals[place] > 0) reasons.push(`${capital(who(place))} cannot be both safe and out.`);
  if (outs + outsRecorded > 3)
    reasons.push(
      `There ${outs === 1 ? "is 1 out" : `are ${outs} outs`} already: ${outsRecorded} more would be more than three.`,
    );
  return [...reasons, ...onOneBase(finals)];
}

function onOneBase(finals: readonly number[]): string[] {
  return allPlaces.flatMap((place) => {
    const final = finals[place] as number;
    const other = allPlaces.find((each) => each > place && finals[each] === final);
    if (final === 0 || final === home || other === undefined) return [];
    return [`${capital(who(place))} and ${who(other)} cannot both be on ${places[final as Place]}.`];
  });
}

/** What the rules of the game do not allow. An official record is accepted as it is. */
function unruly(outcome: Outcome): string[] {
  return [
    ...moversWithoutReason(outcome),
    ...moversWhoAreOut(outcome),
    ...passing(outcome),
    ...falseForces(outcome),
    ...falseMarks(outcome),
    ...moversOnDeadBall(outcome),
    ...falseSteals(outcome),
    ...missedBase(outcome),
    ...runsOnTheThirdOut(outcome),
  ];
}

const needsRunner: Readonly<Partial<Record<PlayEvent["event"], string>>> = {
  "wild pitch": "A wild pitch",
  "passed ball": "A passed ball",
  balk: "A balk",
  "defensive indifference": "Defensive indifference",
  "other advance": "Another advance",
};

function moversWithoutReason({ event, finals, out, onBase, outs }: Outcome): string[] {
  const subject = Object.hasOwn(needsRunner, event.event) ? needsRunner[event.event] : undefined;
  const moved = runnersPlaces.some((place) => onBase[place] && (out[place] || finals[place] !== place));
  const reasons: string[] = [];
  if (subject !== undefined && !moved)
    reasons.push(`${subject} is one only if a runner moves: say who moves where.`);
  if (event.event === "foul error" && moved)
    reasons.push("No runner moves on a foul ball that is not caught: the ball is dead.");
  if (event.event === "strikeout" && finals[0] > 0 && onBase[1] && outs < 2 && !out[1])
    reasons.push(
      "The batter cannot run on a third strike while first base is taken and fewer than two are out.",
    );
  return reasons;
}

/** A player whom the play's first part puts out does not move, and is put out only once. */
function moversWhoAreOut({ event, credit, outsRecorded }: Outcome): string[] {
  const reasons = placesOut(event).flatMap((place) => {
    const advance = event.advances?.[runnerOf[place]];
    const isSaidTwice =
      typeof advance === "object" &&
      advance.out &&
      numberOf[advance.to] === place + 1 &&
      !advance.plays?.length;
    if (advance === undefined || isSaidTwice) return [];
    return [`${capital(who(place))} is out: he cannot advance.`];
  });
  const putouts = credit.known.putouts.length;
  if (reasons.length === 0 && putouts > outsRecorded)
    reasons.push(`There are more putouts than outs: ${putouts}, and ${outsRecorded} out on the play.`);
  return reasons;
}

/**
 * The players whom the play's first part puts out. A strikeout is not among them, because the third strike may not have been
 * caught.
 */
function placesOut(event: PlayEvent): Place[] {
  const running = [event, ...("with" in event ? (event.with ?? []) : [])].flatMap((play) => {
    const isMuffed = "plays" in play && play.plays?.some(({ error }) => error !== undefined);
    if (isMuffed) return [];
    if (play.event === "caught stealing") return [(numberOf[play.base] - 1) as Place];
    return play.event === "pickoff" ? [numberOf[play.base] as Place] : [];
  });
  if (event.event !== "out") return running;
  return event.plays.flatMap(({ runner, error }) =>
    error === undefined ? [placeOf[runner ?? "batter"]] : [],
  );
}

/** A runner who is safe cannot be ahead of one who was ahead of him before, and is safe on a base. */
function passing({ finals }: Outcome): string[] {
  return allPlaces.flatMap((place) =>
    runnersPlaces.flatMap((ahead) => {
      const [mine, his] = [finals[place], finals[ahead]];
      if (ahead <= place || his === 0 || his === home || mine <= his) return [];
      return [`${capital(who(place))} cannot pass ${who(ahead)}.`];
    }),
  );
}

/** An out by touching a base with the ball needs a runner who was forced to go there. */
function falseForces({ event, onBase, outs }: Outcome): string[] {
  if (event.event !== "out") return [];
  const batterIsFirst = event.plays[0]?.runner === undefined;
  const isForce = (event.modifiers ?? []).some((modifier) => modifier === "FO" || modifier === "GDP");
  const caughtBatter = batterIsFirst && outs < 2;
  if (!isForce || caughtBatter) return [];
  return event.plays.flatMap(({ runner }) => {
    const place = runner === undefined ? 0 : placeOf[runner];
    return isForcedByBatter(onBase, place)
      ? []
      : [`${capital(who(place))} is not forced to run: a base behind him is empty.`];
  });
}

const hits: ReadonlySet<string> = new Set(["single", "double", "triple", "homerun"]);

function falseMarks({ event, outsRecorded, outs, finals, onBase, out }: Outcome): string[] {
  const modifiers = new Set<string>(event.modifiers ?? []);
  const has = (...names: readonly string[]) => names.some((name) => modifiers.has(name));
  const reasons: string[] = [];
  if (has("DP", "GDP", "LDP", "FDP", "BGDP", "BPDP") && outsRecorded < 2)
    reasons.push("A double play needs two outs on the play.");
  if (has("TP", "GTP", "LTP") && outsRecorded < 3)
    reasons.push("A triple play needs three outs on the play.");
  if (has("SF", "SH") && outs === 2) reasons.push("There is no sacrifice with two outs.");
  if (has("SF", "SH") && hits.has(event.event)) reasons.push("A hit is not a sacrifice.");
  if (has("SF") && !finals.includes(home)) reasons.push("A sacrifice fly needs a runner who scores.");
  if (has("IF") && (outs === 2 || !onBase[1] || !onBase[2]))
    reasons.push("There is an infield fly only with runners on first and second and fewer than two out.");
  else if (has("IF") && !out[0])
    reasons.push("The batter is out on an infield fly, even if it is not caught.");
  return reasons;
}

/** A pitch that hits the batter is dead: who is forced moves by one base, and nobody else moves (5.06(c)(1)). */
function moversOnDeadBall({ event, onBase, finals }: Outcome): string[] {
  if (event.event !== "hit by pitch") return [];
  const reasons = finals[0] === 1 ? [] : ["The batter is given first base, and the ball is dead."];
  for (const place of runnersPlaces) {
    const isForced = isForcedByBatter(onBase, place);
    if (!onBase[place] || finals[place] === (isForced ? place + 1 : place)) continue;
    reasons.push(
      isForced
        ? `${capital(who(place))} is forced by one base: the ball is dead.`
        : `${capital(who(place))} is not forced by the batter: the ball is dead, and he stays.`,
    );
  }
  return reasons;
}

const isForcedByBatter = (onBase: Outcome["onBase"], place: Place) =>
  runnersPlaces.every((behind) => behind >= place || onBase[behind]);

/** A base to which a walk forces a runner is given, and after the third out nobody steals. */
function falseSteals({ event, onBase, steals, caught, pickedOff, out, outs }: Outcome): string[] {
  if (!steals.includes(true)) return [];
  if (event.event === "walk" || event.event === "intentional walk")
    return runnersPlaces
      .filter((place) => steals[place] && isForcedByBatter(onBase, place))
      .map(
        (place) => `${capital(who(place))} is forced to ${baseAfter(place)} by the walk, and steals nothing.`,
      );
  const isThirdOut = event.event === "strikeout" && event.plays === undefined && out[0] && outs === 2;
  if (!isThirdOut || caught.includes(true) || pickedOff.includes(true)) return [];
  return ["The third strike is the third out: nobody steals a base on it."];
}

const worthOfHits = ["no hit", "a single", "a double", "a triple"] as const;

/** A batter who is out on appeal because he missed a base is credited with those before it (9.06(d)). */
function missedBase({ event, out }: Outcome): string[] {
  const { batter } = event.advances ?? {};
  if (!hits.has(event.event) || !out[0] || typeof batter !== "object") return [];
  const { to, plays = [], notes = [] } = batter;
  const base = numberOf[to];
  const isAppeal = [...notes, ...plays.flatMap((play) => play.notes ?? [])].includes("AP");
  if (!isAppeal || base > basesOfHit(event)) return [];
  const missed = `The batter missed ${baseAfter(base - 1)}:`;
  return [base === 1 ? `${missed} he has no hit.` : `${missed} his hit is ${worthOfHits[base - 1]}.`];
}

/** No run scores when the third out is the batter before first base, or a force (5.08(a)). */
function runsOnTheThirdOut(outcome: Outcome): string[] {
  if (outcome.outs + outcome.outsRecorded < 3 || !outcome.finals.includes(home)) return [];
  const kinds = new Set(possibleThirdOuts(outcome).map((place) => thirdOutOf(outcome, place)));
  const [kind] = kinds;
  // If it is not known which of several outs was the last, it may be one after which a run counts.
  if (kind === undefined || kind === "another" || kinds.size > 1) return [];
  return [`No run scores when the third out is ${kind}.`];
}

/**
 * The players who may have made the third out: moves come after what the fielders did with the ball, and have no order among
 * themselves.
 */
function possibleThirdOuts({ event, out }: Outcome): Place[] {
  const moved = Object.entries(event.advances ?? {}) as [Runner, Advance | undefined][];
  const places = moved.flatMap(([runner, advance]) => {
    const isOut = typeof advance === "object" && advance.out && out[placeOf[runner]];
    return isOut ? [placeOf[runner]] : [];
  });
  if (places.length > 0) return places;
  if (event.event === "strikeout") return "with" in event && event.with?.some(isOfRunner) ? [] : [0];
  const last = event.event === "out" ? event.plays.at(-1) : undefined;
  return last === undefined ? [] : [last.runner === undefined ? 0 : placeOf[last.runner]];
}

const isOfRunner = ({ event }: { readonly event: string }) =>
  event === "caught stealing" || event === "pickoff";

type ThirdOut = "the batter before he reaches first base" | "a force" | "another";

/**
 * On a hit or an error, a runner who is put out at the base to which he was forced may have touched it before, and then gone on
 * or back.
 */
const mayNotGoOn: ReadonlySet<string> = new Set(["out", "strikeout", "fielder's choice"]);

function thirdOutOf({ event, onBase, out }: Outcome, place: Place): ThirdOut {
  const advance = event.advances?.[runnerOf[place]];
  const to = typeof advance === "object" ? numberOf[advance.to] : place + 1;
  if (!mayNotGoOn.has(event.event) || to !== place + 1) return "another";
  if (place === 0) return "the batter before he reaches first base";
  const isInterference = (event.modifiers ?? []).some((modifier) => /INT$/.test(modifier));
  // If a runner behind him is out, he is no longer forced to advance.
  const isPushed = !out[0] && runnersPlaces.every((each) => each >= place || (onBase[each] && !out[each]));
  return isPushed && !isInterference ? "a force" : "another";
}
