import type { GameSession } from "../models/game-sessions.js";
import type { Game } from "../models/games.js";
import type { LineupEntry } from "../models/lineups.js";
import type { Play } from "../models/plays/index.js";
import type { FieldingPosition, GameStatus, Half, JsonObject } from "../models/vocabulary.js";

/** The two sides of a game. */
export type Side = "away" | "home";

/** Lineup entries by base; null where there is no runner. Those of runners are in the game now. */
export interface Bases {
  readonly first: LineupEntry | null;
  readonly second: LineupEntry | null;
  readonly third: LineupEntry | null;
}

/** Whose turn at bat it is when his side bats next, or bats now. */
export interface DueUp {
  /** His place in the batting order, from 1 to 9. */
  readonly battingOrder: number;
  /** Null when nobody has that place. */
  readonly batter: LineupEntry | null;
}

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
export interface RecoveredGame {
  readonly gameId: string;
  readonly status: GameStatus;
  /** How many times the game's state has changed. */
  readonly stateVersion: number;
  /** The game's row as it is stored; where its inning, half and score differ from those below, the plays say these. */
  readonly game: Game;
  readonly inning: number;
  readonly half: Half;
  /** 0 to 2. */
  readonly outs: number;
  readonly bases: Bases;
  /**
   * For each base, the pitcher who is charged with its runner if he scores: `onFirstPitcherId` and so on of the next
   * play. He may have left the game.
   */
  readonly chargedTo: Bases;
  readonly awayScore: number;
  readonly homeScore: number;
  /** True when the rules say that the last play ended the game, whatever its status is. */
  readonly isOver: boolean;
  /** How many plays are stored. */
  readonly playCount: number;
  /** The last of them; null before the first. */
  readonly lastPlay: Play | null;
  /** Who bats next for each side. */
  readonly dueUp: Readonly<Record<Side, DueUp>>;
  /** Who bats now: the one who is due up for the side at bat. */
  readonly batter: LineupEntry | null;
  /** Who pitches now, for the side in the field. */
  readonly pitcher: LineupEntry | null;
  /** The side in the field, by position. */
  readonly fielders: Readonly<Partial<Record<FieldingPosition, LineupEntry>>>;
  /** Everybody who is in the game now, in order of entry. */
  readonly lineups: Readonly<Record<Side, readonly LineupEntry[]>>;
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
