import { packageMigrations, readMigrations } from "../../src/migrations/migration-folder.js";
import type { Models } from "./drizzle-kit.js";
import { type Draft, draftsBetween } from "./files.js";
import { readBoth } from "./read.js";

export interface DraftOptions {
  readonly folder?: string;
  /** The models that describe the new schema. Default: the package's own. */
  readonly models?: Models;
}

/**
 * Drafts the migrations that lead from what the files make to what the models describe. A change that would lock a table in use
 * for long is divided into several migrations: constraints first apply only to new rows, indexes are built without a
 * transaction, and old rows are checked last. It compares two embedded databases in memory, so this takes some seconds. Nothing
 * is written.
 *
 * @param name what the change does, such as `add_scouts`: the files are named after it
 * @returns the files, in order; none when there is nothing to change
 * @throws {MigrationFileError} when the files are not in order
 * @throws {MigrationFailedError} when they do not make a schema
 */
export async function draftMigrations(
  name: string,
  { folder = packageMigrations(), models }: DraftOptions = {},
): Promise<Draft[]> {
  const migrations = await readMigrations(folder);
  const number = (migrations.at(-1)?.number ?? 0) + 1;
  return draftsBetween(await readBoth(folder, models), { name, number });
}
