import { parsePlay } from "../notation/parse-play.js";
import type { Advance, Base, Fielder, PlayEvent, Runner } from "../notation/play-event.js";
import { type Outcome, outcomeOf } from "./outcome.js";
import type { InningPlay } from "./scoring-game.js";

const bases: readonly Base[] = ["first", "first", "second", "third", "home"];

/** Returns what happened in a play that was recorded without a notation, as far as its columns show it. */
export function eventOfPlay(play: InningPlay): PlayEvent {
  const advances: { [Who in Runner]?: Advance } = {};
  const move = (runner: Runner, id: number | null | undefined, final: number | null | undefined) => {
    if (id == null) return;
    advances[runner] = final == null ? { to: "home", out: true } : (bases[final] as Base);
  };
  move("first", play.onFirstId, play.onFirstFinal);
  move("second", play.onSecondId, play.onSecondFinal);
  move("third", play.onThirdId, play.onThirdFinal);
  if (play.pa === 1 && play.batterFinal != null) advances.batter = bases[play.batterFinal] as Base;
  return { ...basicOf(play), advances } as PlayEvent;
}

function basicOf(play: InningPlay): PlayEvent {
  const { hit = 0, bb = 0, hbp = 0, so = 0, error = 0 } = play;
  if (play.pa === 0) return { event: play.passedBall === 1 ? "passed ball" : "other advance" };
  if (hit === 1)
    return { event: play.homerun ? "homerun" : play.triple ? "triple" : play.double ? "double" : "single" };
  if (bb === 1) return { event: "walk" };
  if (hbp === 1) return { event: "hit by pitch" };
  if (so === 1)
    return { event: "strikeout", ...(play.passedBall === 1 && { with: [{ event: "passed ball" }] }) };
  if (play.hitType === "interference") return { event: "interference" };
  if (play.batterFinal == null) return { event: "out", plays: [{ fielders: [] }] };
  if (error > 0) return { event: "error", fielder: 0 as Fielder | 0 };
  return { event: "fielder's choice" };
}

/** Cached, because each play of a half-inning is scored again with every later play. */
const outcomes = new WeakMap<InningPlay, Outcome>();

export function outcomeOfPlay(play: InningPlay): Outcome {
  const known = outcomes.get(play);
  if (known !== undefined) return known;
  const outcome = outcomeOf(notedEventOf(play), {
    outs: play.outsBefore,
    onBase: [false, play.onFirstId != null, play.onSecondId != null, play.onThirdId != null],
    asWritten: true,
  });
  outcomes.set(play, outcome);
  return outcome;
}

/** Returns what happened in a play: from its notation, or else from its columns. */
export function notedEventOf(play: InningPlay): PlayEvent {
  const text = play.playMetadata?.event;
  if (typeof text !== "string") return eventOfPlay(play);
  try {
    return parsePlay(text);
  } catch {
    return eventOfPlay(play);
  }
}
