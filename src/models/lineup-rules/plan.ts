import { type LineupMoment, situationOf } from "./moment.js";
import { isSamePerson, type NewEntry, type Person, type TeamEntry } from "./people.js";
import type { SubstitutionValues } from "./substitution.js";

/** Somebody who comes in or moves, with the active entry that he ends. */
export interface Entrance {
  readonly replaced: TeamEntry;
  readonly entry: NewEntry;
}

/** What a substitution comes to. Changes of entries that are not active are left out of it. */
export interface LineupPlan {
  readonly entrances: readonly Entrance[];
  /** Entries that end. */
  readonly ended: readonly TeamEntry[];
  /** The lineup as it will be. */
  readonly lineup: readonly (NewEntry | TeamEntry)[];
}

export function planSubstitution(moment: LineupMoment, substitution: SubstitutionValues): LineupPlan {
  const active = moment.entries.filter(({ isActive }) => isActive);
  const entrances = substitution.changes.flatMap((change) => {
    const replaced = active.find(({ id }) => id === change.replaces);
    return replaced === undefined ? [] : [{ replaced, entry: entryOf(moment, replaced, change) }];
  });
  const ending = new Set([...substitution.leaves, ...entrances.map(({ replaced }) => replaced.id)]);
  const ended = active.filter((entry) => ending.has(entry.id) || isElsewhere(entry, entrances));
  const entering = entrances.map(({ entry }) => entry);
  return { entrances, ended, lineup: [...active.filter((entry) => !ended.includes(entry)), ...entering] };
}

/** A pitcher who never batted and takes somebody's batting slot is no longer where he was. */
function isElsewhere(entry: TeamEntry, entrances: readonly Entrance[]): boolean {
  return entrances.some((entrance) => isSamePerson(entrance.entry, entry));
}

function entryOf(
  moment: LineupMoment,
  replaced: TeamEntry,
  change: SubstitutionValues["changes"][number],
): NewEntry {
  const isNamed = change.cardId !== null || change.playerId !== null;
  const wanted: Person = isNamed ? change : replaced;
  const before = isNamed ? moment.entries.findLast((entry) => isSamePerson(entry, wanted)) : replaced;
  return {
    teamId: moment.teamId,
    cardId: wanted.cardId,
    playerId: wanted.playerId,
    playerName: change.playerName ?? before?.playerName ?? null,
    position: change.position,
    battingOrder: replaced.battingOrder,
    isStarter: false,
    isActive: true,
    isFatigued: before?.isFatigued ?? false,
    enteredInning: situationOf(moment).inning,
    replacingId: replaced.id,
    afterPlay: moment.lastPlay?.playNumber ?? 0,
    leftAfterPlay: null,
    decision: null,
  };
}
