import type { Position } from "../vocabulary.js";
import { isFieldingPosition, type TeamEntry } from "./lineup-entries.js";
import { isSamePerson } from "../person.js";

/** Which plays somebody was in the game for: those after `from`, up to `until` (infinity for one who stayed). */
export interface Stay {
  readonly entry: TeamEntry;
  readonly from: number;
  readonly until: number;
}

/** Who was in the game when: the lineups of every moment, out of the entries of the whole game. */
export class Timeline {
  readonly stays: readonly Stay[];
  readonly #byId: ReadonlyMap<number, Stay>;

  constructor(lineups: readonly TeamEntry[]) {
    this.stays = lineups.map((entry) => stayOf(entry, lineups));
    this.#byId = new Map(this.stays.map((stay) => [stay.entry.id, stay]));
  }

  stay(id: number): Stay | undefined {
    return this.#byId.get(id);
  }

  isIn(id: number, playNumber: number): boolean {
    const stay = this.stay(id);
    return stay !== undefined && covers(stay, playNumber);
  }

  /** Who had a place in a team's batting order when a play began. */
  inSlot(teamId: number, battingOrder: number | null, playNumber: number): TeamEntry | undefined {
    if (battingOrder === null) return undefined;
    return this.#find(playNumber, (entry) => entry.teamId === teamId && entry.battingOrder === battingOrder);
  }

  /** Who stood in a team's fielding position when a play began. */
  fielder(teamId: number, position: Position, playNumber: number): TeamEntry | undefined {
    return this.#find(playNumber, (entry) => entry.teamId === teamId && entry.position === position);
  }

  /** Who ran, when a play began, for an entry that got on base before: himself, or who has his place by now. */
  runner(id: number, playNumber: number): number {
    const entry = this.stay(id)?.entry;
    if (entry === undefined || this.isIn(id, playNumber)) return id;
    const next =
      this.inSlot(entry.teamId, entry.battingOrder, playNumber) ??
      this.#find(playNumber, ({ replacingId }) => replacingId === id);
    return next?.id ?? id;
  }

  #find(playNumber: number, is: (entry: TeamEntry) => boolean): TeamEntry | undefined {
    return this.stays.find((stay) => covers(stay, playNumber) && is(stay.entry))?.entry;
  }
}

function covers({ from, until }: Stay, playNumber: number): boolean {
  return from < playNumber && playNumber <= until;
}

/**
 * The last play before somebody left: as it was noted. Where nobody noted it, that of the moment when another replaced him or he
 * took up another role; where neither is known, when somebody took his place in the batting order or in the field. Null while
 * he is in the game, and where nothing tells.
 */
export function leftAfter(entry: TeamEntry, entries: readonly TeamEntry[]): number | null {
  if (entry.isActive || entry.leftAfterPlay !== null) return entry.leftAfterPlay;
  const later = entries.filter((other) => other.teamId === entry.teamId && other.id > entry.id);
  const succeeding = later.filter((other) => succeeds(other, entry));
  const takingOver = later.filter((other) => isSameSlot(other, entry) || isSamePosition(other, entry));
  const moments = (succeeding.length > 0 ? succeeding : takingOver).map(({ afterPlay }) => afterPlay);
  const possible = moments.filter((moment) => moment >= entry.afterPlay);
  return possible.length === 0 ? null : Math.min(...possible);
}

/** The entries of those who stood in the lineups when a play began. */
export function lineupAt<Entry extends TeamEntry>(entries: readonly Entry[], playNumber: number): Entry[] {
  return entries.filter((entry) => covers(stayOf(entry, entries), playNumber));
}

function stayOf(entry: TeamEntry, entries: readonly TeamEntry[]): Stay {
  return { entry, from: entry.afterPlay, until: leftAfter(entry, entries) ?? Number.POSITIVE_INFINITY };
}

/** Two entries of one player from the same moment on are a pitcher and his own designated hitter. */
function succeeds(other: TeamEntry, entry: TeamEntry): boolean {
  return other.replacingId === entry.id || (isSamePerson(other, entry) && other.afterPlay > entry.afterPlay);
}

export function isSameSlot(one: TeamEntry, other: TeamEntry): boolean {
  return one.battingOrder !== null && one.battingOrder === other.battingOrder;
}

export function isSamePosition(one: TeamEntry, other: TeamEntry): boolean {
  return isFieldingPosition(one.position) && one.position === other.position;
}
