import { isFieldingPosition } from "../../rules/lineups/lineup-entries.js";
import type { Position } from "../../rules/vocabulary.js";
import type { FileLineupEntry } from "../game-file/game-file.js";

/** What is particular about an entry; the rest follows. */
interface NewEntry {
  readonly teamId: number;
  readonly playerId: number;
  readonly playerName: string | null;
  readonly position: Position;
  /** Null for a pitcher who does not bat. */
  readonly battingOrder: number | null;
  readonly enteredInning: number;
  /** How many plays were over when the appearance began. */
  readonly afterPlay: number;
  readonly replacingId: number | null;
}

/** Both teams' lineups as they change through one game: who has appeared, and who is active now. */
export class Lineup {
  readonly entries: FileLineupEntry[] = [];
  /** By team, as long as nobody comes or goes: every play asks for a dozen people. */
  readonly #activeEntries = new Map<number, readonly FileLineupEntry[]>();

  /** Adds an active entry. A starter replaces nobody before the first play. */
  add(appearance: NewEntry, { isStarter }: { isStarter: boolean }): FileLineupEntry {
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

  /** Ends an appearance, after so many plays. */
  end(entry: FileLineupEntry, afterPlay: number): void {
    entry.isActive = false;
    entry.leftAfterPlay = afterPlay;
    this.#activeEntries.clear();
  }

  /** The active entry in a batting slot; with null, the pitcher who does not bat. */
  inSlot(teamId: number, battingOrder: number | null): FileLineupEntry | undefined {
    return this.#active(teamId).find((entry) => entry.battingOrder === battingOrder);
  }

  /** Who had a batting slot last, or has it; with null, the last pitcher who does not bat. */
  lastInSlot(teamId: number, battingOrder: number | null): FileLineupEntry | undefined {
    return this.entries.findLast((entry) => entry.teamId === teamId && entry.battingOrder === battingOrder);
  }

  /** A player's active entry with a batting slot. */
  batter(teamId: number, playerId: number): FileLineupEntry | undefined {
    return this.#active(teamId).find((entry) => entry.playerId === playerId && entry.battingOrder !== null);
  }

  /** The active entry in a place in the field. */
  fielder(teamId: number, position: Position): FileLineupEntry | undefined {
    return this.#active(teamId).find((entry) => entry.position === position);
  }

  /** Every active entry of a player: two for one who pitches and is his own designated hitter. */
  ofPlayer(teamId: number, playerId: number): FileLineupEntry[] {
    return this.#active(teamId).filter((entry) => entry.playerId === playerId);
  }

  /** The last entry of a player in a role that he has or had; he may have left the game. */
  lastOf(teamId: number, playerId: number, isInRole: (entry: FileLineupEntry) => boolean) {
    return this.entries.findLast(
      (entry) => entry.teamId === teamId && entry.playerId === playerId && isInRole(entry),
    );
  }

  /**
   * Ends every entry whose place in the field somebody else has taken since. That is how a pitcher leaves who
   * stood in no batting slot when his team gives up its designated hitter: nobody comes in for him by name.
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
