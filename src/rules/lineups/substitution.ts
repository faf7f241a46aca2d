import type { Position } from "../vocabulary.js";
import { isFieldingPosition, nobodyWould, reasonsOfDesignatedHitter, reasonsOfEmptyPositions, reasonsOfEmptySlots, reasonsOfSharedPositions, type NewEntry, type TeamEntry, reasonsOfLeague, ordinal } from "./lineup-entries.js";
import { type Person, isSamePerson, nameOf } from "../person.js";
import { isAtBat, isOver, type LineupMoment, situationOf, dueSlot, runnersOf } from "./lineup-moment.js";

/** One player's part in a substitution: he ends a lineup entry, and stands in its batting slot from now on. */
export interface LineupChange {
  /** The lineup entry that ends. */
  readonly replaces: number;
  /** Where he plays now: `PH` and `PR` for a pinch hitter and a pinch runner. */
  readonly position: Position;
  /** Who comes in, in a PD game. Without a card and a player it is whoever is replaced, at a new position. */
  readonly cardId?: number | null | undefined;
  /** Who comes in, in an SBA game. */
  readonly playerId?: number | null | undefined;
  /** Left out for somebody who is in the lineup already, it is the name that he has there. */
  readonly playerName?: string | null | undefined;
}

/** What `substitute` takes: everything that one team changes at once. */
export interface Substitution {
  readonly gameId: string;
  readonly teamId: number;
  readonly changes: readonly LineupChange[];
  /** Lineup entries that end although nobody takes their batting slot: a pitcher's who never batted. */
  readonly leaves?: readonly number[] | undefined;
  /** True in a league in which a player who has left may come back. */
  readonly allowReentry?: boolean | undefined;
}

/** A substitution with every default filled in. */
export interface SubstitutionValues {
  readonly gameId: string;
  readonly teamId: number;
  readonly changes: readonly (Person & Pick<LineupChange, "replaces" | "position">)[];
  readonly leaves: readonly number[];
  readonly allowReentry: boolean;
}

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

/** Why the rules of the game do not allow a substitution: every reason, as sentences; none when they do. */
export function reasonsAgainst(
  moment: LineupMoment,
  substitution: SubstitutionValues,
  plan: LineupPlan,
): string[] {
  const { lineup } = plan;
  const reasons = [
    ...(isOver(moment.game) ? [`The game is over: it is ${moment.game.status}.`] : []),
    ...reasonsOfPeople(moment, substitution, plan),
    ...reasonsOfBatting(moment, plan),
    ...reasonsOfSharedPositions(lineup),
    ...reasonsOfEmptySlots(lineup),
    ...reasonsOfDesignatedHitter(lineup),
    ...(isAtBat(moment) ? reasonsOfLeaving(plan, substitution) : reasonsOfEmptyPositions(lineup)),
  ];
  return [...new Set(reasons)];
}

/** While the team bats its fielders may be incomplete, but nobody leaves a position that nobody takes. */
function reasonsOfLeaving({ ended, lineup }: LineupPlan, { leaves }: SubstitutionValues): string[] {
  return ended.flatMap(({ id, position }) => {
    if (!leaves.includes(id) || !isFieldingPosition(position)) return [];
    return lineup.some((entry) => entry.position === position) ? [] : [nobodyWould(position)];
  });
}

/** What is wrong with those who come in to bat or to run. */
export function reasonsOfBatting(moment: LineupMoment, { entrances }: LineupPlan): string[] {
  return entrances.flatMap((entrance) => {
    if (entrance.entry.position === "PH") return reasonsOfPinchHitter(moment, entrance);
    if (entrance.entry.position === "PR") return reasonsOfPinchRunner(moment, entrance);
    return [];
  });
}

function reasonsOfPinchHitter(moment: LineupMoment, { replaced, entry }: Entrance): string[] {
  const cannot = `${nameOf(entry)} cannot bat for ${nameOf(replaced)}`;
  if (!isAtBat(moment)) return [`${cannot}: the team is in the field.`];
  const slot = dueSlot(moment);
  if (replaced.battingOrder === slot) return [];
  const due = moment.entries.find(({ isActive, battingOrder }) => isActive && battingOrder === slot);
  return [`${cannot}: ${due === undefined ? "somebody else" : nameOf(due)} is due to bat.`];
}

function reasonsOfPinchRunner(moment: LineupMoment, { replaced, entry }: Entrance): string[] {
  if (runnersOf(moment).some(({ id }) => id === replaced.id)) return [];
  return [`${nameOf(entry)} cannot run for ${nameOf(replaced)}, who is not on base.`];
}

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
