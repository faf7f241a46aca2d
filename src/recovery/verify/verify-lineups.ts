import { isSamePerson, type TeamEntry } from "../../rules/lineups/team-lineup.js";
import { isSamePosition, isSameSlot, type Stay, type Timeline } from "../../rules/lineups/timeline.js";
import { entryText, type Inconsistency, type InconsistencyKind } from "./inconsistencies.js";

/** Contradictions between lineup entries, and in the plays at which they begin and end. */
export function lineupInconsistencies({ stays }: Timeline, lastPlay: number): Inconsistency[] {
  const clashes = stays.flatMap((stay, index) =>
    stays.slice(0, index).flatMap((earlier) => clashesOf(earlier, stay, lastPlay)),
  );
  return [...clashes, ...stays.flatMap((stay) => misplaced(stay, stays, lastPlay))];
}

/** Pairs of entries that cannot be in the game at the same time. */
function clashesOf(one: Stay, other: Stay, lastPlay: number): Inconsistency[] {
  const began = Math.max(one.from, other.from);
  if (began >= Math.min(one.until, other.until)) return [];
  const where = began < lastPlay ? { play: began + 1 } : {};
  const clash = (kind: InconsistencyKind, message: string) => ({ kind, ...where, message });
  const [a, b] = [one.entry, other.entry];
  const both = `${entryText(a)} and ${entryText(b)}`;
  if (isSamePerson(a, b)) {
    if (isOwnDesignatedHitter(a, b)) return [];
    const roles = `${roleOf(a)} and ${roleOf(b)}`;
    return [clash("player-twice", `${entryText(b)} is in the game twice at once: ${roles}.`)];
  }
  if (a.teamId !== b.teamId) return [];
  return [
    ...(isSameSlot(a, b)
      ? [clash("slot-twice", `${both} both have place ${a.battingOrder} of the batting order.`)]
      : []),
    ...(isSamePosition(a, b) ? [clash("position-twice", `${both} both play ${a.position}.`)] : []),
  ];
}

/** A pitcher may be his own designated hitter, and is then in the lineup twice. */
function isOwnDesignatedHitter(a: TeamEntry, b: TeamEntry): boolean {
  const [pitcher, hitter] = a.position === "P" ? [a, b] : [b, a];
  const isOne = pitcher.position === "P" && pitcher.battingOrder === null && hitter.position === "DH";
  return isOne && pitcher.teamId === hitter.teamId;
}

function roleOf({ id, position, battingOrder, teamId }: TeamEntry): string {
  const place = battingOrder === null ? "not batting" : `batting in place ${battingOrder}`;
  return `${position}, ${place}, for team ${teamId} (entry ${id})`;
}

/** Entries that begin after the last play, or replace an entry that they cannot replace. */
function misplaced({ entry, from }: Stay, stays: readonly Stay[], lastPlay: number): Inconsistency[] {
  const tooLate = `${entryText(entry)} entered after play ${from}, but the last play is number ${lastPlay}.`;
  const replaced = stays.find((other) => other.entry.id === entry.replacingId)?.entry;
  const isStrange = replaced !== undefined && (replaced.teamId !== entry.teamId || replaced.id >= entry.id);
  return [
    ...(from > lastPlay ? [{ kind: "lineup", message: tooLate } as const] : []),
    ...(replaced !== undefined && isStrange
      ? [{ kind: "lineup", message: `${entryText(entry)} cannot replace ${entryText(replaced)}.` } as const]
      : []),
  ];
}
