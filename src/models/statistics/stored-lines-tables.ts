import { sql } from "drizzle-orm";
import { foreignKey, integer, pgTable, pgView, primaryKey, smallint, uuid } from "drizzle-orm/pg-core";
import { games } from "../games-table.js";
import { battingCounts, battingRole, lineOwner, pitchingCounts } from "./line-columns.js";
import { isOfLastPlay } from "./view-columns.js";

/** The version and the last play of the game when its lines were computed. */
const version = () => ({
  stateVersion: integer("state_version").notNull(),
  lastPlay: smallint("last_play").notNull(),
});

/**
 * Games whose lines are stored, so that a season's totals need not be computed from its plays. Stored lines are used only while
 * the game has the same state version and the same last play.
 */
export const storedLines = pgTable(
  "stored_lines",
  { gameId: uuid("game_id").notNull(), ...version() },
  (table) => [
    primaryKey({ name: "stored_lines_pkey", columns: [table.gameId] }),
    foreignKey({
      name: "stored_lines_game_fkey",
      columns: [table.gameId],
      foreignColumns: [games.id],
    }).onDelete("cascade"),
  ],
);

export const storedBattingLines = pgTable(
  "stored_batting_lines",
  { ...lineOwner(), ...battingRole(), ...battingCounts(), ...version() },
  (table) => [
    primaryKey({ name: "stored_batting_lines_pkey", columns: [table.gameId, table.entryId] }),
    foreignKey({
      name: "stored_batting_lines_game_fkey",
      columns: [table.gameId],
      foreignColumns: [storedLines.gameId],
    }).onDelete("cascade"),
  ],
);

export const storedPitchingLines = pgTable(
  "stored_pitching_lines",
  { ...lineOwner(), ...pitchingCounts(), ...version() },
  (table) => [
    primaryKey({ name: "stored_pitching_lines_pkey", columns: [table.gameId, table.entryId] }),
    foreignKey({
      name: "stored_pitching_lines_game_fkey",
      columns: [table.gameId],
      foreignColumns: [storedLines.gameId],
    }).onDelete("cascade"),
  ],
);

/**
 * Games whose stored lines are current: every operation that changes a game increases its version, except `savePlay`, whose play
 * is a new last play.
 */
export const exactLines = pgView("exact_lines", {
  gameId: uuid("game_id").notNull(),
  stateVersion: integer("state_version").notNull(),
  lastPlay: smallint("last_play").notNull(),
}).as(
  sql`select stored_lines.game_id, stored_lines.state_version, stored_lines.last_play
from stored_lines
join games on games.id = stored_lines.game_id and games.state_version = stored_lines.state_version
where ${isOfLastPlay(sql.raw("stored_lines.game_id"))}`,
);
