import type { GameSession } from "../models/game-sessions.js";
import type { Game } from "../models/games.js";
import type { LineupEntry } from "../models/lineups.js";
import type { Play } from "../models/plays/index.js";
import type { GameStatus, JsonObject } from "../models/vocabulary.js";
import type { Side } from "../rules/baseball-terms.js";
import type { BasesOf, DueUpOf, LiveGame } from "../rules/live-game.js";
import type { InningPlay } from "../rules/scoring/scoring-game.js";

export type { Side };

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
