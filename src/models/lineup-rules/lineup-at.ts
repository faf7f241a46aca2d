import type { TeamEntry } from "./people.js";
import { isFieldingPosition } from "./places.js";

/**
 * The last play before somebody left: as it was noted, or else when another took his place; null while he is in the
 * game, or where nobody can tell.
 */
export function leftAfter(entry: TeamEntry, entries: readonly TeamEntry[]): number | null {
  if (entry.isActive || entry.leftAfterPlay !== null) return entry.leftAfterPlay;
  const later = entries.filter((other) => takesPlaceOf(other, entry)).map(({ afterPlay }) => afterPlay);
  return later.length === 0 ? null : Math.min(...later);
}

/** The entries of those who stood in the lineups when a play began. */
export function lineupAt<Entry extends TeamEntry>(entries: readonly Entry[], playNumber: number): Entry[] {
  return entries.filter((entry) => {
    const left = leftAfter(entry, entries);
    return entry.afterPlay < playNumber && (left === null || left >= playNumber);
  });
}

function takesPlaceOf(later: TeamEntry, earlier: TeamEntry): boolean {
  if (later.replacingId === earlier.id) return true;
  if (later.teamId !== earlier.teamId || later.id <= earlier.id) return false;
  const samePosition = later.position === earlier.position && isFieldingPosition(later.position);
  return samePosition || (later.battingOrder !== null && later.battingOrder === earlier.battingOrder);
}
