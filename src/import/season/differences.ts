import { isDeepStrictEqual } from "node:util";
import type { GameFile } from "../game-file/types.js";

/** Columns that are computed from stored games and filled in later. */
const filledIn: readonly string[] = ["wpa", "re24"];

/** The paths of the fields in which a stored game differs from the one that was read: `plays.12.rbi`. */
export function differences(stored: GameFile, read: GameFile): string[] {
  return [
    ...inRow("game", stored.game, read.game),
    ...inRows("roster", stored.roster, read.roster),
    ...inRows("lineups", stored.lineups, read.lineups),
    ...inRows("plays", stored.plays, read.plays),
  ];
}

function inRows(path: string, stored: readonly object[], read: readonly object[]): string[] {
  if (stored.length !== read.length) return [`${path}.length`];
  return read.flatMap((row, index) => inRow(`${path}.${index}`, stored[index] ?? {}, row));
}

function inRow(path: string, stored: object, read: object): string[] {
  const values = stored as Readonly<Record<string, unknown>>;
  return Object.entries(read)
    .filter(([field, value]) => !filledIn.includes(field) && !isDeepStrictEqual(values[field], value))
    .map(([field]) => `${path}.${field}`);
}
