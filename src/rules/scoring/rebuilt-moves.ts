import type { PlayEvent } from "../notation/play-event.js";
import { basesOfHit, type Outcome } from "./outcome.js";
import { home, type Place, placeOf, runnersPlaces } from "./runner-places.js";

/** How many bases a runner on second advances on a hit: on a single to the outfield he scores. */
export function carried(event: PlayEvent): number {
  if (event.event !== "single") return basesOfHit(event);
  return (event.fieldedBy ?? firstOutfielder) >= firstOutfielder ? 2 : 1;
}

const firstOutfielder = 7;

/** True for an out at a base to which the ball forced the runner: no run scores on it, if it is the third. */
export function isForcedOut({ event, onBase }: Outcome, place: Place): boolean {
  if (event.event === "fielder's choice")
    return runnersPlaces.every((behind) => behind >= place || onBase[behind]);
  return (
    event.event === "out" &&
    event.plays.some(({ runner }) => runner !== undefined && placeOf[runner] === place)
  );
}

/**
 * The base that a runner reaches in the rebuilt half-inning, from his base there, on a play that really moved him from another
 * base.
 */
export function reach(base: number, place: Place, outcome: Outcome): number {
  const bases = outcome.finals[place] - place;
  const { event, byError, steals, passedBall, credit } = outcome;
  if (passedBall && event.event !== "walk" && event.event !== "intentional walk") return base;
  if (event.event === "pickoff" || event.event === "caught stealing")
    return credit.errors.length > 0 ? base : base + bases;
  if (event.event === "stolen base") return steals[place] ? base + 1 : base;
  if (steals[place]) return base + 1;
  if (event.event === "error") {
    const scores =
      place === 3 && base === 3 && outcome.outs < 2 && outcome.rbiMarks[3] !== false && bases === 1;
    if (scores && !byError[place]) return home;
    // No run batted in: without the error he would not have come home.
    if (place === 3 && outcome.rbiMarks[3] === false) return base;
    return base + (outcome.trajectory === "G" ? Math.min(1, bases) : 0);
  }
  if (event.event === "interference") return base;
  if (event.event === "walk" || event.event === "intentional walk" || event.event === "hit by pitch") {
    const isWild = outcome.wildPitch && bases > 0;
    return isWild ? base + bases : base;
  }
  if (event.event === "homerun") return home;
  const hit = basesOfHit(event);
  if (byError[place]) return base + Math.max(0, bases - 1);
  if (hit === 0) return base + (credit.errors.length > 0 ? Math.min(1, bases) : bases);
  const isScoring = place + bases === home;
  return base + (isScoring ? Math.max(bases, carried(event)) : bases);
}
