import { GameNotFoundError } from "../../errors/index.js";
import type { Executor } from "../../session/executor.js";
import { storedGames } from "../../statements/game-statements.js";
import { readGame } from "../game-file/read.js";
import type { GameFile } from "../game-file/types.js";

export async function storedOf(executor: Executor, gameIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await executor.execute(storedGames, { gameIds });
  return new Set(rows.map(({ id }) => id));
}

/** A stored game; undefined when it is not there any more. */
export async function readStored(executor: Executor, gameId: string): Promise<GameFile | undefined> {
  try {
    return await readGame(executor, gameId);
  } catch (error) {
    if (error instanceof GameNotFoundError) return undefined;
    throw error;
  }
}
