import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ConfigurationError, MigrationFileError } from "../src/errors/errors.js";
import { packageMigrations, readMigrations } from "../src/migrations/migration-folder.js";
import { draftMigrations } from "./draft/draft.js";
import type { Draft } from "./draft/files.js";

export interface NewMigrationOptions {
  readonly folder?: string;
  /** True to draft both parts from what the models have and the migrations have not. */
  readonly isDrafted: boolean;
}

/**
 * Writes the next migration's file, or the several that a drafted change takes.
 *
 * @param name what it does, such as `add_weather_to_games`
 * @returns the paths of the files; none when a draft found nothing to change
 * @throws {ConfigurationError} when the name cannot be a file's
 * @throws {MigrationFileError} when the files that are there are not in order
 */
export async function writeNewMigrations(name: string, options: NewMigrationOptions): Promise<string[]> {
  const { folder = packageMigrations(), isDrafted } = options;
  assertName(name);
  const files = isDrafted ? await draftMigrations(name, { folder }) : [await emptyMigration(name, folder)];
  const paths = files.map(({ fileName }) => join(folder, fileName));
  for (const [index, { content }] of files.entries()) await write(paths[index] as string, content);
  return paths;
}

async function emptyMigration(name: string, folder: string): Promise<Draft> {
  const last = (await readMigrations(folder)).at(-1)?.number ?? 0;
  return {
    fileName: `${String(last + 1).padStart(3, "0")}_${name}.sql`,
    content: "-- Say here what it is for and why.\n\n-- Up Migration\n\n\n-- Down Migration\n\n",
  };
}

async function write(path: string, content: string): Promise<void> {
  try {
    // Never over a file that somebody else has just made under the same number.
    await writeFile(path, content, { flag: "wx" });
  } catch (error) {
    throw new MigrationFileError(`${path} cannot be written: ${(error as Error).message}`, { cause: error });
  }
}

function assertName(name: string): void {
  if (/^[a-z0-9]+(?:_[a-z0-9]+)*$/.test(name)) return;
  throw new ConfigurationError(
    `${JSON.stringify(name)} cannot be a migration's name: write what it does in small letters, digits and single underscores, such as add_weather_to_games.`,
  );
}
