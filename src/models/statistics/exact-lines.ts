import { sql } from "drizzle-orm";
import { integer, pgView, smallint, uuid } from "drizzle-orm/pg-core";
import { isOfLastPlay } from "./view-columns.js";

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
