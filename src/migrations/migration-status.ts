import type { Database } from "../session/database.js";
import { migratingFailure } from "./migration-failures.js";
import type { Migration } from "./migration-file.js";
import { readMigrations } from "./migration-folder.js";
import {
  type AppliedMigration,
  inSchemaOfHistory,
  readHistory,
  rewriteHistory,
} from "./migration-history.js";
import { assertLockable, withMigrationLock } from "./migration-lock.js";
import { findTarget, historyProblems } from "./revisions.js";

/** One revision, in the files, in a database, or in both. */
export interface Revision {
  /** The migration's name. */
  readonly name: string;
  /** `unknown` is one that the database has and the files have not: a newer release's, or one that was taken away. */
  readonly state: "applied" | "pending" | "unknown";
  /** When it was applied; null when it was not. */
  readonly appliedAt: Date | null;
}

/** Where a database is among the migrations. */
export interface MigrationStatus {
  /** The newest applied revision; null where none is. */
  readonly current: string | null;
  /** The newest revision that there is. */
  readonly head: string | null;
  /** All of them, in order. */
  readonly revisions: readonly Revision[];
  /** What is wrong with the history, a sentence each. */
  readonly problems: readonly string[];
}

/**
 * Tells where a database is, and changes nothing.
 *
 * @throws {MigrationFileError} when the files are not in order
 */
export async function migrationStatus(
  database: Database,
  options: { readonly folder?: string } = {},
): Promise<MigrationStatus> {
  const migrations = await readMigrations(options.folder);
  try {
    return statusOf(await database.withClient(readHistory), migrations);
  } catch (error) {
    throw migratingFailure(error, database.target);
  }
}

function statusOf(applied: readonly AppliedMigration[], migrations: readonly Migration[]): MigrationStatus {
  const known = new Set(migrations.map(({ name }) => name));
  const when = new Map(applied.map(({ name, appliedAt }) => [name, appliedAt]));
  const revisions: Revision[] = [
    ...migrations.map(
      ({ name }): Revision => ({
        name,
        state: when.has(name) ? "applied" : "pending",
        appliedAt: when.get(name) ?? null,
      }),
    ),
    ...applied
      .filter(({ name }) => !known.has(name))
      .map(({ name, appliedAt }): Revision => ({ name, state: "unknown", appliedAt })),
  ];
  return {
    current: applied.at(-1)?.name ?? null,
    head: migrations.at(-1)?.name ?? null,
    revisions,
    problems: historyProblems(applied, migrations),
  };
}

/**
 * Writes down that a database is at a revision, and runs nothing: for a database whose schema is there already, or
 * whose files were edited on purpose. `checkSchema` tells whether it is true.
 *
 * @param to as for {@link migrate}
 * @returns the names of the revisions that now count as applied
 */
export async function stampRevision(
  database: Database,
  to: string,
  options: { readonly folder?: string } = {},
): Promise<string[]> {
  assertLockable(database);
  const migrations = await readMigrations(options.folder);
  try {
    return await database.withClient((client) =>
      withMigrationLock(
        client,
        () => {},
        () =>
          inSchemaOfHistory(client, async () => {
            const present = (await readHistory(client)).length;
            const stamped = migrations.slice(0, findTarget(to, migrations, present));
            await rewriteHistory(client, stamped);
            return stamped.map(({ name }) => name);
          }),
      ),
    );
  } catch (error) {
    throw migratingFailure(error, database.target);
  }
}
