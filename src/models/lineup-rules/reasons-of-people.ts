import type { LineupMoment } from "./moment.js";
import { isSamePerson, type NewEntry, nameOf, reasonsOfLeague, type TeamEntry } from "./people.js";
import { ordinal } from "./places.js";
import type { Entrance, LineupPlan } from "./plan.js";
import type { SubstitutionValues } from "./substitution.js";

/** What is wrong with who goes and who comes. */
export function reasonsOfPeople(
  moment: LineupMoment,
  substitution: SubstitutionValues,
  plan: LineupPlan,
): string[] {
  const { entrances, lineup } = plan;
  const incoming = entrances.map(({ entry }) => entry);
  return [
    ...reasonsOfLeague(moment.game.leagueId, substitution.changes),
    ...reasonsOfGoing(moment, substitution),
    ...entrances.filter(isForHimself).map(({ entry }) => `${nameOf(entry)} cannot come in for himself.`),
    ...entrances.flatMap((entrance) => reasonsOfOtherSlot(moment, entrance)),
    ...(substitution.allowReentry ? [] : incoming.filter(hasLeft(moment)).map(cannotComeBack)),
    ...incoming.filter((entry) => isTwice(entry, lineup)).map(isInTwice),
  ];
}

/** Only one who is in the game can go, and only one can take his place. */
function reasonsOfGoing({ entries }: LineupMoment, { changes, leaves }: SubstitutionValues): string[] {
  const going = [...changes.map(({ replaces }) => replaces), ...leaves];
  return going.flatMap((id, index) => {
    const entry = entries.find((each) => each.id === id);
    if (entry === undefined) return [`Nobody in this team's lineup has the entry ${id}.`];
    if (!entry.isActive) return [`${nameOf(entry)} ${whereNow(entry, entries)}.`];
    if (going.indexOf(id) === index) return [];
    return [`${nameOf(entry)} can go only once, and only one player can take his place.`];
  });
}

/** A substitution that came second is refused by this, or by its players being in the game already. */
function whereNow(entry: TeamEntry, entries: readonly TeamEntry[]): string {
  const elsewhere = entries.find((each) => each.isActive && isSamePerson(each, entry));
  if (elsewhere !== undefined) return `is no longer at ${entry.position}, but at ${elsewhere.position}`;
  const replacement = entries.find(({ replacingId }) => replacingId === entry.id);
  return replacement === undefined
    ? "has left the game already"
    : `has left the game already: ${nameOf(replacement)} came in for him`;
}

function isForHimself({ replaced, entry }: Entrance): boolean {
  if (!isSamePerson(replaced, entry)) return false;
  return entry.position === "PH" || entry.position === "PR" || entry.position === replaced.position;
}

/** Whoever bats keeps his place in the batting order for the whole game. */
function reasonsOfOtherSlot({ entries }: LineupMoment, { replaced, entry }: Entrance): string[] {
  const batting = entries.find(
    (each) => each.isActive && isSamePerson(each, entry) && each.battingOrder !== null,
  );
  if (batting === undefined || batting.id === replaced.id) return [];
  const goal =
    replaced.battingOrder === null
      ? `come in for ${nameOf(replaced)}, who does not bat`
      : `bat ${ordinal(replaced.battingOrder)}`;
  return [`${nameOf(entry)} bats ${ordinal(batting.battingOrder as number)} and cannot ${goal}.`];
}

const hasLeft =
  ({ entries }: LineupMoment) =>
  (entry: NewEntry): boolean => {
    const appearances = entries.filter((each) => isSamePerson(each, entry));
    return appearances.length > 0 && !appearances.some(({ isActive }) => isActive);
  };

const cannotComeBack = (entry: NewEntry) => `${nameOf(entry)} has left the game and cannot come back.`;

const isTwice = (entry: NewEntry, lineup: LineupPlan["lineup"]) =>
  lineup.filter((each) => isSamePerson(each, entry)).length > 1;

const isInTwice = (entry: NewEntry) => `${nameOf(entry)} would be in the game twice.`;
