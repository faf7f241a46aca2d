import { GameSessionNotFoundError, StaleGameSessionError } from "../errors/errors.js";
import {
  type GameSession,
  type GameSessionInput,
  type GameSessionValues,
  gameSessionInput,
} from "../models/game-sessions-table.js";
import { time } from "../models/input-schemas.js";
import { once } from "../models/once.js";
import { type JsonObject, jsonObject } from "../models/storable-values.js";
import { merged, validate } from "../models/validate.js";
import type { Executor } from "../session/executor.js";
import * as statements from "../statements/game-session-statements.js";
import { checkArguments } from "./operation-input.js";
import { gameNotFound } from "./optimistic-update.js";

/** What else changes with a snapshot, and what is expected of the session. */
export interface SnapshotOptions {
  /** The users who are connected now, as a JSON object. Default: the stored value. */
  readonly connectedUsers?: JsonObject;
  /** The time of the action. Default: now. */
  readonly lastActionAt?: Date;
  /**
   * The session's `lastActionAt` that you have read: if it has changed since, nothing is replaced. The stored time then increases
   * by at least a millisecond with each update. If you leave it out, the snapshot is replaced in any case.
   */
  readonly expectedLastActionAt?: Date | undefined;
}

const snapshotInput = once(() =>
  gameSessionInput().extend({
    stateSnapshot: jsonObject(),
    connectedUsers: jsonObject().nullable().default(null),
    lastActionAt: time().nullable().default(null),
    expectedLastActionAt: time().nullable().default(null),
  }),
);

export async function createGameSession(executor: Executor, session: GameSessionInput): Promise<GameSession> {
  const values = validate<GameSessionValues>("The game session", gameSessionInput, session);
  const [created] = await executor.execute(statements.createGameSession, values);
  if (created === undefined) throw gameNotFound(values.gameId);
  return created;
}

export async function getGameSession(executor: Executor, gameId: string): Promise<GameSession | null> {
  const [found] = await executor.execute(
    statements.getGameSession,
    checkArguments("getGameSession", { gameId }),
  );
  return found ?? null;
}

export async function updateSessionSnapshot(
  executor: Executor,
  gameId: string,
  stateSnapshot: JsonObject,
  options: SnapshotOptions = {},
): Promise<GameSession> {
  const input = merged(options, { gameId, stateSnapshot });
  const checked = validate<Omit<statements.SnapshotValues, "now">>(
    "The session snapshot",
    snapshotInput,
    input,
  );
  const values = { ...checked, now: new Date() };
  const [updated] = await executor.execute(statements.updateSessionSnapshot, values);
  if (updated === undefined) {
    const [found] = await executor.execute(statements.getGameSession, { gameId: values.gameId });
    if (found !== undefined) throw staleGameSession(found);
    throw new GameSessionNotFoundError(
      `Game ${gameId} has no game session. Create it with createGameSession().`,
      {
        details: { gameId },
      },
    );
  }
  return updated;
}

function staleGameSession({ gameId, lastActionAt }: GameSession): StaleGameSessionError {
  return new StaleGameSessionError(
    `The session of game ${gameId} has changed: its last action was at ${lastActionAt.toISOString()}. Read it again before you replace its snapshot.`,
    { details: { gameId, lastActionAt } },
  );
}
