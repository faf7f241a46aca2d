import { z } from "zod";
import { validate } from "../models/validate.js";
import { checkArguments } from "../operations/operation-input.js";
import type { Executor } from "../session/executor.js";
import * as statements from "../statements/recovery-statements.js";
import type { GameSession } from "../models/game-sessions-table.js";
import type { Game } from "../models/games-table.js";
import type { LineupEntry } from "../models/lineups-table.js";
import type { Play } from "../models/plays-table.js";
import type { GameStatus } from "../rules/vocabulary.js";
import type { JsonObject } from "../models/storable-values.js";
import { type BasesOf, type DueUpOf, type LiveGame, liveGame } from "../rules/live-game.js";
import type { InningPlay } from "../rules/scoring/index.js";
import { firstSituation, situationAfter, type Situation } from "../rules/situation.js";

/** Lineup entries by base; null where there is no runner. Those of runners are in the game now. */
export type Bases = BasesOf<LineupEntry>;

/** Whose turn at bat it is when his side bats next, or bats now. */
export type DueUp = DueUpOf<LineupEntry>;

/** Something that a session's snapshot says and the plays contradict. */
export interface SnapshotDifference {
  readonly field: SnapshotField;
  readonly snapshot: JsonObject[string];
  /** What the plays say, which is what the recovered game says. */
  readonly plays: number | string;
}

export interface RecoveredSession {
  /** The websocket session, with its snapshot as it is stored. */
  readonly session: GameSession;
  /** Empty when the snapshot agrees with the plays, as far as it says anything of what they say. */
  readonly differences: readonly SnapshotDifference[];
}

/** A game as it stands: made of what the database holds, and of nothing else. */
export interface RecoveredGame extends LiveGame<LineupEntry> {
  readonly gameId: string;
  readonly status: GameStatus;
  /** How many times the game's state has changed. */
  readonly stateVersion: number;
  /** The game's row as it is stored; where its inning, half and score differ from what stands here, the plays say this. */
  readonly game: Game;
  /** How many plays are stored. */
  readonly playCount: number;
  /** The last of them; null before the first. */
  readonly lastPlay: Play | null;
  /** What the scorer reads of the half-inning's plays so far, in order: a later play can make an earlier run earned. */
  readonly inningPlays: readonly InningPlay[];
  /** Null when the game has no websocket session. */
  readonly session: RecoveredSession | null;
}

/** What a snapshot may say that the plays say too, each under this name at the snapshot's top. */
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
  const values = checkArguments("recoverGame", { gameId });
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

/** Where a game stands, worked out of its last plays and its lineups. */
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

type Facts = Pick<statements.RecoveryRows, "game" | "lastPlay" | "playCount"> & { readonly situation: Situation };

/**
 * Compares what a snapshot says of the game with what the plays say. The plays win: a snapshot is written beside
 * them, and may be of an earlier moment.
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

function factsOfPlays({ game, lastPlay, playCount, situation }: Facts): Record<SnapshotField, number | string> {
  const { inning, half, outs, homeScore, awayScore } = situation;
  return {
    ...{ inning, half, outs, homeScore, awayScore, playCount },
    lastPlay: lastPlay?.playNumber ?? 0,
    stateVersion: game.stateVersion,
  };
}
