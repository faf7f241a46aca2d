import { sql } from "drizzle-orm";
import { foreignKey, jsonb, pgTable, primaryKey, timestamp, uuid } from "drizzle-orm/pg-core";
import { plainChecks } from "./check-constraints.js";
import { games } from "./games-table.js";
import { type InputOf, inputSchema, type RowOf, type Values } from "./input-schemas.js";
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

/** A row of `game_sessions`: the websocket session of a game, which is not a database session. */
export interface GameSession extends RowOf<typeof gameSessions> {
  /** The game. */
  gameId: string;
  /** Who is connected, as a JSON object. */
  connectedUsers: JsonObject;
  /** When somebody last did something. */
  lastActionAt: Date;
  /** The state last sent to the clients, as a JSON object. The plays are the truth; this is a copy. */
  stateSnapshot: JsonObject;
}

/** What `createGameSession` takes. */
export interface GameSessionInput extends InputOf<GameSession, typeof gameSessions.$inferInsert> {}
export type GameSessionValues = Values<GameSessionInput>;

export const gameSessionInput = inputSchema(gameSessions);
