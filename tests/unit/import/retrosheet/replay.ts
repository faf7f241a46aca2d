import type { FileLineupEntry, GameFile } from "../../../../src/import/game-file/types.js";
import { fieldingPositions } from "../../../../src/models/vocabulary.js";

const inTheField: ReadonlySet<string> = new Set(fieldingPositions);

/** Who shares a batting slot or a place in the field, at any moment of a replay. Must be nobody. */
export function clashesOf({ lineups }: Pick<GameFile, "lineups">): string[] {
  const replaced = new Set(lineups.map(({ replacingId }) => replacingId));
  const clashes: string[] = [];
  let active: FileLineupEntry[] = [];
  for (const entry of lineups) {
    const group = lineups.filter(({ afterPlay }) => afterPlay === entry.afterPlay);
    const leaving = new Set(group.map(({ replacingId }) => replacingId));
    const isPushedOut = (other: FileLineupEntry) =>
      !other.isActive && !replaced.has(other.id) && sharesPlace(other, entry);
    active = active.filter((other) => !leaving.has(other.id) && !isPushedOut(other));
    for (const other of active) {
      if (sharesPlace(other, entry)) clashes.push(`${other.playerName} and ${entry.playerName}`);
    }
    active.push(entry);
  }
  return clashes;
}

function sharesPlace(one: FileLineupEntry, other: FileLineupEntry): boolean {
  if (one.teamId !== other.teamId) return false;
  const sameSlot = one.battingOrder !== null && one.battingOrder === other.battingOrder;
  return sameSlot || (inTheField.has(one.position) && one.position === other.position);
}

/** The lineup at the end of the game: "Away One" at "C" in slot 1. */
export function finishers(file: GameFile, teamId: number): string[] {
  return file.lineups
    .filter((entry) => entry.isActive && entry.teamId === teamId)
    .sort((one, other) => (one.battingOrder ?? 10) - (other.battingOrder ?? 10))
    .map((entry) => `${entry.battingOrder ?? "-"} ${entry.playerName} ${entry.position}`);
}
