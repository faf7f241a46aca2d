import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ConfigurationError, MigrationFileError } from "../src/errors/errors.js";
import { packageMigrations, readMigrations } from "../src/migrations/migration-folder.js";
import { draftMigrations } from "./draft/draft.js";
import type { Draft } from "./draft/files.js";

export interface NewMigrationOptions {
  readonly folder?: string;
  /** True to draft both parts from the difference between the models and the migrations. */
  readonly isDrafted: boolean;
}

/**
 * Writes the file of the next migration, or several files if a drafted change needs them.
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
    // Fails instead of replacing a file that was just created with the same name.
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
