import { eq, sql } from "drizzle-orm";
import { type GameSession, type GameSessionValues, gameSessions } from "../models/game-sessions.js";
import type { JsonObject } from "../models/vocabulary.js";
import { gameSessionColumns, insertable } from "./columns.js";
import { build, compile, placeholders, type Statement } from "./statement.js";

export const createGameSession: Statement<GameSessionValues, GameSession> = compile({
  name: "createGameSession",
  access: "write",
  query: build
    .insert(gameSessions)
    .values(placeholders(insertable.gameSession))
    .returning(gameSessionColumns),
  fields: gameSessionColumns,
});

export const getGameSession: Statement<{ gameId: string }, GameSession> = compile({
  name: "getGameSession",
  access: "read",
  query: build
    .select(gameSessionColumns)
    .from(gameSessions)
    .where(eq(gameSessions.gameId, sql.placeholder("gameId"))),
  fields: gameSessionColumns,
});

/** A new snapshot; null leaves the connected users as they are. */
export interface SnapshotValues {
  readonly gameId: string;
  readonly stateSnapshot: JsonObject;
  readonly connectedUsers: JsonObject | null;
  readonly lastActionAt: Date;
}

const given = (name: keyof SnapshotValues & keyof typeof gameSessionColumns) =>
  sql.param(sql.placeholder(name), gameSessionColumns[name]);

export const updateSessionSnapshot: Statement<SnapshotValues, GameSession> = compile({
  name: "updateSessionSnapshot",
  access: "write",
  query: build
    .update(gameSessions)
    .set({
      stateSnapshot: sql`${given("stateSnapshot")}`,
      connectedUsers: sql`coalesce(${given("connectedUsers")}::jsonb, ${gameSessions.connectedUsers})`,
      lastActionAt: sql`${given("lastActionAt")}`,
    })
    .where(eq(gameSessions.gameId, sql.placeholder("gameId")))
    .returning(gameSessionColumns),
  fields: gameSessionColumns,
});
