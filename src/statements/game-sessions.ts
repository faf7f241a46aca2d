import { eq, sql } from "drizzle-orm";
import { type GameSession, type GameSessionValues, gameSessions } from "../models/game-sessions.js";
import type { JsonObject } from "../models/vocabulary.js";
import { gameSessionColumns, insertable } from "./columns.js";
import { lockedGame } from "./counted-game.js";
import { insertFrom } from "./insert-from.js";
import { build, compile, type Statement } from "./statement.js";

const allColumns = sql.join(Object.values(gameSessionColumns), sql`, `);

/** No row means that there is no such game. */
export const createGameSession: Statement<GameSessionValues, GameSession> = compile({
  name: "createGameSession",
  access: "write",
  query: sql<GameSession>`${insertFrom(gameSessions, insertable.gameSession, sql`${lockedGame()} game`)} returning ${allColumns}`,
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
  /** When the snapshot was taken, where the caller says so: then it takes the place of none that is newer. */
  readonly lastActionAt: Date | null;
  /** The present time, for who does not say. */
  readonly now: Date;
  /** The session's version that the caller knows; null where any will do. */
  readonly expectedVersion: number | null;
}

const { connectedUsers, stateSnapshot, lastActionAt, version } = gameSessionColumns;
const lastAction = sql`${sql.param(sql.placeholder("lastActionAt"), lastActionAt)}::timestamptz`;
const now = sql`${sql.param(sql.placeholder("now"), lastActionAt)}::timestamptz`;

/** No row means that the game has no session, or that it is not as expected. */
export const updateSessionSnapshot: Statement<SnapshotValues, GameSession> = compile({
  name: "updateSessionSnapshot",
  access: "write",
  query: sql<GameSession>`update ${gameSessions} set
  state_snapshot = ${sql.param(sql.placeholder("stateSnapshot"), stateSnapshot)},
  connected_users = coalesce(${sql.param(sql.placeholder("connectedUsers"), connectedUsers)}::jsonb, ${connectedUsers}),
  last_action_at = greatest(${lastActionAt}, coalesce(${lastAction}, ${now})),
  version = ${version} + 1
from ${lockedGame()} game
where ${gameSessions.gameId} = game.id and ${gameSessions.gameId} = ${sql.placeholder("gameId")}
  and ${version} = coalesce(${sql.placeholder("expectedVersion")}::int, ${version})
  and coalesce(${lastAction} >= ${lastActionAt}, true)
returning ${allColumns}`,
  fields: gameSessionColumns,
});
