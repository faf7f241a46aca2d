import { sql } from "drizzle-orm";
import { foreignKey, jsonb, pgTable, primaryKey, timestamp, uuid } from "drizzle-orm/pg-core";
import { plainChecks } from "./check-constraints.js";
import { games } from "./games-table.js";
import { inputSchema, type Values } from "./input-schemas.js";
import type { JsonObject } from "./storable-values.js";

export const gameSessions = pgTable(
  "game_sessions",
  {
    gameId: uuid("game_id").notNull(),
    connectedUsers: jsonb("connected_users").$type<JsonObject>().notNull().default({}),
    lastActionAt: timestamp("last_action_at", { withTimezone: true, precision: 3 })
      .notNull()
      .default(sql`now()`),
    stateSnapshot: jsonb("state_snapshot").$type<JsonObject>().notNull().default({}),
  },
  (table) => [
    primaryKey({ name: "game_sessions_pkey", columns: [table.gameId] }),
    foreignKey({
      name: "game_sessions_game_fkey",
      columns: [table.gameId],
      foreignColumns: [games.id],
    }).onDelete("cascade"),
    ...plainChecks(table.gameId, {}),
  ],
);

/** A row of `game_sessions`: the websocket state of a game. Not to be confused with a database session. */
export type GameSession = typeof gameSessions.$inferSelect;

/** What `createGameSession` takes. */
export type GameSessionInput = typeof gameSessions.$inferInsert;
export type GameSessionValues = Values<typeof gameSessions.$inferInsert>;

export const gameSessionInput = inputSchema(gameSessions);
