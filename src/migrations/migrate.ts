import type { ClientBase } from "pg";
import type { Database } from "../session/database.js";
import { type ApplyOptions, applyMigration, type Direction, liftTimeLimits } from "./apply-migration.js";
import { distributeTables, isDistributed } from "./citus-distribution.js";
import { migratingFailure } from "./migration-failures.js";
import type { Migration } from "./migration-file.js";
import { readMigrations } from "./migration-folder.js";
import { historyTables, inSchemaOfHistory, readHistory } from "./migration-history.js";
import { assertLockable, withMigrationLock } from "./migration-lock.js";
import { planSteps } from "./migration-plan.js";
import { findRevision } from "./revisions.js";

/** A migration that was run. */
export interface MigrationStep {
  /** Such as `001_create_tables`. */
  readonly name: string;
  /** Up or down. */
  readonly direction: Direction;
  /** How long it took. */
  readonly milliseconds: number;
}

export interface MigrateOptions {
  /**
   * The target revision: `head`, `base`, a number (`2` or `002`), a full name, or a number of steps from the current revision
   * (`+1`, `-1`). Default `head` for `migrate`, `-1` for `migrateDown`.
   */
  readonly to?: string;
  /**
   * How long a statement may wait for a lock, in milliseconds; 0 for no limit. While it waits, other queries of the table wait
   * behind it, so it is better to fail and try again. Default 10,000.
   */
  readonly lockTimeout?: number;
  /** `citus`: after the migrations, every table is distributed by game. See `docs/migrations.md`. */
  readonly distributed?: "citus";
  /** The folder of migrations. Default: the package's own. */
  readonly folder?: string;
  /** Called after each migration. */
  readonly onStep?: (step: MigrationStep) => void;
  /** Called once if another process is migrating this database, and this call waits for it. */
  readonly onWait?: () => void;
}

/**
 * Migrates the schema up to the newest revision, or to the one that you name. A database at this revision, or beyond it, is not
 * changed. Safe to call from many processes at once: one migrates, the others wait and then have nothing to do. Each migration
 * is one transaction, unless its file says that it cannot run in one.
 *
 * @example
 * ```ts
 * await using database = await Database.open(process.env.DATABASE_MIGRATION_URL ?? process.env.DATABASE_URL);
 * for (const { name, milliseconds } of await migrate(database)) console.log(name, milliseconds);
 * ```
 * @returns the migrations that ran, in order; empty if there was nothing to do
 * @throws {ConfigurationError} if the database is reached through a pooler in transaction mode
 * @throws {MigrationFailedError} if one fails: the database stays at the last revision that succeeded
 * @throws {SchemaNewerError} if a newer release has migrated the database
 * @throws {MigrationHistoryError} if an applied migration was edited, or an earlier one was never applied
 * @throws {MigrationFileError} if the files are invalid
 * @throws {RevisionNotFoundError} if there is no revision `to`
 */
export function migrate(database: Database, options: MigrateOptions = {}): Promise<MigrationStep[]> {
  return run(database, "up", { to: "head", ...options });
}

/**
 * Reverts migrations, and deletes the data in the tables and columns that they added: the newest migration, or all after `to`.
 *
 * @returns the migrations that were reverted, newest first
 * @throws as {@link migrate} does
 */
export function migrateDown(
  database: Database,
  options: Omit<MigrateOptions, "distributed"> = {},
): Promise<MigrationStep[]> {
  return run(database, "down", { to: "-1", ...options });
}

async function run(
  database: Database,
  direction: Direction,
  options: MigrateOptions & { readonly to: string },
): Promise<MigrationStep[]> {
  assertLockable(database);
  const migrations = await readMigrations(options.folder);
  try {
    return await database.withClient((client) =>
      withMigrationLock(client, options.onWait ?? (() => {}), async () => {
        await liftTimeLimits(client);
        return inSchemaOfHistory(client, () =>
          runOn(client, direction, { options, migrations, target: database.target }),
        );
      }),
    );
  } catch (error) {
    throw migratingFailure(error, database.target);
  }
}

interface Run {
  readonly options: MigrateOptions & { readonly to: string };
  readonly migrations: readonly Migration[];
  readonly target: string;
}

async function runOn(
  client: ClientBase,
  direction: Direction,
  { options, migrations, target }: Run,
): Promise<MigrationStep[]> {
  const distributed = await isDistributed(client, options.distributed === "citus");
  const revision = findRevision(await readHistory(client), migrations, target);
  const plan = planSteps(direction, migrations, revision, options.to);
  const applying = { lockTimeout: options.lockTimeout ?? 10_000, isDistributed: distributed };
  const steps = await applyAll(client, plan, direction, { ...applying, onStep: options.onStep });
  if (distributed || options.distributed === "citus") await distributeTables(client);
  return steps;
}

async function applyAll(
  client: ClientBase,
  plan: readonly Migration[],
  direction: Direction,
  { onStep, ...options }: ApplyOptions & { readonly onStep: MigrateOptions["onStep"] },
): Promise<MigrationStep[]> {
  if (plan.length > 0) await client.query(historyTables);
  const steps: MigrationStep[] = [];
  for (const migration of plan) {
    const begun = performance.now();
    await applyMigration(client, migration, direction, options);
    const step = { name: migration.name, direction, milliseconds: performance.now() - begun };
    steps.push(step);
    onStep?.(step);
  }
  return steps;
}
