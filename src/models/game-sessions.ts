import { sql } from "drizzle-orm";
import { foreignKey, integer, jsonb, pgTable, primaryKey, timestamp, uuid } from "drizzle-orm/pg-core";
import { games } from "./games.js";
import { inputSchema, type Values } from "./input.js";
import type { JsonObject } from "./vocabulary.js";

export const gameSessions = pgTable(
  "game_sessions",
  {
    gameId: uuid("game_id").notNull(),
    connectedUsers: jsonb("connected_users").$type<JsonObject>().notNull().default({}),
    lastActionAt: timestamp("last_action_at", { withTimezone: true, precision: 3 })
      .notNull()
      .default(sql`now()`),
    stateSnapshot: jsonb("state_snapshot").$type<JsonObject>().notNull().default({}),
    version: integer("version").notNull().default(0),
  },
  (table) => [
    primaryKey({ name: "game_sessions_pkey", columns: [table.gameId] }),
    foreignKey({
      name: "game_sessions_game_fkey",
      columns: [table.gameId],
      foreignColumns: [games.id],
    }).onDelete("cascade"),
  ],
);

/** A row of `game_sessions`: the websocket state of a game. Not to be confused with a database session. */
export type GameSession = typeof gameSessions.$inferSelect;

/** What `createGameSession` takes. */
export type GameSessionInput = Omit<typeof gameSessions.$inferInsert, "version">;
export type GameSessionValues = Omit<Values<typeof gameSessions.$inferInsert>, "version">;

export const gameSessionInput = inputSchema(gameSessions, { omit: ["version"] });
