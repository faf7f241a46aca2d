import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { packagePath } from "../connection/package-files.js";
import { MigrationFileError } from "../errors/errors.js";
import { type Migration, readMigrationFile } from "./migration-file.js";

/**
 * The folder of the package's own migrations.
 *
 * @throws {ConfigurationError} if a bundle does not contain it
 */
export const packageMigrations = () => packagePath("migrations");

/**
 * Reads all migrations of a folder, in order. Files that are not SQL are ignored.
 *
 * @throws {MigrationFileError} which lists all problems: a file that is not a valid migration, a number that is missing or
 *   occurs twice
 */
export async function readMigrations(folder = packageMigrations()): Promise<Migration[]> {
  const names = await sqlFiles(folder);
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      return readMigrationFile(path, await contentOf(path, folder));
    }),
  );
  const migrations = files.map(({ migration }) => migration).toSorted((a, b) => a.number - b.number);
  const problems = files.flatMap(({ migration, problems }) =>
    problems.map((problem) => `${migration.name}.sql: ${problem}`),
  );
  problems.push(...orderProblems(migrations.filter(({ number }) => number > 0)));
  if (problems.length > 0) {
    throw new MigrationFileError(
      `The migrations in ${folder} are invalid. Nothing was run:\n${problems.map((line) => `- ${line}`).join("\n")}`,
      { details: { folder, problems } },
    );
  }
  return migrations;
}

/** Bytes that are not UTF-8 are refused: they would become other characters, in statements and in what those store. */
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

async function contentOf(path: string, folder: string): Promise<string> {
  try {
    return utf8.decode(await readFile(path));
  } catch (error) {
    const reason = error instanceof TypeError ? "it is not UTF-8 text." : (error as Error).message;
    throw new MigrationFileError(`The migration ${path} cannot be read: ${reason}`, {
      cause: error,
      details: { folder, problems: [reason] },
    });
  }
}

async function sqlFiles(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    // Hidden files are not migrations: macOS adds a `._001_a.sql` next to each file on some disks.
    const files = entries.filter((entry) => /^[^.].*\.sql$/.test(entry.name) && !entry.isDirectory());
    return files.map(({ name }) => name).toSorted();
  } catch (error) {
    throw new MigrationFileError(`The migrations folder cannot be read: ${(error as Error).message}`, {
      cause: error,
      details: { folder, problems: [(error as Error).message] },
    });
  }
}

function orderProblems(migrations: readonly Migration[]): string[] {
  return migrations.flatMap(({ number, name }, index) => {
    const before = migrations[index - 1];
    const last = before?.number ?? 0;
    if (number === last) return [`${name}.sql: ${before?.name}.sql has the same number`];
    if (number === last + 1) return [];
    const missing =
      number - last === 2 ? `number ${last + 1} is` : `numbers ${last + 1} to ${number - 1} are`;
    return [`${name}.sql: the ${missing} missing before it`];
  });
}
