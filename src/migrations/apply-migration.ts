import type { ClientBase } from "pg";
import { distributionOf } from "./citus-distribution.js";
import { applyFailure } from "./migration-failures.js";
import type { Migration, MigrationPart } from "./migration-file.js";
import { noteMigration } from "./migration-history.js";
import type { SqlStatement } from "./sql-parser.js";

export type Direction = "up" | "down";

/** How migrations are applied. */
export interface ApplyOptions {
  /** How long a statement may wait for a lock, in milliseconds; 0 for no limit. */
  readonly lockTimeout: number;
  /** True if Citus already distributes the tables: a new table is then distributed right after it is created. */
  readonly isDistributed: boolean;
}

/**
 * Everything that one direction of a migration sends, in order: its statements, and the change of the history. Both are in one
 * transaction, unless the file says that its statements cannot run in one.
 */
export function stepsOf(migration: Migration, direction: Direction, options: ApplyOptions): Step[] {
  const part = migration[direction];
  const own = limitedSteps(part, options.lockTimeout, (statement) =>
    options.isDistributed ? [...statement.actions, ...distributionOf(statement)] : [statement.text],
  );
  const note = noteMigration(migration, direction).map((sql) => ({ sql }));
  const [begin, commit] = [{ sql: "begin" }, { sql: "commit" }];
  return part.isTransactional ? [begin, ...own, ...note, commit] : [...own, begin, ...note, commit];
}

/**
 * Applies one direction of one migration.
 *
 * @throws {MigrationFailedError} naming the statement that failed
 */
export async function applyMigration(
  client: ClientBase,
  migration: Migration,
  direction: Direction,
  options: ApplyOptions,
): Promise<void> {
  const part = migration[direction];
  if (!part.isTransactional) await dropInvalidIndexes(client, part.statements);
  let underWay: SqlStatement | undefined;
  try {
    for (const { sql, statement } of stepsOf(migration, direction, options)) {
      underWay = statement;
      await client.query(sql);
    }
  } catch (error) {
    const isConnected = await rollBack(client);
    throw applyFailure(error, { migration, direction, statement: underWay, isConnected });
  }
}

/** @returns whether there still is a connection to roll back on */
async function rollBack(client: ClientBase): Promise<boolean> {
  try {
    await client.query("rollback");
    return true;
  } catch {
    return false;
  }
}

/** A failed CREATE INDEX CONCURRENTLY leaves an invalid index, which no query uses and IF NOT EXISTS does not replace. */
async function dropInvalidIndexes(client: ClientBase, statements: readonly SqlStatement[]): Promise<void> {
  const made = indexesMadeBy(statements);
  const { rows } = await client.query<{ index: string }>(
    `select format('%s.%I', relnamespace::regnamespace, relname) as index
     from pg_index join pg_class on pg_class.oid = indexrelid
     where not indisvalid and (relnamespace::regnamespace::text, relname) in (
       select quote_ident(coalesce(schema, current_schema())), name from unnest($1::text[], $2::text[]) as made (schema, name))`,
    [made.map(({ schema }) => schema), made.map(({ name }) => name)],
  );
  for (const { index } of rows) await client.query(`drop index concurrently ${index}`);
}

interface MadeIndex {
  /** Its table's schema; null if the statement names none. */
  readonly schema: string | null;
  readonly name: string;
}

/** The indexes that statements create. */
export function indexesMadeBy(statements: readonly SqlStatement[]): MadeIndex[] {
  return statements.flatMap(({ tree }) => {
    if (!("IndexStmt" in tree) || tree.IndexStmt.idxname === undefined) return [];
    return [{ schema: tree.IndexStmt.relation?.schemaname ?? null, name: tree.IndexStmt.idxname }];
  });
}

/** One statement that is sent to apply a migration. */
export interface Step {
  readonly sql: string;
  /** The statement of the migration that this is, or is part of; undefined for what the runner adds. */
  readonly statement?: SqlStatement;
}

/**
 * Removes the time limits that a role or a database sets for its statements, for the life of this connection: they are
 * meant for requests, and a migration may take long.
 */
export async function liftTimeLimits(client: ClientBase): Promise<void> {
  await client.query(
    `select set_config(name, '0', false) from pg_settings
     where name in ('statement_timeout', 'lock_timeout', 'transaction_timeout', 'idle_session_timeout')`,
  );
}

/**
 * A part's statements, with the time limit for locks.
 *
 * @param lockTimeout in milliseconds; 0 for none
 * @param sent what is sent for a statement: itself, or its parts and what follows it
 */
function limitedSteps(
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

/** CONCURRENTLY waits for every running transaction and blocks none, so it needs no time limit. */
function isConcurrent(statement: string): boolean {
  return /\bconcurrently\b/i.test(statement);
}
