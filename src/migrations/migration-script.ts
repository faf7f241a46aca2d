import { type ApplyOptions, type Direction, indexesMadeBy, stepsOf } from "./apply-migration.js";
import { distributionOf, type PendingDistribution } from "./citus-distribution.js";
import type { Migration, MigrationPart } from "./migration-file.js";
import { historyTables } from "./migration-history.js";

/** Options of a script. */
export interface ScriptOptions {
  /** How long a statement may wait for a lock, in milliseconds; 0 for no limit. */
  readonly lockTimeout: number;
  /** What Citus distributes; undefined for nothing. */
  readonly distribution?: PendingDistribution | undefined;
}

/**
 * The SQL of a plan, to read, and to run with a tool that stops at the first error (`psql -v ON_ERROR_STOP=1 -f`).
 */
export function migrationScript(
  plan: readonly Migration[],
  direction: Direction,
  { lockTimeout, distribution }: ScriptOptions,
): string {
  const applying = { lockTimeout, isDistributed: distribution?.isDone ?? false };
  const atEnd = distribution === undefined ? [] : distributionAfter(plan, distribution);
  if (plan.length + atEnd.length === 0) return "-- dugout: nothing would be run.";
  const names = plan.length === 0 ? "no migration" : plan.map(({ name }) => name).join(", ");
  return [
    `-- dugout: ${names} (${direction}).`,
    "-- Run it with a tool that stops at the first error.",
    historyTables,
    ...plan.map((migration) => scriptOf(migration, direction, applying)),
    ...atEnd.map((statement) => `${statement};`),
  ].join("\n");
}

/** Tables that reference each other are distributed after all of them exist. */
function distributionAfter(
  plan: readonly Migration[],
  { isDone, left }: PendingDistribution,
): readonly string[] {
  return isDone ? left : [...left, ...plan.flatMap(({ up }) => up.statements.flatMap(distributionOf))];
}

function scriptOf(migration: Migration, direction: Direction, options: ApplyOptions): string {
  const { name } = migration;
  const { isTransactional } = migration[direction];
  const steps = stepsOf(migration, direction, options).map(({ sql }) => sql);
  const all = isTransactional ? steps : [...refusalOfInvalidIndexes(migration[direction]), ...steps];
  return [
    `\n-- ${name} (${direction})${isTransactional ? "" : ", without a transaction"}`,
    ...all.map((step) => `${step};`),
  ].join("\n");
}

/** The runner drops an invalid index before it creates it again. A script can only refuse it, because IF NOT EXISTS ignores it. */
function refusalOfInvalidIndexes({ statements }: MigrationPart): string[] {
  return indexesMadeBy(statements).map(
    ({ schema, name }) => `do $$ begin
  if exists (select from pg_index where indexrelid = to_regclass(${schema === null ? "" : `quote_ident('${schema}') || '.' || `}quote_ident('${name}')) and not indisvalid) then
    raise exception '% is invalid: a CREATE INDEX CONCURRENTLY failed. Drop the index, and run this again.', '${name}';
  end if;
end $$`,
  );
}
