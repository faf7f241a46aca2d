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
  /** `unknown`: in the database's history, but without a file here. It is a newer release's, or its file was deleted. */
  readonly state: "applied" | "pending" | "unknown";
  /** When it was applied; null if it was not. */
  readonly appliedAt: Date | null;
}

/** The revision of a database, compared with the migrations. */
export interface MigrationStatus {
  /** The newest applied revision; null if none is applied. */
  readonly current: string | null;
  /** The newest revision of the files. */
  readonly head: string | null;
  /** All of them, in order. */
  readonly revisions: readonly Revision[];
  /** The problems of the history, one sentence each. */
  readonly problems: readonly string[];
}

/**
 * Returns the revision of a database, and which migrations are applied and pending. Changes nothing.
 *
 * @throws {MigrationFileError} if the files are invalid
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
 * Records that a database is at a revision, and runs nothing: for a database that already has the schema, or after you edited
 * an applied file on purpose. Use `checkSchema` to compare the schema afterwards.
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
