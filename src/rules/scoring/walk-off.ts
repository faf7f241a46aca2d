import { leadOf } from "../game-end.js";
import { firstHalfOf } from "../live-game.js";
import type { Advance, PlayEvent, Runner } from "../notation/index.js";
import type { ScoringGame } from "./game.js";
import { basesOfHit, type Outcome } from "./outcome.js";
import { home, type Place } from "./places.js";

const runners: readonly Runner[] = ["batter", "first", "second", "third"];
const hits = ["single", "single", "double", "triple", "homerun"] as const;

/**
 * The event as it counts when it ends the game: with the winning run the game is over, and whoever would have scored
 * behind him stays where he was (5.08(b), 7.01(g)). The batter gets no more bases for his hit than the runner who
 * brought in the winning run needed (9.06(f)). A home run over the fence counts whole.
 */
export function countedOnWalkOff(outcome: Outcome, game: ScoringGame): PlayEvent {
  const { event, finals } = outcome;
  const { half, inning } = game;
  const lead = leadOf(half, game);
  const isLastChance = half !== firstHalfOf(game.game) && inning >= game.game.scheduledInnings;
  const needed = 1 - lead;
  const scoring = ([3, 2, 1, 0] as const).filter((place) => finals[place] === home);
  const isOverTheFence = event.event === "homerun" && !event.modifiers?.includes("IPHR");
  if (!isLastChance || needed < 1 || scoring.length < needed || isOverTheFence) return event;
  const winner = scoring[needed - 1] as Place;
  const extra = scoring.slice(needed);
  const bases = basesOfHit(event);
  const credited = Math.min(bases, home - winner);
  if (extra.length === 0 && credited === bases) return event;
  const advances: { [Who in Runner]?: Advance | undefined } = { ...event.advances };
  for (const place of extra) delete advances[runners[place] as Runner];
  // Who scored because the hit forced him is not forced by a shorter one.
  for (const place of scoring.slice(0, needed)) if (place > 0) advances[runners[place] as Runner] ??= "home";
  const modifiers = event.modifiers?.filter((modifier) => modifier !== "IPHR");
  const hit = bases > 0 ? { event: hits[credited] } : {};
  return { ...event, ...hit, ...(modifiers && { modifiers }), advances } as PlayEvent;
}
