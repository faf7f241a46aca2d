import type { GameValues } from "../../models/games-table.js";
import type { LineupValues } from "../../models/lineups-table.js";
import type { PlayValues } from "../../models/plays-table.js";
import type { RosterValues } from "../../models/roster-links-table.js";

/** A complete game as a JSON file, which can be archived, sent and read back without loss. */
export interface GameFile {
  /** Always `dugout-game`. */
  readonly format: "dugout-game";
  /** The version of the format. */
  readonly version: 1;
  /** The game. */
  readonly game: GameValues;
  /** The roster entries of both teams. */
  readonly roster: readonly FileRosterEntry[];
  /** In order of entry. Identifiers are the file's own, 1, 2, 3 …; plays and `replacingId` use them. */
  readonly lineups: readonly FileLineupEntry[];
  /** By play number. */
  readonly plays: readonly FilePlay[];
}

export type FileRosterEntry = Omit<RosterValues, "gameId">;
export type FileLineupEntry = Omit<LineupValues, "gameId"> & {
  /** The number by which the file's plays and entries name this entry, from 1. */
  id: number;
};
export type FilePlay = Omit<PlayValues, "gameId">;

/** The fields of a play that name lineup entries. */
export const people = [
  "batterId",
  "pitcherId",
  "catcherId",
  "defenderId",
  "runnerId",
  "onFirstId",
  "onSecondId",
  "onThirdId",
  "responsibleBatterId",
  "responsiblePitcherId",
  "onFirstPitcherId",
  "onSecondPitcherId",
  "onThirdPitcherId",
] as const satisfies readonly (keyof FilePlay)[];

/** The same play with other identifiers of its people. */
export function renamed<Named extends Pick<FilePlay, (typeof people)[number]>>(
  play: Named,
  idOf: (id: number) => number,
): Named {
  const ids = people.map((field) => {
    const id = play[field];
    return [field, id === null ? null : idOf(id)];
  });
  return { ...play, ...Object.fromEntries(ids) };
}
