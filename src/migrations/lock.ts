import { setTimeout as wait } from "node:timers/promises";
import type { ClientBase } from "pg";

/** The number by which node-pg-migrate's runners lock each other out, so that they and we do so too. */
const lockNumber = "7241865325823964";

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
