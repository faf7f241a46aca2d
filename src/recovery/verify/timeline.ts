import type { LineupEntry } from "../../models/lineups.js";
import { fieldingPositions, type Position } from "../../models/vocabulary.js";

const inTheField: ReadonlySet<Position> = new Set(fieldingPositions);

/** Which plays somebody was in the game for: those after `from`, up to `until` (infinity for one who stayed). */
export interface Stay {
  readonly entry: LineupEntry;
  readonly from: number;
  readonly until: number;
}

/** Who was in the game when: the lineups of every moment, out of the entries of the whole game. */
export class Timeline {
  readonly stays: readonly Stay[];
  readonly #byId: ReadonlyMap<number, Stay>;

  constructor(lineups: readonly LineupEntry[]) {
    this.stays = lineups.map((entry) => ({
      entry,
      from: entry.afterPlay,
      until: leavingOf(entry, lineups),
    }));
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
  inSlot(teamId: number, battingOrder: number | null, playNumber: number): LineupEntry | undefined {
    if (battingOrder === null) return undefined;
    return this.#find(playNumber, (entry) => entry.teamId === teamId && entry.battingOrder === battingOrder);
  }

  /** Who stood in a team's fielding position when a play began. */
  fielder(teamId: number, position: Position, playNumber: number): LineupEntry | undefined {
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

  #find(playNumber: number, is: (entry: LineupEntry) => boolean): LineupEntry | undefined {
    return this.stays.find((stay) => covers(stay, playNumber) && is(stay.entry))?.entry;
  }
}

function covers({ from, until }: Stay, playNumber: number): boolean {
  return from < playNumber && playNumber <= until;
}

/**
 * After which play somebody left. Where nobody noted it, he left when another replaced him or he took up another
 * role; and where neither is known, when somebody took his place in the batting order or in the field.
 */
function leavingOf(entry: LineupEntry, lineups: readonly LineupEntry[]): number {
  if (entry.leftAfterPlay !== null) return entry.leftAfterPlay;
  if (entry.isActive) return Number.POSITIVE_INFINITY;
  const later = lineups.filter((other) => other.teamId === entry.teamId && other.id > entry.id);
  const succeeding = later.filter((other) => succeeds(other, entry));
  const takingOver = later.filter((other) => sameSlot(other, entry) || samePosition(other, entry));
  const moments = (succeeding.length > 0 ? succeeding : takingOver).map(({ afterPlay }) => afterPlay);
  return Math.min(...moments.filter((moment) => moment >= entry.afterPlay));
}

/** Two entries of one player from the same moment on are a pitcher and his own designated hitter. */
function succeeds(other: LineupEntry, entry: LineupEntry): boolean {
  return other.replacingId === entry.id || (samePlayer(other, entry) && other.afterPlay > entry.afterPlay);
}

export function sameSlot(one: LineupEntry, other: LineupEntry): boolean {
  return one.battingOrder !== null && one.battingOrder === other.battingOrder;
}

export function samePosition(one: LineupEntry, other: LineupEntry): boolean {
  return inTheField.has(one.position) && one.position === other.position;
}

export function samePlayer(one: LineupEntry, other: LineupEntry): boolean {
  return one.cardId === other.cardId && one.playerId === other.playerId;
}

export function isFielding({ position }: LineupEntry): boolean {
  return inTheField.has(position);
}
