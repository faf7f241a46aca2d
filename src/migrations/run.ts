import { fileURLToPath } from "node:url";
import { runner } from "node-pg-migrate";
import { DugoutError, MigrationFailedError } from "../errors/index.js";
import type { Database } from "../session/database.js";

/** `migrations/` lies beside `src/` and, in the package, beside `dist/`. */
const folder = fileURLToPath(new URL("../../migrations", import.meta.url));

/**
 * Brings the schema to the newest revision. Safe to call from many processes at once: an advisory lock lets one
 * run while the others wait, and then find it done. Each migration is a transaction of its own.
 *
 * @returns the names of the migrations that were run, in order; none when there was nothing to do
 * @throws {MigrationFailedError} when one fails: the database is left at the last good revision
 */
export function migrateUp(database: Database): Promise<string[]> {
  return run(database, "up", Number.POSITIVE_INFINITY);
}

/**
 * Takes the newest migrations back, with all data that only they made room for.
 *
 * @param steps how many, 1 or more
 * @returns the names of the migrations that were taken back, newest first
 * @throws {MigrationFailedError}
 */
export function migrateDown(database: Database, steps = 1): Promise<string[]> {
  return run(database, "down", steps);
}

async function run(database: Database, direction: "up" | "down", count: number): Promise<string[]> {
  const progress = new Progress();
  try {
    const done = await database.withClient((dbClient) =>
      runner({
        dbClient,
        dir: folder,
        direction,
        count,
        migrationsTable: "dugout_migrations",
        singleTransaction: false,
        advisoryLockMode: "wait",
        logger: progress,
      }),
    );
    return done.map(({ name }) => name);
  } catch (error) {
    if (error instanceof DugoutError) throw error;
    const { message } = error as Error;
    const which =
      progress.migration === undefined ? "Migrating" : `Migration ${progress.migration} (${direction})`;
    throw new MigrationFailedError(
      `${which} failed on ${database.target}: ${message}. The database is at the last revision before it.`,
      { cause: error, details: { migration: progress.migration, direction } },
    );
  }
}

/** Listens to the runner, which tells only its log where it is. */
class Progress {
  migration: string | undefined;

  info(line: string): void {
    this.migration = /^### MIGRATION (\S+) \(/.exec(line)?.[1] ?? this.migration;
  }

  warn(): void {}

  error(): void {}
}
