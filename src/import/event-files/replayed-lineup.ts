import { isFieldingPosition } from "../../rules/lineups/team-lineup.js";
import type { Position } from "../../rules/vocabulary.js";
import type { FileLineupEntry } from "../game-file/game-file.js";

/** The values of a new entry; the others are derived. */
interface ReplayedEntry {
  readonly teamId: number;
  readonly playerId: number;
  readonly playerName: string | null;
  readonly position: Position;
  /** Null for a pitcher who does not bat. */
  readonly battingOrder: number | null;
  readonly enteredInning: number;
  /** The number of plays before the appearance. */
  readonly afterPlay: number;
  readonly replacingId: number | null;
}

/** The lineups of both teams during one game: everyone who has appeared, and who is active now. */
export class Lineup {
  readonly entries: FileLineupEntry[] = [];
  /** A cache by team until its lineup changes: every play needs a dozen people. */
  readonly #activeEntries = new Map<number, readonly FileLineupEntry[]>();

  /** Adds an active entry. Before the first play, a starter replaces nobody. */
  add(appearance: ReplayedEntry, { isStarter }: { isStarter: boolean }): FileLineupEntry {
    const entry: FileLineupEntry = {
      id: this.entries.length + 1,
      cardId: null,
      ...appearance,
      isStarter,
      isActive: true,
      isFatigued: false,
      leftAfterPlay: null,
      decision: null,
    };
    this.entries.push(entry);
    this.#activeEntries.clear();
    return entry;
  }

  /** Ends an appearance after this number of plays. */
  end(entry: FileLineupEntry, afterPlay: number): void {
    entry.isActive = false;
    entry.leftAfterPlay = afterPlay;
    this.#activeEntries.clear();
  }

  /** The active entry in a batting slot; with null, the pitcher who does not bat. */
  inSlot(teamId: number, battingOrder: number | null): FileLineupEntry | undefined {
    return this.#active(teamId).find((entry) => entry.battingOrder === battingOrder);
  }

  /** The current or last entry in a batting slot; with null, the last pitcher who does not bat. */
  lastInSlot(teamId: number, battingOrder: number | null): FileLineupEntry | undefined {
    return this.entries.findLast((entry) => entry.teamId === teamId && entry.battingOrder === battingOrder);
  }

  /** A player's active entry with a batting slot. */
  batter(teamId: number, playerId: number): FileLineupEntry | undefined {
    return this.#active(teamId).find((entry) => entry.playerId === playerId && entry.battingOrder !== null);
  }

  /** The active entry in a fielding position. */
  fielder(teamId: number, position: Position): FileLineupEntry | undefined {
    return this.#active(teamId).find((entry) => entry.position === position);
  }

  /** Every active entry of a player: two for a pitcher who is his own designated hitter. */
  ofPlayer(teamId: number, playerId: number): FileLineupEntry[] {
    return this.#active(teamId).filter((entry) => entry.playerId === playerId);
  }

  /** The last entry of a player in a role; he may have left the game. */
  lastOf(teamId: number, playerId: number, isInRole: (entry: FileLineupEntry) => boolean) {
    return this.entries.findLast(
      (entry) => entry.teamId === teamId && entry.playerId === playerId && isInRole(entry),
    );
  }

  /**
   * Ends every entry whose fielding position another entry has taken. This is how a pitcher without a batting slot leaves when his
   * team gives up its designated hitter: no record names him.
   */
  endDisplaced(teamId: number): void {
    const taken = new Map<Position, FileLineupEntry>();
    for (const entry of this.#active(teamId).toReversed()) {
      if (!isFieldingPosition(entry.position)) continue;
      const next = taken.get(entry.position);
      if (next !== undefined) this.end(entry, next.afterPlay);
      else taken.set(entry.position, entry);
    }
  }

  #active(teamId: number): readonly FileLineupEntry[] {
    const known = this.#activeEntries.get(teamId);
    if (known !== undefined) return known;
    const active = this.entries.filter((entry) => entry.isActive && entry.teamId === teamId);
    this.#activeEntries.set(teamId, active);
    return active;
  }
}
