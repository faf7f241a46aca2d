import { type Migration, readMigrationFile } from "../../src/migrations/migration-file.js";
import type { MigrationFiles } from "./migration-folders.js";

/** Reads migrations from memory. */
export async function readMigrationFiles(files: MigrationFiles): Promise<Migration[]> {
  const read = await Promise.all(
    Object.entries(files).map(([name, text]) => readMigrationFile(`/migrations/${name}.sql`, text)),
  );
  const problems = read.flatMap((file) => file.problems);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return read.map(({ migration }) => migration);
}
