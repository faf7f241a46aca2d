import type { ClientBase } from "pg";
import type { MigrationPart } from "./file.js";
import type { SqlStatement } from "./parser.js";

/** One statement that applying a migration sends. */
export interface Step {
  readonly sql: string;
  /** The migration's own statement that this is, or is a part of; undefined for what is sent around them. */
  readonly statement?: SqlStatement;
}

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
 * A part's statements under the limit for locks.
 *
 * @param lockTimeout in milliseconds; 0 for none
 * @param sent what is sent for a statement: itself, or its parts and what follows it
 */
export function limitedSteps(
  { statements, isTransactional }: MigrationPart,
  lockTimeout: number,
  sent: (statement: SqlStatement) => readonly string[],
): Step[] {
  const steps = (statement: SqlStatement): Step[] => sent(statement).map((sql) => ({ sql, statement }));
  if (isTransactional) {
    return [{ sql: `set local lock_timeout = ${lockTimeout}` }, ...statements.flatMap(steps)];
  }
  return [
    ...statements.flatMap((statement) => [
      { sql: `set lock_timeout = ${isConcurrent(statement.text) ? 0 : lockTimeout}` },
      ...steps(statement),
    ]),
    { sql: "reset lock_timeout" },
  ];
}

/** What works beside the writers waits for each of them to end, and nobody waits behind it: it has no hurry. */
function isConcurrent(statement: string): boolean {
  return /\bconcurrently\b/i.test(statement);
}
