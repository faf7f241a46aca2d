import type { ClientBase } from "pg";
import { MigrationHistoryError } from "../errors/index.js";

/**
 * Works with the schema that the database's history lies in before all others of the search path, and so makes, finds and
 * reads everything there: a schema of the role's name that was created since would come first otherwise.
 *
 * @throws {MigrationHistoryError} when several schemas of the search path have a history
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
    // After a failure there may be a transaction, or no connection, that takes this no more: it ends then.
    await setPath(client, found.path).catch(() => {});
  }
}

async function setPath(client: ClientBase, path: string): Promise<void> {
  await client.query("select set_config('search_path', $1, false)", [path]);
}

function severalHistories(schemas: readonly string[]): MigrationHistoryError {
  const problems = [`there is a history in each of the schemas ${schemas.join(", ")}`];
  return new MigrationHistoryError(
    `Several schemas of the search path have a history of migrations: ${schemas.join(", ")}. Nothing was run. Name the ` +
      "schema that is meant alone in the search path (`alter role … set search_path`), and drop the tables " +
      "dugout_migrations and dugout_migration_checksums of the other when nothing there is needed.",
    { details: { problems } },
  );
}
