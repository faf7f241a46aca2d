import { sql } from "drizzle-orm";
import {
  bigint,
  foreignKey,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import { games } from "./games-table.js";

/** Findings of `verifyGame` that an operator has marked as known, with the reason. */
export const knownFindings = pgTable(
  "known_findings",
  {
    gameId: uuid("game_id").notNull(),
    id: bigint("id", { mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    kind: text("kind").notNull(),
    /** Null for a finding about the game as a whole. */
    play: smallint("play"),
    message: text("message").notNull(),
    reason: text("reason").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({ name: "known_findings_pkey", columns: [table.gameId, table.id] }),
    foreignKey({
      name: "known_findings_game_fkey",
      columns: [table.gameId],
      foreignColumns: [games.id],
    }).onDelete("cascade"),
  ],
);

/** A row of `known_findings`. */
export type KnownFinding = typeof knownFindings.$inferSelect;
