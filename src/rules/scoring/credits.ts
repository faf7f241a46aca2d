import { isBunt } from "./batted-ball.js";
import type { Outcome } from "./outcome.js";
import { allPlaces, type ForEach, home, placeOf, runnersPlaces } from "./runner-places.js";

const doublePlays = ["DP", "GDP", "LDP", "FDP", "BGDP", "BPDP", "BFDP"];
const triplePlays = ["TP", "GTP", "LTP"];
const groundedDoublePlays = ["GDP", "BGDP"];

/** The official scorer's marks, or what the rules say where he made none. */
export interface Marks {
  readonly doublePlay: boolean;
  readonly triplePlay: boolean;
  /** Grounded into a double play. */
  readonly gidp: boolean;
  readonly sacBunt: boolean;
  readonly sacFly: boolean;
}

/**
 * Double plays, grounded ones among them, and sacrifice flies are found even if they are not marked, unless the play is an
 * official record. A sacrifice bunt is always the scorer's judgment (9.08, 9.11).
 */
export function marksOf(outcome: Outcome): Marks {
  const { event, outsRecorded, asWritten, credit } = outcome;
  const modifiers: readonly string[] = event.modifiers ?? [];
  const has = (names: readonly string[]) => modifiers.some((modifier) => names.includes(modifier));
  const maySacrifice = ["out", "error", "fielder's choice"].includes(event.event);
  const sacBunt = maySacrifice && has(["SH"]);
  const sacFly = maySacrifice && !sacBunt && has(["SF"]);
  const isMarkedGrounded =
    has(groundedDoublePlays) && outcome.isTurnOver && !isNoAtBat(event.event, { sacBunt, sacFly });
  if (asWritten)
    return {
      doublePlay: has(doublePlays) && outsRecorded >= 2,
      triplePlay: has(triplePlays) && outsRecorded >= 3,
      gidp: isMarkedGrounded,
      ...{ sacBunt, sacFly },
    };
  // An error between the outs breaks the play in two.
  const isOnePlay = !has(["NDP"]) && credit.errors.length === 0;
  const triplePlay = has(triplePlays) || (outsRecorded === 3 && isOnePlay);
  const doublePlay = !triplePlay && (has(doublePlays) || (outsRecorded === 2 && isOnePlay));
  const isForced = event.event === "out" && event.plays.some(({ runner }) => runner !== undefined);
  const isGrounded = doublePlay && isForced && outcome.trajectory === "G";
  return {
    ...{ doublePlay, triplePlay, sacBunt },
    gidp: isMarkedGrounded || (isGrounded && !sacBunt),
    sacFly: sacFly || (!sacBunt && isSacrificeFly(outcome)),
  };
}

/** True if a plate appearance is not an at bat (9.02(a)). */
export const isNoAtBat = (kind: string, { sacBunt, sacFly }: Pick<Marks, "sacBunt" | "sacFly">) =>
  sacBunt ||
  sacFly ||
  kind === "walk" ||
  kind === "intentional walk" ||
  kind === "hit by pitch" ||
  kind === "interference";

/** A ball in the air that an outfielder catches, after which a runner scores (9.08(d)). */
function isSacrificeFly({ event, outs, out, finals, trajectory, byError }: Outcome): boolean {
  if (event.event !== "out" || outs >= 2 || !out[0] || trajectory === "G" || isBunt(event)) return false;
  const [{ fielders } = { fielders: [] }] = event.plays;
  const isCaughtInOutfield = event.plays.length === 1 && fielders.length === 1 && (fielders[0] ?? 0) >= 7;
  return isCaughtInOutfield && runnersPlaces.some((place) => finals[place] === home && !byError[place]);
}

/** The runs that the batter batted in (9.04). If the scorer marked a run with (RBI) or (NR), the mark decides. */
export function battedIn(outcome: Outcome, { gidp }: Marks): ForEach<boolean> {
  const batted: ForEach<boolean> = [false, false, false, false];
  for (const place of allPlaces) {
    if (outcome.finals[place] !== home) continue;
    batted[place] = outcome.rbiMarks[place] ?? isBattedIn(outcome, place, gidp);
  }
  return batted;
}

function isBattedIn(outcome: Outcome, place: number, gidp: boolean): boolean {
  const { event, outs, onBase, byPitch, muffed, byError } = outcome;
  if (!outcome.isTurnOver || gidp || event.event === "strikeout" || byPitch[place]) return false;
  if (event.event === "homerun") return true;
  if (isLostDoublePlay(outcome)) return false;
  // An error that lets a runner advance also lets the runners behind him advance.
  const isAided = (each: number) => muffed[each as 0] || byError[each as 0];
  if (allPlaces.some((ahead) => ahead >= place && (ahead > 0 || place === 0) && isAided(ahead))) return false;
  switch (event.event) {
    case "walk":
    case "intentional walk":
    case "hit by pitch":
    case "interference":
      return place === 3 && onBase[1] && onBase[2];
    case "error":
      // With fewer than two out, the runner from third would have scored without the error, unless the scorer says otherwise.
      return place === 3 && outs < 2;
    default:
      return true;
  }
}

/** A throw that was dropped at first base, and would have completed a force double play (9.04(b)(2)). */
function isLostDoublePlay({ event, asWritten, finals, out, muffed, byError, trajectory }: Outcome): boolean {
  if (asWritten || event.event !== "out" || finals[0] !== 1 || trajectory !== "G") return false;
  const isForced = event.plays.some(({ runner }) => runner !== undefined && out[placeOf[runner]]);
  if (!isForced || !(muffed[0] || byError[0])) return false;
  const { batter } = event.advances ?? {};
  const plays = [...event.plays, ...(typeof batter === "object" ? (batter.plays ?? []) : [])];
  return !plays.some(
    ({ error, notes = [] }) => error !== undefined && notes.some((note) => note.startsWith("TH")),
  );
}
