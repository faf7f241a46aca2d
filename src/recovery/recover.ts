import * as z from "zod";
import { uuidText } from "../models/input.js";
import { validate } from "../models/validate.js";
import type { Executor } from "../session/executor.js";
import * as statements from "../statements/recovery.js";
import { liveState } from "./live-state.js";
import type { RecoveredGame } from "./types.js";

const gameInput = z.strictObject({ gameId: uuidText });

/**
 * Where a game stands, from the database alone: for a server that has lost its memory. Everything is read by one
 * statement, as of one instant.
 *
 * @example
 * ```ts
 * const game = await recoverGame(database, gameId);
 * if (game !== null) console.log(`${game.half} of ${game.inning}, ${game.outs} out, ${game.batter?.playerName} at bat`);
 * ```
 * @returns null when there is no such game
 * @throws {ValidationError} when `gameId` is no UUID
 */
export async function recoverGame(executor: Executor, gameId: string): Promise<RecoveredGame | null> {
  const values = validate<{ gameId: string }>("The input of recoverGame", gameInput, { gameId });
  const [rows] = await executor.execute(statements.recoverGame, values);
  return rows === undefined ? null : liveState(rows);
}

export interface RecoverOptions {
  /** How many games are read at a time, and held in memory: from 1 to 1,000. Default 100. */
  readonly pageSize?: number;
}

const optionsInput = z.strictObject({ pageSize: z.int().min(1).max(1_000).default(100) });

/**
 * Every game that is active or paused, in order of creation, a page at a time: for a server that starts again.
 *
 * Each page is as of one instant, and the next is read when it is asked for. A game that ends, begins or changes its
 * status meanwhile does no harm: none comes twice, and none is left out that was there at the beginning and stays.
 *
 * @example
 * ```ts
 * for await (const game of recoverActiveGames(database)) games.set(game.gameId, game);
 * ```
 * @throws {ValidationError} for a page size that is none, when the first game is asked for
 */
export async function* recoverActiveGames(
  executor: Executor,
  options: RecoverOptions = {},
): AsyncGenerator<RecoveredGame, void, undefined> {
  const { pageSize } = validate<{ pageSize: number }>(
    "The input of recoverActiveGames",
    optionsInput,
    options,
  );
  let key: { createdAt: Date | null; gameId: string | null } = { createdAt: null, gameId: null };
  for (;;) {
    const page = await executor.execute(statements.recoverActiveGames, { ...key, pageSize });
    for (const rows of page) yield liveState(rows);
    const last = page.at(-1)?.game;
    if (last === undefined || page.length < pageSize) return;
    key = { createdAt: last.createdAt, gameId: last.id };
  }
}
