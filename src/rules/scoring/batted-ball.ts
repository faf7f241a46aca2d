import type { PlayEvent } from "../notation/play-event.js";

/** How a ball was hit: on the ground, as a fly, a line drive or a pop; empty if it is not known. */
export type Trajectory = "G" | "F" | "L" | "P" | "";

const flags: Readonly<Record<string, Trajectory>> = {
  GDP: "G",
  BGDP: "G",
  GTP: "G",
  LDP: "L",
  LTP: "L",
  FDP: "F",
  BPDP: "P",
  BFDP: "P",
  IF: "P",
};

const hit = /^B?([GFLP])(?:\d{1,2}[LRMSDXWF]*)?[+-]?$/;

/** The trajectory of the batted ball, from the play's modifiers, or else as its fielders suggest. */
export function trajectoryOf(event: PlayEvent): Trajectory {
  let said = suggestedBy(event);
  let isSacrificeBunt = false;
  for (const modifier of event.modifiers ?? []) {
    const trajectory = flags[modifier] ?? hit.exec(modifier)?.[1];
    if (trajectory !== undefined) said = trajectory as Trajectory;
    else if (modifier === "SH") isSacrificeBunt = true;
    // A sacrifice fly that is dropped is still a fly.
    else if (modifier === "SF" && (said === "" || (event.event === "error" && said === "G"))) said = "F";
    else if (modifier === "FO" && said === "") said = "G";
  }
  return isSacrificeBunt ? "G" : said;
}

/** One fielder who puts the batter out caught a fly; several, or an out at a base, mean a ground ball. */
function suggestedBy(event: PlayEvent): Trajectory {
  switch (event.event) {
    case "out": {
      const [first] = event.plays;
      const last = event.plays.at(-1);
      if (first === undefined || last === undefined) return "";
      if (event.plays.length > 1 && last.runner === undefined) return "G";
      const touches = first.fielders.length + (first.error === undefined ? 0 : 1);
      return touches > 1 || first.runner !== undefined || touches === 0 ? "G" : "F";
    }
    case "fielder's choice":
      return "G";
    case "error":
      return event.fielder <= 6 ? "G" : "F";
    default:
      return "";
  }
}

export const isBunt = (event: PlayEvent) =>
  (event.modifiers ?? []).some((modifier) => modifier === "SH" || /^B(?:[GFLP].*)?$/.test(modifier));
