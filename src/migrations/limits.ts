import type { ClientBase } from "pg";
import type { MigrationPart } from "./file.js";

/**
 * Lifts the limits that a role or a database has for its statements, for as long as this connection lives: they are
 * meant for requests, and a migration may take long.
 */
export async function liftTimeLimits(client: ClientBase): Promise<void> {
  await client.query(
    `select set_config(name, '0', false) from pg_settings
     where name in ('statement_timeout', 'lock_timeout', 'transaction_timeout', 'idle_session_timeout')`,
  );
}

/**
 * A part's statements, each as it is sent and with what is to follow it, under the limit for locks.
 *
 * @param lockTimeout in milliseconds; 0 for none
 */
export function limitedSteps(
  { statements, isTransactional }: MigrationPart,
  lockTimeout: number,
  sent: (statement: MigrationPart["statements"][number]) => readonly string[],
): string[] {
  if (isTransactional) {
    return [`set local lock_timeout = ${lockTimeout}`, ...statements.flatMap(sent)];
  }
  return [
    ...statements.flatMap((statement) => [
      `set lock_timeout = ${isConcurrent(statement.text) ? 0 : lockTimeout}`,
      ...sent(statement),
    ]),
    "reset lock_timeout",
  ];
}

/** What works beside the writers waits for each of them to end, and nobody waits behind it: it has no hurry. */
function isConcurrent(statement: string): boolean {
  return /\bconcurrently\b/i.test(statement);
}
