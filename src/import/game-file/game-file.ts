import type { GameValues } from "../../models/games-table.js";
import type { LineupValues } from "../../models/lineups-table.js";
import type { PlayValues } from "../../models/plays-table.js";
import type { RosterValues } from "../../models/roster-links-table.js";

/** A complete game as a JSON file, which can be archived, sent and read back without loss. */
export interface GameFile {
  readonly format: "dugout-game";
  readonly version: 1;
  readonly game: GameValues;
  readonly roster: readonly FileRosterEntry[];
  /** In order of entry. Identifiers are the file's own, 1, 2, 3 …; plays and `replacingId` use them. */
  readonly lineups: readonly FileLineupEntry[];
  /** By play number. */
  readonly plays: readonly FilePlay[];
}

export type FileRosterEntry = Omit<RosterValues, "gameId">;
export type FileLineupEntry = Omit<LineupValues, "gameId"> & { id: number };
export type FilePlay = Omit<PlayValues, "gameId">;
