import { z } from "zod";
import { isStorableText } from "../../models/storable.js";
import { validate } from "../../models/validate.js";
import type { Database } from "../../session/database.js";
import { ClientStore } from "./client-store.js";
import { Importer } from "./importer.js";
import { OperationsStore } from "./operations-store.js";
import type { SeasonStore } from "./season-store.js";
import { findSources } from "./sources.js";
import type { ImportSeasonOptions, SeasonImport } from "./types.js";
import { copyRows, insertRows } from "./write-rows.js";

/** So many games are one transaction: enough to be fast, and little to do again after a failure. */
const gamesPerTransaction = 50;

const optionsSchema = z.object({
  paths: z.array(z.string().min(1)).min(1),
  season: z
    .string()
    .refine(
      (name) => name.trim() !== "" && isStorableText(name),
      "must be the name of a season, such as 2020",
    )
    .optional(),
});

/**
 * Stores the games of Chadwick's CSV files (`cwevent`, `cwsub`, and `cwgame` where it is there) with their lineups,
 * substitutions and plays. What is stored already is left alone, so that an import can be run again, after a failure or
 * beside another, until everything is in. A game that is wrong is refused and the others go on; a file that cannot be
 * read on ends the import, and the games before that are kept.
 *
 * @example
 * ```ts
 * const { games, problems } = await importSeason(database, { paths: ["./2020"] });
 * ```
 *
 * @returns what was stored, and what was not, and why; `problems` are empty only when everything is in
 * @throws {ValidationError} when an option is wrong, or the first rows of a file cannot be read; nothing was stored
 * @throws {ConfigurationError} when a path cannot be read, or no plays are found; nothing was stored
 * @throws {CommitOutcomeUnknownError} and other errors of the database; whole games are stored up to there
 */
export async function importSeason(database: Database, options: ImportSeasonOptions): Promise<SeasonImport> {
  validate("The import", optionsSchema, { paths: options.paths, season: options.season });
  const sources = await findSources(options.paths);
  if (options.throughOperations && !options.dryRun) {
    const store = new OperationsStore(database);
    return new Importer({ sources, store, options, batchSize: 1 }).run();
  }
  return withTables(database, (store) =>
    new Importer({ sources, store, options, batchSize: gamesPerTransaction }).run(),
  );
}

async function withTables<Result>(
  database: Database,
  work: (store: SeasonStore) => Promise<Result>,
): Promise<Result> {
  const { connection, settings, done } = await database.lendConnection("importSeason");
  connection.giveBack();
  done();
  const write = settings.kind === "embedded" ? insertRows : copyRows;
  return database.withClient((client) => work(new ClientStore(client, write, settings.options)));
}
