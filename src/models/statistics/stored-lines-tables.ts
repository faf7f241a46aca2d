import { sql } from "drizzle-orm";
import { foreignKey, integer, pgTable, pgView, primaryKey, smallint, uuid } from "drizzle-orm/pg-core";
import { games } from "../games-table.js";
import { isOfLastPlay } from "./view-columns.js";
import { battingCounts, battingRole, lineOwner, pitchingCounts } from "./line-columns.js";

/** How the game was when its lines were added up. */
const version = () => ({
  stateVersion: integer("state_version").notNull(),
  lastPlay: smallint("last_play").notNull(),
});

/**
 * Games whose lines are stored, so that a season's totals need not be added up from its plays. The lines are taken
 * only while the game is as it was then: at the same state version, with the same last play.
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
 * Games whose stored lines are those of their plays. Every operation that changes a game counts up its version, and a
 * play that was saved by itself is the last.
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
