import type { SourceRow } from "./row.js";
import { firstScoringDestination, runnerFields } from "./vocabulary.js";

const home = 4;

interface Movement {
  readonly batterFinal: number | null;
  readonly onFirstFinal: number | null;
  readonly onSecondFinal: number | null;
  readonly onThirdFinal: number | null;
}

/** How far the batter and each runner got. Chadwick moves the batter only when his turn is over. */
export function movementOf(event: SourceRow): Movement {
  const movement = {
    batterFinal: finalBase(event, "BAT_DEST_ID"),
    onFirstFinal: runnerFinal(event, 0),
    onSecondFinal: runnerFinal(event, 1),
    onThirdFinal: runnerFinal(event, 2),
  };
  const isInningOver = event.number("OUTS_CT") + event.number("EVENT_OUTS_CT") === 3;
  return isInningOver ? withForcedRunners(movement) : movement;
}

/**
 * When the third out is a force at third base, Retrosheet does not write that the runner on first had to go to
 * second, and Chadwick then has him on first together with the batter. At home it is the same, one base further.
 */
function withForcedRunners(movement: Movement): Movement {
  const { batterFinal, onFirstFinal, onSecondFinal } = movement;
  if (batterFinal !== 1 || onFirstFinal !== 1) return movement;
  return { ...movement, onFirstFinal: 2, onSecondFinal: onSecondFinal === 2 ? 3 : onSecondFinal };
}

function runnerFinal(event: SourceRow, index: 0 | 1 | 2): number | null {
  const { runner, destination } = runnerFields;
  return event.text(runner[index]) === "" ? null : finalBase(event, destination[index]);
}

/** Null for 0, an out; the different ways to score are one. */
function finalBase(event: SourceRow, field: string): number | null {
  const destination = event.number(field);
  if (destination === 0) return null;
  return destination >= firstScoringDestination ? home : destination;
}
