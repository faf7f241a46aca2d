import { MigrationFailedError } from "../errors/errors.js";
import type { Database } from "../session/database.js";
import type { Direction } from "./apply-migration.js";
import { migratingFailure } from "./migration-failures.js";
import type { Migration } from "./migration-file.js";
import { readMigrations } from "./migration-folder.js";
import { readHistory } from "./migration-history.js";
import { findRevision, findTarget } from "./revisions.js";

export interface PlanOptions {
  readonly to: string;
  /** The revision to begin from, without asking a database. */
  readonly from?: string;
  readonly folder?: string;
}

/**
 * The migrations that `migrate` or `migrateDown` would run on this database, in order. Changes nothing.
 *
 * @param database not needed if `from` is given
 * @throws as `migrate` does
 */
export async function planMigrations(
  database: Database | undefined,
  direction: Direction,
  { to, from = "base", folder }: PlanOptions,
): Promise<Migration[]> {
  const migrations = await readMigrations(folder);
  if (database === undefined) return planSteps(direction, migrations, findTarget(from, migrations, 0), to);
  try {
    const applied = await database.withClient(readHistory);
    return planSteps(direction, migrations, findRevision(applied, migrations, database.target), to);
  } catch (error) {
    throw migratingFailure(error, database.target);
  }
}

/**
 * The migrations to run, in order.
 *
 * @throws {RevisionNotFoundError}
 * @throws {MigrationFailedError} if one of them cannot be reverted
 */
export function planSteps(
  direction: Direction,
  migrations: readonly Migration[],
  revision: number,
  to: string,
): Migration[] {
  // More steps down than there are migrations end at base.
  const target =
    direction === "down" && /^-\d+$/.test(to)
      ? Math.max(0, revision + Number(to))
      : findTarget(to, migrations, revision);
  if (direction === "up") return migrations.slice(revision, target);
  const plan = migrations.slice(target, revision).toReversed();
  assertReversible(plan);
  return plan;
}

function assertReversible(plan: readonly Migration[]): void {
  const stop = plan.find(({ down }) => down.irreversible !== undefined);
  if (stop === undefined) return;
  throw new MigrationFailedError(
    `Migration ${stop.name} cannot be reverted: ${stop.down.irreversible}. Nothing was run.`,
    { details: { migration: stop.name, direction: "down" } },
  );
}
