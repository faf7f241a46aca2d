import type { ClientBase } from "pg";
import { distributedCondition } from "../../connection/session-settings.js";
import type { Database } from "../../session/database.js";
import { planSession } from "../../session/session-options.js";
import { ClientStore } from "./client-store.js";
import { Importer } from "./importer.js";
import { OperationsStore } from "./operations-store.js";
import { findSources } from "./season-files.js";
import type { ImportSeasonOptions, SeasonImport } from "./season-import.js";
import { copyRows, insertRows } from "./write-rows.js";

/** The games in one transaction: enough to be fast, and few to keep in memory and to repeat after a failure. */
const gamesPerTransaction = 30;

/** Imports the games, one by one through the operations or in bulk with COPY. */
export async function runImport(database: Database, options: ImportSeasonOptions): Promise<SeasonImport> {
  const sources = await findSources(options.paths);
  if (options.throughOperations && !options.dryRun) {
    const stores = [new OperationsStore(database)];
    return new Importer({ sources, stores, options, batchSize: 1 }).run();
  }
  return withClients(database, async (clients) => {
    const { settings } = database;
    const write = settings.kind === "embedded" ? insertRows : copyRows;
    const { begin } = planSession({}, settings);
    const isDistributed = await askIsDistributed(clients[0]);
    const stores = clients.map((client) => new ClientStore(client, write, { begin, isDistributed }));
    return new Importer({ sources, stores, options, batchSize: gamesPerTransaction }).run();
  });
}

/**
 * Opens two connections: while the server waits for the rows of one batch, it stores those of the other. One is enough if the
 * database has no other, as an embedded one, or gives none.
 */
function withClients<Result>(
  database: Database,
  work: (clients: readonly [ClientBase, ...ClientBase[]]) => Promise<Result>,
): Promise<Result> {
  return database.withClient(async (first) => {
    if (database.settings.kind === "embedded") return work([first]);
    let hasSecond = false;
    try {
      return await database.withClient((second) => {
        hasSecond = true;
        return work([first, second]);
      });
    } catch (error) {
      if (hasSecond) throw error;
      return work([first]);
    }
  });
}

async function askIsDistributed(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ is: boolean }>(`select ${distributedCondition} as is`);
  return rows[0]?.is === true;
}
