import { eq, sql } from "drizzle-orm";
import { type GameSession, type GameSessionValues, gameSessions } from "../models/game-sessions-table.js";
import type { JsonObject } from "../models/storable-values.js";
import { lockedGame, lockGame } from "./counted-game.js";
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

/** A new snapshot; null leaves the connected users as they are. */
export interface SnapshotValues {
  readonly gameId: string;
  readonly stateSnapshot: JsonObject;
  readonly connectedUsers: JsonObject | null;
  /** When the snapshot was taken, where the caller says so. */
  readonly lastActionAt: Date | null;
  /** The present time, for who does not say: it never sets the time back. */
  readonly now: Date;
  /** The session's time that the caller has read; null where any will do. */
  readonly expectedLastActionAt: Date | null;
}

const { connectedUsers, stateSnapshot, lastActionAt } = gameSessionColumns;
const time = (name: "lastActionAt" | "now" | "expectedLastActionAt") =>
  sql`${sql.param(sql.placeholder(name), lastActionAt)}::timestamptz`;

/**
 * No row means that the game has no session, or that it is not as expected. Where something is expected the time moves on at
 * each update, if only by a millisecond: so of two who expect the same only one finds it.
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
