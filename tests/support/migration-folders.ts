import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll } from "vitest";
import { packageMigrations } from "../../src/migrations/migration-folder.js";

/** Migration files, by their names without `.sql`. */
export type MigrationFiles = Readonly<Record<string, string>>;

/**
 * The text of a migration file.
 *
 * @param remark what both its markers say in parentheses
 */
export function migrationText(up: string, down: string, remark?: string): string {
  const behind = remark === undefined ? "" : ` (${remark})`;
  return `-- Up Migration${behind}\n\n${up}\n\n-- Down Migration${behind}\n\n${down}\n`;
}

/** Migrations of a separate schema, for tests that need three migrations and no game. */
export const threeMigrations: MigrationFiles = {
  "001_hire_scouts": migrationText("create table scouts (id int primary key);", "drop table scouts;"),
  "002_name_scouts": migrationText(
    "alter table scouts add name text;\ncreate index scouts_name_idx on scouts (name);",
    "drop index scouts_name_idx;\nalter table scouts drop name;",
  ),
  "003_send_scouts": migrationText("create table trips (id int);", "drop table trips;"),
};

/** Creates folders of migrations for one test file; they are removed after its tests. */
export function migrationFolders(): (files: MigrationFiles) => Promise<string> {
  const folders: string[] = [];
  afterAll(async () => {
    for (const folder of folders) await rm(folder, { recursive: true });
  });
  return async (files) => {
    const folder = await mkdtemp(join(tmpdir(), "dugout-migrations-"));
    folders.push(folder);
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, `${name}.sql`), text);
    return folder;
  };
}

/** The package's own migrations, followed by others with the next numbers. */
export async function ownMigrationsAnd(others: readonly (readonly [name: string, text: string])[] = []) {
  const paths = (await readdir(packageMigrations())).filter((name) => name.endsWith(".sql")).toSorted();
  const own = await Promise.all(
    paths.map(async (name) => [
      basename(name, ".sql"),
      await readFile(join(packageMigrations(), name), "utf8"),
    ]),
  );
  const added = others.map(([name, text], index) => [
    `${String(own.length + index + 1).padStart(3, "0")}_${name}`,
    text,
  ]);
  return {
    files: Object.fromEntries([...own, ...added]) as MigrationFiles,
    own: own.map(([name]) => name as string),
    added: added.map(([name]) => name as string),
  };
}
