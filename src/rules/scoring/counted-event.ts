import { type BasesOf, firstHalfOf } from "../live-game.js";
import type { Advance, PlayEvent, Runner, StolenBase } from "../notation/play-event.js";
import { leadOf } from "../situation.js";
import { basesOfHit, type Outcome } from "./outcome.js";
import { allPlaces, home, numberOf, type Place, runnerOf } from "./runner-places.js";
import type { ScoringGame } from "./scoring-game.js";

type Moves = { [Who in Runner]?: Advance | undefined };

/** The event with what the rules add to it and take from it, whatever the score. */
export function eventByRules(event: PlayEvent, bases: BasesOf<unknown>): PlayEvent {
  if (event.event === "double" && event.groundRule) return withAwardedBases(event, bases);
  return withoutFailedSteals(event);
}

/** On a ground-rule double everybody gets two bases (5.05(a)(6) to (8)); a runner from first is forced to third already. */
function withAwardedBases(event: PlayEvent, bases: BasesOf<unknown>): PlayEvent {
  const advances: Moves = { ...event.advances };
  for (const runner of ["second", "third"] as const) if (bases[runner] !== null) advances[runner] ??= "home";
  return Object.keys(advances).length === 0 ? event : { ...event, advances };
}

/** When one of several runners is caught stealing, the others have stolen nothing: they only move (9.07(d)). */
function withoutFailedSteals(event: PlayEvent): PlayEvent {
  const accompanying = "with" in event ? (event.with ?? []) : [];
  if (accompanying.length === 0) return event;
  const plays = [event, ...accompanying];
  const caught = plays.find((play) => play.event === "caught stealing" && !play.plays?.some(isMuffed));
  const stolen = plays.filter(isSteal);
  if (caught === undefined || stolen.length === 0) return event;
  const advances: Moves = { ...event.advances };
  for (const { base, run } of stolen)
    advances[runnerOf[(numberOf[base] - 1) as Place]] ??= run === undefined ? base : { to: base, run };
  const first = isSteal(event) ? caught : event;
  const others = accompanying.filter((play) => play !== first && !isSteal(play));
  const { modifiers, marks } = event;
  return {
    ...first,
    ...(others.length > 0 ? { with: others } : { with: undefined }),
    ...(modifiers && { modifiers }),
    ...(marks !== undefined && { marks }),
    advances,
  } as PlayEvent;
}

const isMuffed = ({ error }: { readonly error?: number | undefined }) => error !== undefined;

type Steal = { readonly base: StolenBase; readonly run?: "unearned" | "team unearned" | undefined };
const isSteal = <Play extends { readonly event: string }>(play: Play): play is Play & Steal =>
  play.event === "stolen base";

const hits = ["single", "single", "double", "triple", "homerun"] as const;

/**
 * The event as it counts if it ends the game. The game is over with the winning run: nobody advances after it
 * (5.08(b), 7.01(g)). The batter gets only as many bases for his hit as the runner with the winning run needed (9.06(f)).
 * A home run over the fence counts completely.
 */
export function eventOnWalkOff(outcome: Outcome, game: ScoringGame): PlayEvent {
  const { event, finals, out } = outcome;
  const { half, inning } = game;
  const lead = leadOf(half, game);
  const isLastChance = half !== firstHalfOf(game.game) && inning >= game.game.scheduledInnings;
  const needed = 1 - lead;
  const scoring = ([3, 2, 1, 0] as const).filter((place) => finals[place] === home);
  const isOverTheFence = event.event === "homerun" && !event.modifiers?.includes("IPHR");
  if (!isLastChance || needed < 1 || scoring.length < needed || isOverTheFence) return event;
  const counting = scoring.slice(0, needed);
  const winner = counting.at(-1) as Place;
  const bases = basesOfHit(event);
  const credited = Math.min(bases, home - winner);
  if (counting.length === scoring.length && credited === bases) return event;
  const advances: Moves = { ...event.advances };
  for (const place of allPlaces) {
    // A runner who scored because the hit forced him would not be forced by a shorter hit.
    if (counting.includes(place)) advances[runnerOf[place]] ??= "home";
    else if (!out[place]) delete advances[runnerOf[place]];
  }
  // On a third strike that was not caught, the batter must be named, because otherwise he is out.
  if (event.event === "strikeout" && !out[0]) advances.batter ??= "first";
  if (bases > 0 && !counting.includes(0)) return hitWorth(credited, event, advances);
  return { ...event, advances };
}

function hitWorth(bases: number, event: PlayEvent, advances: Moves): PlayEvent {
  const modifiers = event.modifiers?.filter((modifier) => modifier !== "IPHR");
  const { groundRule, ...rest } = event as PlayEvent & { readonly groundRule?: boolean };
  const isDouble = groundRule === true && bases === numberOf.second;
  return {
    ...rest,
    event: hits[bases],
    ...(isDouble && { groundRule }),
    ...(modifiers && { modifiers }),
    advances,
  } as PlayEvent;
}
