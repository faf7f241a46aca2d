import { z } from "zod";
import type { DugoutError } from "../../errors/index.js";
import { storableText } from "../../models/input.js";
import { seasonCharacters } from "../../models/limits.js";
import { validate } from "../../models/validate.js";
import type { Database } from "../../session/database.js";

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

const optionsSchema = z.object({
  paths: z.array(z.string().min(1)).min(1),
  season: storableText(seasonCharacters)
    .refine((name) => name.trim() !== "", "must be the name of a season, such as 2020")
    .optional(),
});

/**
 * Stores the games of Retrosheet's event files with their lineups, substitutions and plays. What is stored already is left
 * alone, so that an import can be run again, after a failure or beside another, until everything is in. A game that is
 * wrong is refused and the others go on; of a file that cannot be read on, the games before that are kept.
 *
 * @example
 * ```ts
 * const { games, problems } = await importSeason(database, { paths: ["./2020"] });
 * ```
 *
 * @returns what was stored, and what was not, and why; `problems` are empty only when everything is in
 * @throws {ValidationError} when an option is wrong, or a roster or list of teams cannot be read; nothing was stored
 * @throws {ConfigurationError} when a path cannot be read, or no event files are found; nothing was stored
 * @throws {CommitOutcomeUnknownError} and other errors of the database; whole games are stored up to there
 */
export async function importSeason(database: Database, options: ImportSeasonOptions): Promise<SeasonImport> {
  validate("The import", optionsSchema, { paths: options.paths, season: options.season });
  // Loaded here, so that a game server never pays for it.
  const { runImport } = await import("./run-import.js");
  return runImport(database, options);
}
