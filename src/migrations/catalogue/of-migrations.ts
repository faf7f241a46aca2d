import { Database } from "../../session/database.js";
import type { Migration } from "../file.js";
import { migrate } from "../migrate.js";
import type { Catalogue } from "./objects.js";
import { readCatalogue } from "./read.js";

/** The same files always make the same schema: it is made once in a process. */
const made = new Map<string, Promise<Catalogue>>();

/**
 * What migrations make: it is made in an embedded database in memory, and read.
 *
 * @param migrations the first ones of the folder, up to the one that is asked for
 * @throws as {@link migrate} does
 */
export function catalogueOfMigrations(migrations: readonly Migration[], folder: string): Promise<Catalogue> {
  const last = migrations.at(-1);
  if (last === undefined) return Promise.resolve([]);
  const key = migrations.map(({ checksum }) => checksum).join();
  const catalogue = made.get(key) ?? makeAndRead(last.name, folder);
  made.set(key, catalogue);
  catalogue.catch(() => made.delete(key));
  return catalogue;
}

async function makeAndRead(to: string, folder: string): Promise<Catalogue> {
  await using scratch = await Database.open("pglite:memory");
  await migrate(scratch, { to, folder });
  return await scratch.withClient(readCatalogue);
}
