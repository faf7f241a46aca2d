import { setTimeout as wait } from "node:timers/promises";
import type { ClientBase } from "pg";
import { ConfigurationError } from "../errors/errors.js";
import type { Database } from "../session/database.js";

/**
 * The advisory lock that a process holds while it migrates. node-pg-migrate uses the same number, so a process that still
 * runs these migrations with it waits too.
 */
const lockNumber = "7241865325823964";

/**
 * The lock lasts as long as its connection; through a pooler in transaction mode it would stay behind on a connection
 * that another client then uses.
 *
 * @throws {ConfigurationError} when the database is reached through a pooler
 */
export function assertLockable(database: Database): void {
  if (!database.isPooled) return;
  throw new ConfigurationError(
    `Migrations need a connection of their own, and by prepare=false ${database.target} is reached through a pooler. Nothing was run. Give them the server's own URL, without prepare=false: DATABASE_MIGRATION_URL.`,
  );
}

/**
 * Runs `work` while no other process migrates this database; `onWait` is called, once, if another does.
 *
 * The lock is asked for again and again instead of waited for: a statement that waits holds a snapshot, and CREATE
 * INDEX CONCURRENTLY in the process that has the lock waits for every older snapshot to end, so that the two would
 * wait for each other.
 */
export async function withMigrationLock<Result>(
  client: ClientBase,
  onWait: () => void,
  work: () => Promise<Result>,
): Promise<Result> {
  let hasWaited = false;
  while (!(await tryLock(client))) {
    if (!hasWaited) onWait();
    hasWaited = true;
    await wait(50 + 100 * Math.random());
  }
  // When the work fails, its connection ends, and the lock with it.
  const result = await work();
  await client.query(`select pg_advisory_unlock(${lockNumber})`);
  return result;
}

async function tryLock(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(
    `select pg_try_advisory_lock(${lockNumber}) as locked`,
  );
  return rows[0]?.locked === true;
}
