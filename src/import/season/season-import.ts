import type { DugoutError } from "../../errors/errors.js";

export interface ImportSeasonOptions {
  /** Folders, zip archives and single files: Retrosheet's event files, rosters, lists of teams. */
  readonly paths: readonly string[];
  /** The season that the games belong to, such as `2016 postseason`. Default: the year in each game's key. */
  readonly season?: string;
  /** Reads, checks and compares without storing anything. */
  readonly dryRun?: boolean;
  /** Records play by play like a live server, instead of copying whole games. Many times slower. */
  readonly throughOperations?: boolean;
  /** Called again and again, with how far the import is. */
  readonly onProgress?: (progress: ImportProgress) => void;
  /**
   * Called for unusual records, which are kept as closely as the rules allow: an unannounced batter, a decision that contradicts
   * the score, a game without plays, which is skipped.
   */
  readonly onNotice?: (notice: string) => void;
  /** Called for each refused game, and for each file that could not be read to its end. */
  readonly onProblem?: (problem: DugoutError) => void;
}

/** How far an import is. */
export interface ImportProgress {
  /** Processed games: stored, already stored, or refused. */
  readonly games: number;
  /** Plays of the stored games. */
  readonly plays: number;
  /** Bytes read of the files on disk. */
  readonly bytesRead: number;
  /** Bytes to read in all. */
  readonly bytesTotal: number;
}

/** What an import did; with `dryRun`, what it would have done. */
export interface SeasonImport {
  /** Stored games. */
  readonly games: number;
  /** Plays that were imported. */
  readonly plays: number;
  /** Games that were already stored, without a difference. */
  readonly alreadyStored: number;
  /** Games that were not stored, each because of a problem. */
  readonly refused: number;
  /** Games, and files of games, without plays. */
  readonly skipped: number;
  /** False if a file could not be read to its end: unknown games may be missing. */
  readonly isReadToTheEnd: boolean;
  /** The first hundred problems. */
  readonly problems: readonly DugoutError[];
  /** The first hundred notices about unusual records. */
  readonly notices: readonly string[];
}
