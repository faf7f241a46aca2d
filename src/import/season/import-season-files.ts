import * as z from "zod";
import { storableText } from "../../models/input-schemas.js";
import { once } from "../../models/once.js";
import { seasonCharacters } from "../../models/storable-values.js";
import { validate } from "../../models/validate.js";
import type { Database } from "../../session/database.js";
import type { ImportSeasonOptions, SeasonImport } from "./season-import.js";

const optionsSchema = once(() =>
  z.object({
    paths: z.array(z.string().min(1)).min(1),
    season: storableText(seasonCharacters)
      .refine((name) => name.trim() !== "", "must be the name of a season, such as 2020")
      .optional(),
  }),
);

/**
 * Stores the games of Retrosheet's event files with their lineups, substitutions and plays. What is stored already is left
 * alone, so that an import can be run again, after a failure or beside another, until everything is in. A game that is
 * wrong is refused and the others continue; if a file cannot be read to its end, the games before the damage are kept.
 *
 * @example
 * ```ts
 * const { games, problems } = await importSeason(database, { paths: ["./2020"] });
 * ```
 *
 * @returns what was stored, what was not, and why; `problems` is empty only if everything was stored
 * @throws {ValidationError} if an option is invalid, or a roster or list of teams cannot be read; nothing was stored
 * @throws {ConfigurationError} if a path cannot be read, or no event files are found; nothing was stored
 * @throws {CommitOutcomeUnknownError} and other errors of the database; the games before it are stored completely
 */
export async function importSeason(database: Database, options: ImportSeasonOptions): Promise<SeasonImport> {
  validate("The import", optionsSchema, { paths: options.paths, season: options.season });
  // Loaded on first use, so that game servers do not load it.
  const { runImport } = await import("./importer.js");
  return runImport(database, options);
}
