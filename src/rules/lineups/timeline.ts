import type { Position } from "../vocabulary.js";
import { isFieldingPosition, isSamePerson, type TeamEntry } from "./team-lineup.js";

/** The plays during which an entry was in the lineup: those after `from`, up to `until` (infinity for one that stayed). */
export interface Stay {
  readonly entry: TeamEntry;
  readonly from: number;
  readonly until: number;
}

/** The lineups at every play, computed from the entries of the whole game. */
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

  /** The player in a place of a team's batting order when a play began. */
  inSlot(teamId: number, battingOrder: number | null, playNumber: number): TeamEntry | undefined {
    if (battingOrder === null) return undefined;
    return this.#find(playNumber, (entry) => entry.teamId === teamId && entry.battingOrder === battingOrder);
  }

  /** The player in a fielding position of a team when a play began. */
  fielder(teamId: number, position: Position, playNumber: number): TeamEntry | undefined {
    return this.#find(playNumber, (entry) => entry.teamId === teamId && entry.position === position);
  }

  /**
   * The runner at the beginning of a play, for an entry that reached base earlier: the same entry, or the one that has replaced
   * it.
   */
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
 * The number of the last play before a player left. If it was not recorded, it is the play after which another player replaced
 * this one, or this player took another role. Without such a change, it is the play after which another player took the place
 * in the batting order or in the field. Null while the player is in the game, and if the play is not known.
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

/** The entries that were in the lineups when a play began. */
export function lineupAt<Entry extends TeamEntry>(entries: readonly Entry[], playNumber: number): Entry[] {
  return entries.filter((entry) => covers(stayOf(entry, entries), playNumber));
}

function stayOf(entry: TeamEntry, entries: readonly TeamEntry[]): Stay {
  return { entry, from: entry.afterPlay, until: leftAfter(entry, entries) ?? Number.POSITIVE_INFINITY };
}

/** Two entries of one player that begin together are a pitcher and his own designated hitter. */
function succeeds(other: TeamEntry, entry: TeamEntry): boolean {
  return other.replacingId === entry.id || (isSamePerson(other, entry) && other.afterPlay > entry.afterPlay);
}

export function isSameSlot(one: TeamEntry, other: TeamEntry): boolean {
  return one.battingOrder !== null && one.battingOrder === other.battingOrder;
}

export function isSamePosition(one: TeamEntry, other: TeamEntry): boolean {
  return isFieldingPosition(one.position) && one.position === other.position;
}
