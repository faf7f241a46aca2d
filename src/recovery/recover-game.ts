import * as z from "zod";
import type { GameSession } from "../models/game-sessions-table.js";
import type { Game } from "../models/games-table.js";
import type { LineupEntry } from "../models/lineups-table.js";
import { once } from "../models/once.js";
import type { Play } from "../models/plays-table.js";
import type { JsonObject } from "../models/storable-values.js";
import { validate } from "../models/validate.js";
import { checkArguments } from "../operations/operation-input.js";
import { type BasesOf, type DueUpOf, type LiveGame, liveGame } from "../rules/live-game.js";
import type { InningPlay } from "../rules/scoring/scoring-game.js";
import { firstSituation, type Situation, situationAfter } from "../rules/situation.js";
import type { GameStatus } from "../rules/vocabulary.js";
import type { Executor } from "../session/executor.js";
import * as statements from "../statements/recovery-statements.js";

/** Lineup entries by base; null if there is no runner. The entries are those in the game now. */
export type Bases = BasesOf<LineupEntry>;

/** The place in the batting order, and its batter, that is due when the side bats next or bats now. */
export type DueUp = DueUpOf<LineupEntry>;

/** A field of a session's snapshot that contradicts the plays. */
export interface SnapshotDifference {
  /** The field of the snapshot. */
  readonly field: SnapshotField;
  /** The value in the snapshot. */
  readonly snapshot: JsonObject[string];
  /** The value by the plays, which the recovered game has. */
  readonly plays: number | string;
}

export interface RecoveredSession {
  /** The websocket session, with its stored snapshot. */
  readonly session: GameSession;
  /** The fields that contradict the plays. Fields that the snapshot does not have are not compared. */
  readonly differences: readonly SnapshotDifference[];
}

/** The current state of a game, computed only from the database. */
export interface RecoveredGame extends LiveGame<LineupEntry> {
  /** The game's id. */
  readonly gameId: string;
  /** The game's status. */
  readonly status: GameStatus;
  /** How many times the game's state has changed. */
  readonly stateVersion: number;
  /** The game's row as it is stored. Where its inning, half and score differ from those of this object, the plays decide. */
  readonly game: Game;
  /** How many plays are stored. */
  readonly playCount: number;
  /** The last play; null before the first. */
  readonly lastPlay: Play | null;
  /** The half-inning's plays so far, in order, as the scorer reads them: a later play can make an earlier run earned. */
  readonly inningPlays: readonly InningPlay[];
  /** Null if the game has no websocket session. */
  readonly session: RecoveredSession | null;
}

/** The top-level fields of a snapshot that are compared with the plays. */
export const snapshotFields = [
  "inning",
  "half",
  "outs",
  "homeScore",
  "awayScore",
  "playCount",
  "lastPlay",
  "stateVersion",
] as const;

export type SnapshotField = (typeof snapshotFields)[number];

/**
 * Returns the current state of a game, computed only from the database, for example after a server has restarted. One statement
 * reads everything, as of one instant.
 *
 * @example
 * ```ts
 * const game = await recoverGame(database, gameId);
 * if (game !== null) console.log(`${game.half} of ${game.inning}, ${game.outs} out, ${game.batter?.playerName} at bat`);
 * ```
 * @returns null if there is no such game
 * @throws {ValidationError} if `gameId` is not a UUID
 */
export async function recoverGame(executor: Executor, gameId: string): Promise<RecoveredGame | null> {
  const values = checkArguments("recoverGame", { gameId });
  const [rows] = await executor.execute(statements.recoverGame, values);
  return rows === undefined ? null : liveState(rows);
}

export interface RecoverOptions {
  /** How many games are read at a time, and held in memory: from 1 to 1,000. Default: 100. */
  readonly pageSize?: number;
}

const optionsInput = once(() => z.strictObject({ pageSize: z.int().min(1).max(1_000).default(100) }));

/**
 * Returns every game that is active or paused, in order of creation: for a server that has restarted. Games are read in pages.
 *
 * Each page is as of one instant, and is read when its first game is needed. When games start, end or change their status in the
 * meantime, no game is returned twice, and none that stays active or paused is missed.
 *
 * @example
 * ```ts
 * for await (const game of recoverActiveGames(database)) games.set(game.gameId, game);
 * ```
 * @throws {ValidationError} for an invalid page size, when the first game is requested
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

/** Computes the current state of a game from its last plays and its lineups. */
export function liveState(rows: statements.RecoveryRows): RecoveredGame {
  const { game, lastPlay, playCount, inningPlays } = rows;
  const situation = lastPlay === null ? firstSituation : situationAfter(lastPlay);
  return {
    gameId: game.id,
    status: game.status,
    stateVersion: game.stateVersion,
    game,
    ...liveGame(rows),
    playCount,
    lastPlay,
    inningPlays: lastPlay?.inning === situation.inning && lastPlay.half === situation.half ? inningPlays : [],
    session: rows.session && recoverSession(rows.session, { ...rows, situation }),
  };
}

type Facts = Pick<statements.RecoveryRows, "game" | "lastPlay" | "playCount"> & {
  readonly situation: Situation;
};

/**
 * Compares the fields of a snapshot with the plays. The plays decide, because a snapshot is written separately and may be
 * older.
 */
export function recoverSession(session: GameSession, facts: Facts): RecoveredSession {
  const known = factsOfPlays(facts);
  const { stateSnapshot } = session;
  const differences = snapshotFields.flatMap((field) => {
    const snapshot = Object.hasOwn(stateSnapshot, field) ? stateSnapshot[field] : undefined;
    const isComparable = typeof snapshot === "number" || typeof snapshot === "string";
    return isComparable && snapshot !== known[field] ? [{ field, snapshot, plays: known[field] }] : [];
  });
  return { session, differences };
}

function factsOfPlays({
  game,
  lastPlay,
  playCount,
  situation,
}: Facts): Record<SnapshotField, number | string> {
  const { inning, half, outs, homeScore, awayScore } = situation;
  return {
    ...{ inning, half, outs, homeScore, awayScore, playCount },
    lastPlay: lastPlay?.playNumber ?? 0,
    stateVersion: game.stateVersion,
  };
}
