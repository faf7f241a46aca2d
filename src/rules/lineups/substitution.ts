import type { Position } from "../vocabulary.js";
import {
  doings,
  dueSlot,
  isAtBat,
  isFieldingPosition,
  isOver,
  isSamePerson,
  type LineupMoment,
  type NewEntry,
  nameOf,
  nobodyWould,
  ordinal,
  type Person,
  reasonsOfDesignatedHitter,
  reasonsOfEmptyPositions,
  reasonsOfEmptySlots,
  reasonsOfLeague,
  reasonsOfSharedPositions,
  runnersOf,
  situationOf,
  type TeamEntry,
} from "./team-lineup.js";

/** One player's change: the player takes the batting slot of the entry that ends. */
export interface LineupChange {
  /** The lineup entry that ends. */
  readonly replaces: number;
  /** The new position: `PH` and `PR` for a pinch hitter and a pinch runner. */
  readonly position: Position;
  /** The card that comes in, in a PD game. Without a card and a player, the player of the replaced entry takes the position. */
  readonly cardId?: number | null | undefined;
  /** The player who comes in, in an SBA game. */
  readonly playerId?: number | null | undefined;
  /** The player's name. Default: the name that the player has in the lineup already, or null. */
  readonly playerName?: string | null | undefined;
}

/** What `substitute` takes: everything that one team changes at once. */
export interface Substitution {
  /** The game. */
  readonly gameId: string;
  /** The team, one of the game's two. */
  readonly teamId: number;
  /** The changes, at least one. */
  readonly changes: readonly LineupChange[];
  /** Lineup entries that end without a successor in their batting slot: those of pitchers who do not bat. Default: none. */
  readonly leaves?: readonly number[] | undefined;
  /** True in a league in which a player who has left may come back. Default: false. */
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

/** A player who comes in or moves, with the active entry that ends. */
interface Entrance {
  readonly replaced: TeamEntry;
  readonly entry: NewEntry;
}

/** The result of a substitution. Changes of entries that are not active are left out. */
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

/** A pitcher who did not bat and takes another player's batting slot has a new entry. */
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
    ...reasonsOfHittersPlace(moment, plan),
    ...(isAtBat(moment) ? reasonsOfLeaving(plan, substitution) : reasonsOfEmptyPositions(lineup)),
  ];
  return [...new Set(reasons)];
}

/**
 * While the pitcher does not bat, the designated hitter has the place in the batting order that he started with, and only
 * pinch hitters and pinch runners for him take it. If he goes into the field, or the pitcher does, the pitcher bats from then
 * on (5.11(a)(5), (7), (8) and (13)).
 */
function reasonsOfHittersPlace({ entries }: LineupMoment, { entrances, lineup }: LineupPlan): string[] {
  const slot = entries.find(({ position }) => position === "DH")?.battingOrder;
  const pitching = lineup.filter(({ position }) => position === "P");
  if (slot == null || pitching.length === 0 || !pitching.every(doesNotBat)) return [];
  const hitter = lineup.find(({ battingOrder }) => battingOrder === slot);
  const pitchers = entries.filter((entry) => entry.isActive && doesNotBat(entry));
  return entrances.flatMap(({ entry }) => {
    const { position } = entry;
    if (position === "DH" && hitter?.position !== "DH")
      return [`${nameOf(entry)} cannot become the designated hitter, who bats ${ordinal(slot)}.`];
    if (!isFieldingPosition(position) || position === "P") return [];
    const cannot = `${nameOf(entry)} cannot ${doings[position]}`;
    if (entry === hitter)
      return [`${cannot} in the designated hitter's place: the pitcher would have to bat.`];
    const hasPitched = pitchers.some((pitcher) => isSamePerson(pitcher, entry));
    return hasPitched ? [`${cannot} after pitching: the new pitcher would have to bat.`] : [];
  });
}

const doesNotBat = ({ position, battingOrder }: NewEntry) => position === "P" && battingOrder === null;

/** While the team bats, positions in the field may be empty, but not because of a player in `leaves`. */
function reasonsOfLeaving({ ended, lineup }: LineupPlan, { leaves }: SubstitutionValues): string[] {
  return ended.flatMap(({ id, position }) => {
    if (!leaves.includes(id) || !isFieldingPosition(position)) return [];
    return lineup.some((entry) => entry.position === position) ? [] : [nobodyWould(position)];
  });
}

/** What is wrong with pinch hitters and pinch runners. */
function reasonsOfBatting(moment: LineupMoment, { entrances }: LineupPlan): string[] {
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

/** What is wrong with the players who leave and come in. */
function reasonsOfPeople(moment: LineupMoment, substitution: SubstitutionValues, plan: LineupPlan): string[] {
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

/** Only a player who is in the game can leave, and only one player can take the place. */
function reasonsOfGoing({ entries }: LineupMoment, { changes, leaves }: SubstitutionValues): string[] {
  const going = [...changes.map(({ replaces }) => replaces), ...leaves];
  return going.flatMap((id, index) => {
    const entry = entries.find((each) => each.id === id);
    if (entry === undefined) return [`This team's lineup has no entry ${id}.`];
    if (!entry.isActive) return [`${nameOf(entry)} ${whereNow(entry, entries)}.`];
    if (going.indexOf(id) === index) return [];
    return [`${nameOf(entry)} can leave the game only once, and only one player can take his place.`];
  });
}

/**
 * If two substitutions are made at the same time, the second is refused by this check, or because its players are in the game
 * already.
 */
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

/** A player who bats keeps the place in the batting order for the whole game. */
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
