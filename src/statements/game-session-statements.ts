import { eq, sql } from "drizzle-orm";
import { type GameSession, type GameSessionValues, gameSessions } from "../models/game-sessions-table.js";
import type { JsonObject } from "../models/storable-values.js";
import { lockedGame, lockGame } from "./game-update.js";
import { build, compile, type Statement } from "./statement.js";
import { gameSessionColumns, insertable, insertFrom, insertValues } from "./statement-columns.js";

const allColumns = sql.join(Object.values(gameSessionColumns), sql`, `);

const insertSession: Statement<GameSessionValues, GameSession> = compile({
  name: "createGameSession session",
  access: "write",
  query: () =>
    sql<GameSession>`${insertValues(gameSessions, insertable.gameSession)} returning ${allColumns}`,
  fields: gameSessionColumns,
});

/** No row means that there is no such game. */
export const createGameSession: Statement<GameSessionValues, GameSession> = compile({
  name: "createGameSession",
  access: "write",
  query: () =>
    sql<GameSession>`${insertFrom(gameSessions, insertable.gameSession, sql`${lockedGame()} game`)} returning ${allColumns}`,
  fields: gameSessionColumns,
  async steps(run, values: GameSessionValues, runLast = run) {
    const [game] = await run(lockGame, values);
    return game === undefined ? [] : runLast(insertSession, values);
  },
});

export const getGameSession: Statement<{ gameId: string }, GameSession> = compile({
  name: "getGameSession",
  access: "read",
  query: () =>
    build
      .select(gameSessionColumns)
      .from(gameSessions)
      .where(eq(gameSessions.gameId, sql.placeholder("gameId"))),
  fields: gameSessionColumns,
});

/** A new snapshot. Null leaves the connected users unchanged. */
export interface SnapshotValues {
  readonly gameId: string;
  readonly stateSnapshot: JsonObject;
  readonly connectedUsers: JsonObject | null;
  /** When the snapshot was taken; null if the caller gives no time. */
  readonly lastActionAt: Date | null;
  /** The present time, for a caller that gives none. It never decreases the stored time. */
  readonly now: Date;
  /** The session's time that the caller has read; null for any. */
  readonly expectedLastActionAt: Date | null;
}

const { connectedUsers, stateSnapshot, lastActionAt } = gameSessionColumns;
const time = (name: "lastActionAt" | "now" | "expectedLastActionAt") =>
  sql`${sql.param(sql.placeholder(name), lastActionAt)}::timestamptz`;

/**
 * No row means that the game has no session, or that it is not as expected. With an expected time, each update increases the time
 * by at least a millisecond, so that only one of two callers that expect the same time succeeds.
 */
export const updateSessionSnapshot: Statement<SnapshotValues, GameSession> = compile({
  name: "updateSessionSnapshot",
  access: "write",
  query: () => sql<GameSession>`update ${gameSessions} set
  state_snapshot = ${sql.param(sql.placeholder("stateSnapshot"), stateSnapshot)},
  connected_users = coalesce(${sql.param(sql.placeholder("connectedUsers"), connectedUsers)}::jsonb, ${connectedUsers}),
  last_action_at = case
    when ${time("expectedLastActionAt")} is null and ${time("lastActionAt")} is not null then ${time("lastActionAt")}
    else greatest(coalesce(${time("lastActionAt")}, ${time("now")}), ${time("expectedLastActionAt")} + interval '1 millisecond', ${lastActionAt})
  end
from ${lockedGame()} game
where ${gameSessions.gameId} = ${sql.placeholder("gameId")}
  and ${lastActionAt} = coalesce(${time("expectedLastActionAt")}, ${lastActionAt})
returning ${allColumns}`,
  fields: gameSessionColumns,
});
