import type { ClientBase } from "pg";
import { MigrationHistoryError } from "../errors/errors.js";
import type { Migration } from "./migration-file.js";

/** A migration in a database's history. */
export interface AppliedMigration {
  readonly name: string;
  readonly appliedAt: Date;
  /** The file's checksum at that time; null if an older release or another tool applied it. */
  readonly checksum: string | null;
}

/**
 * The tables with a database's applied migrations and their checksums. `run_on` has no time zone: it contains UTC.
 */
export const historyTables = `
create table if not exists dugout_migrations (
  id serial primary key,
  name varchar(255) not null,
  run_on timestamp not null
);
create table if not exists dugout_migration_checksums (
  name text primary key,
  checksum text not null
);`;

/** The applied migrations of a database, in order; empty if there are none. */
export async function readHistory(client: ClientBase): Promise<AppliedMigration[]> {
  const { rows: found } = await client.query<{ history: boolean; checksums: boolean }>(
    `select to_regclass('dugout_migrations') is not null as history,
       to_regclass('dugout_migration_checksums') is not null as checksums`,
  );
  if (found[0]?.history !== true) return [];
  const checksum = found[0].checksums
    ? "(select checksum from dugout_migration_checksums c where c.name = m.name)"
    : "null";
  const { rows } = await client.query<Omit<AppliedMigration, "appliedAt"> & { appliedAt: number }>(
    `select name, date_part('epoch', run_on at time zone 'UTC') * 1000 as "appliedAt", ${checksum} as checksum from dugout_migrations m order by id`,
  );
  return rows.map((row) => ({ ...row, appliedAt: timeOf(row) }));
}

/** @throws {MigrationHistoryError} for a time such as `infinity`, which somebody has written into the history */
function timeOf({ name, appliedAt }: { readonly name: string; readonly appliedAt: number }): Date {
  const time = new Date(appliedAt);
  if (!Number.isNaN(time.getTime())) return time;
  const problem = `run_on of ${name} is not a time that can be read`;
  throw new MigrationHistoryError(
    `In the table dugout_migrations, ${problem}. Nothing was run. Correct it: \`update dugout_migrations set run_on = …\`.`,
    { details: { problems: [problem] } },
  );
}

/** The SQL that records that a migration was applied or reverted. */
export function noteMigration({ name, checksum }: Migration, direction: "up" | "down"): string[] {
  return direction === "up"
    ? [
        `insert into dugout_migrations (name, run_on) values ('${name}', now() at time zone 'UTC')`,
        `insert into dugout_migration_checksums (name, checksum) values ('${name}', '${checksum}')
  on conflict (name) do update set checksum = excluded.checksum`,
      ]
    : [
        `delete from dugout_migrations where name = '${name}'`,
        `delete from dugout_migration_checksums where name = '${name}'`,
      ];
}

/** Replaces the history: exactly these migrations count as applied, in this order. */
export async function rewriteHistory(client: ClientBase, migrations: readonly Migration[]): Promise<void> {
  const names = migrations.map(({ name }) => name);
  const checksums = migrations.map(({ checksum }) => checksum);
  await client.query("begin");
  await client.query(historyTables);
  // All rows are replaced: a missing migration belongs between others, and the ids give the order.
  await client.query(
    `with before as (delete from dugout_migrations returning name, run_on)
     insert into dugout_migrations (name, run_on)
     select name, coalesce((select min(run_on) from before where before.name = given.name), now() at time zone 'UTC')
     from unnest($1::text[]) with ordinality as given (name, place) order by place`,
    [names],
  );
  await client.query("truncate dugout_migration_checksums");
  await client.query(
    "insert into dugout_migration_checksums (name, checksum) select * from unnest($1::text[], $2::text[])",
    [names, checksums],
  );
  await client.query("commit");
}

/**
 * Runs `work` with the schema of the database's history first in the search path, so that everything is created and read there.
 * Otherwise a schema with the role's name that was created later would come first.
 *
 * @throws {MigrationHistoryError} if several schemas of the search path have a history
 */
export async function inSchemaOfHistory<Result>(
  client: ClientBase,
  work: () => Promise<Result>,
): Promise<Result> {
  const { rows } = await client.query<{ schema: string; path: string; isFirst: boolean; fullPath: string }>(
    `select name as schema, current_setting('search_path') as path, name = current_schema() as "isFirst",
       format('%I, %s', name, current_setting('search_path')) as "fullPath"
     from unnest(current_schemas(false)) with ordinality as path (name, place)
     where to_regclass(format('%I.dugout_migrations', name)) is not null order by place`,
  );
  const [found] = rows;
  if (rows.length > 1) throw severalHistories(rows.map(({ schema }) => schema));
  if (found === undefined || found.isFirst) return work();
  await setPath(client, found.fullPath);
  try {
    return await work();
  } finally {
    // This fails in a failed transaction or on a lost connection; the connection is then closed.
    await setPath(client, found.path).catch(() => {});
  }
}

async function setPath(client: ClientBase, path: string): Promise<void> {
  await client.query("select set_config('search_path', $1, false)", [path]);
}

function severalHistories(schemas: readonly string[]): MigrationHistoryError {
  const problems = [`there is a history in each of the schemas ${schemas.join(", ")}`];
  return new MigrationHistoryError(
    `Several schemas of the search path have a migration history: ${schemas.join(", ")}. Nothing was run. Put only the ` +
      "schema that you mean into the search path (`alter role … set search_path`), and drop the tables " +
      "dugout_migrations and dugout_migration_checksums in the others if you do not need them.",
    { details: { problems } },
  );
}
