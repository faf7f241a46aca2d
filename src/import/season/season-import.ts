import type { DugoutError } from "../../errors/index.js";

export interface ImportSeasonOptions {
  /** Folders, zip archives, and files named one by one: Retrosheet's event files, rosters, lists of teams. */
  readonly paths: readonly string[];
  /** The season that the games count for, such as `2016 postseason`. Left out, the year in each game's key. */
  readonly season?: string;
  /** Reads, checks and compares, and stores nothing. */
  readonly dryRun?: boolean;
  /** Records play by play as a live server would, instead of copying whole games. It takes many times as long. */
  readonly throughOperations?: boolean;
  /** Called again and again, with how far the import is. */
  readonly onProgress?: (progress: ImportProgress) => void;
  /**
   * Called for what is out of the ordinary and is kept as near as the rules allow: a batter whom nobody announced, a
   * decision that contradicts the score, a game without plays, which is skipped.
   */
  readonly onNotice?: (notice: string) => void;
  /** Called for each game that is refused, and for each file that could not be read to its end. */
  readonly onProblem?: (problem: DugoutError) => void;
}

/** How far an import is. */
export interface ImportProgress {
  /** Games that are done with: stored, there already, or refused. */
  readonly games: number;
  /** Plays of the games that were stored. */
  readonly plays: number;
  /** Bytes read of the files, as they lie on the disk. */
  readonly bytesRead: number;
  readonly bytesTotal: number;
}

/** What an import did; with `dryRun`, what it would have done. */
export interface SeasonImport {
  /** Games that it stored. */
  readonly games: number;
  readonly plays: number;
  /** Games that were stored already, just like this. */
  readonly alreadyStored: number;
  /** Games that were not stored, each for a problem of its own. */
  readonly refused: number;
  /** Games, and files of games, that hold no plays. */
  readonly skipped: number;
  /** False when a file could not be read to its end: games may be missing of which nothing is known. */
  readonly isReadToTheEnd: boolean;
  /** What went wrong, the first hundred of it. */
  readonly problems: readonly DugoutError[];
  /** What was out of the ordinary, the first hundred of it. */
  readonly notices: readonly string[];
}
