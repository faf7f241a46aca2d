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
 * The lock belongs to the connection. Behind a pooler in transaction mode it would stay on a connection that another client
 * then uses.
 *
 * @throws {ConfigurationError} if the database is reached through a pooler
 */
export function assertLockable(database: Database): void {
  if (!database.isPooled) return;
  throw new ConfigurationError(
    `Migrations need a direct connection, but the URL of ${database.target} has prepare=false, which means a pooler. Nothing was run. Set DATABASE_MIGRATION_URL to the server's own URL, without prepare=false.`,
  );
}

/**
 * Runs `work` while no other process migrates this database. `onWait` is called once if another process does.
 *
 * The lock is polled: a statement that waits holds a snapshot, and CREATE INDEX CONCURRENTLY in the process that has the lock
 * waits for every older snapshot, so the two would wait for each other.
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
  // If the work fails, its connection is closed, which releases the lock.
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
