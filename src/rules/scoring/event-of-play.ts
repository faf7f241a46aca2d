import type { Advance, Base, Fielder, PlayEvent, Runner } from "../notation/index.js";
import type { InningPlay } from "./game.js";

const bases: readonly Base[] = ["first", "first", "second", "third", "home"];

/** What happened in a play that was recorded without a notation, as far as its columns tell. */
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
