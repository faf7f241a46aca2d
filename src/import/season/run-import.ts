import type { Database } from "../../session/database.js";
import { planSession } from "../../session/session-options.js";
import { ClientStore } from "./client-store.js";
import { Importer } from "./importer.js";
import { OperationsStore } from "./operations-store.js";
import { findSources } from "./season-files.js";
import type { ImportSeasonOptions, SeasonImport } from "./season-import.js";
import type { SeasonStore } from "./season-store.js";
import { copyRows, insertRows } from "./write-rows.js";

/** The games in one transaction: enough to be fast, and few to repeat after a failure. */
const gamesPerTransaction = 50;

/** Imports the games, one by one through the operations or in bulk with COPY. */
export async function runImport(database: Database, options: ImportSeasonOptions): Promise<SeasonImport> {
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
  const { settings } = database;
  const write = settings.kind === "embedded" ? insertRows : copyRows;
  const { begin } = planSession({}, settings);
  return database.withClient((client) =>
    work(new ClientStore(client, write, { ...settings.options, begin })),
  );
}
