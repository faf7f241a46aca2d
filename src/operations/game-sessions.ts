import { GameSessionNotFoundError } from "../errors/index.js";
import {
  type GameSession,
  type GameSessionInput,
  type GameSessionValues,
  gameSessionInput,
} from "../models/game-sessions.js";
import { jsonObject } from "../models/input.js";
import { merged, validate } from "../models/validate.js";
import type { JsonObject } from "../models/vocabulary.js";
import type { Executor } from "../session/executor.js";
import * as statements from "../statements/game-sessions.js";
import { checkArguments } from "./arguments.js";

/** What else changes with a snapshot. */
export interface SnapshotOptions {
  /** Who is connected now; left out, it stays as it is. */
  readonly connectedUsers?: JsonObject;
  /** When it happened. Default: now. */
  readonly lastActionAt?: Date;
}

const snapshotInput = gameSessionInput.extend({
  stateSnapshot: jsonObject,
  connectedUsers: jsonObject.nullable().default(null),
});

export async function createGameSession(executor: Executor, session: GameSessionInput): Promise<GameSession> {
  const values = validate<GameSessionValues>("The game session", gameSessionInput, session);
  const [created] = await executor.execute(statements.createGameSession, values);
  return created as GameSession;
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
  const values = validate<statements.SnapshotValues>("The session snapshot", snapshotInput, input);
  const [updated] = await executor.execute(statements.updateSessionSnapshot, values);
  if (updated === undefined) {
    throw new GameSessionNotFoundError(
      `Game ${gameId} has no game session. Create it with createGameSession().`,
      {
        details: { gameId },
      },
    );
  }
  return updated;
}
