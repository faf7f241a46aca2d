import type { SourceRow } from "./row.js";
import { firstScoringDestination } from "./vocabulary.js";

const bases: readonly string[] = ["nowhere", "first", "second", "third", "home"];

/** What a runner did, as a phrase that follows his name: "steals second"; null for nothing worth a word. */
export function runnerPhrase(event: SourceRow, base: 1 | 2 | 3): string | null {
  const destination = event.number(`RUN${base}_DEST_ID`);
  const isOut = destination === 0;
  const next = bases[base + 1];
  const score = destination >= firstScoringDestination ? " and scores" : "";
  const safe = isOut ? "" : ` but is safe on an error${score}`;
  const isPickedOff = event.flag(`RUN${base}_PK_FL`);
  if (event.flag(`RUN${base}_CS_FL`)) {
    return `is ${isPickedOff ? "picked off and " : ""}caught stealing ${next}${safe}`;
  }
  if (isPickedOff) return `is picked off ${bases[base]}${safe}`;
  if (event.flag(`RUN${base}_SB_FL`)) return `steals ${next}${base === 3 ? "" : score}`;
  if (score !== "") return "scores";
  return event.flag("BAT_EVENT_FL") ? null : plainMovement(destination, base);
}

/** Told only of plays without the batter; with him in it, only steals, pickoffs and runs are worth a word. */
function plainMovement(destination: number, base: number): string | null {
  if (destination === 0) return "is out on the bases";
  return destination > base ? `advances to ${bases[destination]}` : null;
}
