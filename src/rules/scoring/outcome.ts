import type {
  Advance,
  DetailedAdvance,
  FieldingPlay,
  PlayEvent,
  Runner,
  RunningPlay,
} from "../notation/play-event.js";
import { type Trajectory, trajectoryOf } from "./batted-ball.js";
import { FieldingCredit } from "./fielding-credit.js";
import {
  allPlaces,
  type ForEach,
  home,
  numberOf,
  type Place,
  placeOf,
  runnersPlaces,
} from "./runner-places.js";

/** The situation before a play, as far as its outcome depends on it. */
export interface PlayMoment {
  readonly outs: number;
  /** Which bases are occupied; the element of the batter has no meaning. */
  readonly onBase: Readonly<ForEach<boolean>>;
  /** True if the event contains everything that the official scorer decided. */
  readonly asWritten: boolean;
}

const turnsOver: ReadonlySet<PlayEvent["event"]> = new Set<PlayEvent["event"]>([
  ...(["single", "double", "triple", "homerun", "out", "strikeout", "walk", "intentional walk"] as const),
  ...(["hit by pitch", "interference", "error", "fielder's choice"] as const),
]);

/** The result of a play, without the names of the players. Lists have one value each for the batter and the runners. */
export class Outcome implements PlayMoment {
  readonly event: PlayEvent;
  readonly outs: number;
  readonly onBase: Readonly<ForEach<boolean>>;
  readonly asWritten: boolean;
  readonly isTurnOver: boolean;
  /** Where each of them ended: a base, 4 for home, 0 if he was put out or was not there. */
  readonly finals: ForEach<number> = [0, 0, 0, 0];
  readonly out: ForEach<boolean> = [false, false, false, false];
  /** Whether the play names him: the others stayed, or were forced. */
  readonly named: ForEach<boolean> = [false, false, false, false];
  /** Outs that an error prevented. */
  readonly muffed: ForEach<boolean> = [false, false, false, false];
  /** Whether he got farther only by an error: `2-H(E8)`. */
  readonly byError: ForEach<boolean> = [false, false, false, false];
  readonly marks: ForEach<DetailedAdvance["run"]> = [undefined, undefined, undefined, undefined];
  readonly rbiMarks: ForEach<boolean | undefined> = [undefined, undefined, undefined, undefined];
  /** Whether he moved by a wild pitch or a passed ball, according to his own advance. */
  readonly byPitch: ForEach<boolean> = [false, false, false, false];
  readonly steals: ForEach<boolean> = [false, false, false, false];
  readonly caught: ForEach<boolean> = [false, false, false, false];
  readonly pickedOff: ForEach<boolean> = [false, false, false, false];
  readonly credit = new FieldingCredit();
  readonly trajectory: Trajectory;
  wildPitch = false;
  passedBall = false;
  outsRecorded = 0;

  constructor(event: PlayEvent, { outs, onBase, asWritten }: PlayMoment) {
    this.event = event;
    this.outs = outs;
    this.onBase = onBase;
    this.asWritten = asWritten;
    this.isTurnOver = turnsOver.has(event.event);
    this.trajectory = trajectoryOf(event);
  }
}

const hitBases: Readonly<Record<string, number>> = { single: 1, double: 2, triple: 3, homerun: home };
export const basesOfHit = (event: PlayEvent) => hitBases[event.event] ?? 0;

/** Computes where the batter and the runners end. It does not check whether the play can have happened. */
export function outcomeOf(event: PlayEvent, moment: PlayMoment): Outcome {
  const outcome = new Outcome(event, moment);
  followBatter(outcome);
  if (isRunning(event)) followRunning(outcome, event);
  if ("with" in event) for (const play of event.with ?? []) followAccompanying(outcome, play);
  for (const [runner, advance] of Object.entries(event.advances ?? {}) as [Runner, Advance | undefined][])
    if (advance !== undefined) followAdvance(outcome, placeOf[runner], advance);
  if (event.event === "strikeout") creditStrikeout(outcome);
  followTheRest(outcome);
  for (const isOut of outcome.out) if (isOut) outcome.outsRecorded += 1;
  if (outcome.asWritten && outcome.outs + outcome.outsRecorded >= 3) keepApart(outcome);
  return outcome;
}

/** After the third out a record may leave two runners on one base: the one who came from behind then stays where he began. */
function keepApart({ finals }: Outcome): void {
  for (const place of runnersPlaces.toReversed())
    for (const behind of allPlaces.slice(0, place))
      if (finals[place] > 0 && finals[place] < home && finals[behind] === finals[place])
        finals[behind] = behind;
}

function followBatter(outcome: Outcome): void {
  const { event, credit, finals } = outcome;
  switch (event.event) {
    case "out":
      followOut(outcome, event.plays);
      return;
    case "strikeout":
      putOut(outcome, 0, true);
      if (event.plays !== undefined) settle(outcome, 0, event.plays, { isOut: true, safeAt: 1 });
      return;
    case "error":
    case "foul error":
      if (event.fielder !== 0) credit.errors.push(event.fielder);
      if (event.event === "error") finals[0] = 1;
      return;
    case "interference":
      if (event.assist !== undefined) credit.assists.push(event.assist);
      // If the event does not name the fielder, it was the catcher.
      credit.errors.push(event.error ?? 2);
      finals[0] = 1;
      return;
    default:
      if (outcome.isTurnOver) finals[0] = basesOfHit(event) || 1;
  }
}

function followOut(outcome: Outcome, plays: Extract<PlayEvent, { event: "out" }>["plays"]): void {
  outcome.finals[0] = 1;
  let from: number | undefined;
  for (const play of plays) {
    const place = play.runner === undefined ? 0 : placeOf[play.runner];
    const isOut = outcome.credit.add(play, from);
    outcome.named[place] = true;
    if (isOut) putOut(outcome, place, true);
    else {
      putOut(outcome, place, false);
      outcome.muffed[place] = true;
      outcome.finals[place] = place + 1;
    }
    from = play.error ?? play.fielders.at(-1);
  }
}

function isRunning(event: PlayEvent): event is PlayEvent & RunningPlay {
  return !turnsOver.has(event.event) && !["foul error", "balk", "no play"].includes(event.event);
}

function followAccompanying(
  outcome: Outcome,
  play: NonNullable<Extract<PlayEvent, { with?: unknown }>["with"]>[number],
): void {
  if (play.event === "error") outcome.credit.errors.push(play.fielder);
  else followRunning(outcome, play);
}

function followRunning(outcome: Outcome, play: RunningPlay): void {
  switch (play.event) {
    case "wild pitch":
      outcome.wildPitch = true;
      return;
    case "passed ball":
      outcome.passedBall = true;
      return;
    case "stolen base": {
      const place = (numberOf[play.base] - 1) as Place;
      outcome.steals[place] = true;
      outcome.named[place] = true;
      outcome.finals[place] = place + 1;
      if (play.run !== undefined) outcome.marks[place] = play.run;
      return;
    }
    case "caught stealing": {
      const place = (numberOf[play.base] - 1) as Place;
      outcome.caught[place] = true;
      if (play.pickoff) outcome.pickedOff[place] = true;
      if (play.run !== undefined) outcome.marks[place] = play.run;
      settle(outcome, place, play.plays ?? [], { isOut: true, safeAt: place + 1 });
      return;
    }
    case "pickoff": {
      const place = numberOf[play.base] as Place;
      outcome.pickedOff[place] = true;
      settle(outcome, place, play.plays ?? [], { isOut: true, safeAt: place });
      return;
    }
  }
}

function followAdvance(outcome: Outcome, place: Place, advance: Advance): void {
  if (typeof advance === "string") {
    const wasOut = outcome.out[place] && outcome.named[place];
    if (!wasOut) putOut(outcome, place, false);
    outcome.named[place] = true;
    if (!wasOut) outcome.finals[place] = numberOf[advance];
    return;
  }
  const { to, out: isOut = false, plays = [], run, rbi, notes = [] } = advance;
  settle(outcome, place, plays, { isOut, safeAt: numberOf[to] });
  if (run !== undefined) outcome.marks[place] = run;
  if (rbi !== undefined) outcome.rbiMarks[place] = rbi;
  if (notes.includes("WP")) outcome.wildPitch = true;
  if (notes.includes("PB")) outcome.passedBall = true;
  if (notes.includes("WP") || notes.includes("PB")) outcome.byPitch[place] = true;
}

/** Decides by the fielders' actions whether a player is out: a putout counts even if there is also an error. */
function settle(
  outcome: Outcome,
  place: Place,
  plays: readonly FieldingPlay[],
  { isOut, safeAt }: { readonly isOut: boolean; readonly safeAt: number },
): void {
  const wasOut = outcome.out[place] && outcome.named[place];
  let isSettled = isOut;
  let isPutOut: boolean | undefined;
  for (const play of plays) {
    // The error of an interference is part of the play's first element.
    if (outcome.event.event === "interference" && place === 0 && play.fielders.length === 0) continue;
    const succeeded = outcome.credit.add(play);
    if (play.fielders.length > 0 || succeeded) isPutOut = succeeded;
    else isSettled = false;
    if (!succeeded && isOut) outcome.muffed[place] = true;
    else if (play.fielders.length === 0 && !succeeded) outcome.byError[place] = true;
  }
  outcome.named[place] = true;
  if (wasOut && !isOut && isPutOut === undefined) return;
  const ends = isPutOut ?? isSettled;
  putOut(outcome, place, ends);
  if (!ends) outcome.finals[place] = safeAt;
}

function putOut({ out, finals }: Outcome, place: Place, isOut: boolean): void {
  out[place] = isOut;
  if (isOut) finals[place] = 0;
}

/** The catcher puts the batter out with a third strike, unless another fielder does or the batter reaches base. */
function creditStrikeout({ event, out, credit }: Outcome): void {
  const isFielded = event.event === "strikeout" && event.plays !== undefined;
  const advance = event.advances?.batter;
  const isNamed =
    typeof advance === "object" &&
    (advance.plays ?? []).some(({ fielders, error }) => fielders.length > 0 || error === undefined);
  if (out[0] && !isFielded && !isNamed) credit.addStrikeout();
}

/**
 * Runners whom the play does not name stay, or move as far as the batter forces them by reaching base. A runner who advances by
 * himself forces nobody.
 */
function followTheRest(outcome: Outcome): void {
  const { event, onBase, finals, out, named } = outcome;
  const isBalk = event.event === "balk" && Object.keys(event.advances ?? {}).length === 0;
  const isForced = finals[0] > 0;
  let behind = finals[0];
  for (const place of runnersPlaces) {
    if (!onBase[place]) continue;
    if (!named[place] && !out[place])
      finals[place] = isForced && behind >= place ? Math.min(behind + 1, home) : isBalk ? place + 1 : place;
    behind = Math.max(behind, finals[place]);
  }
}
