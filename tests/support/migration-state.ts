import type { ClientBase } from "pg";
import { type AppliedMigration, readHistory } from "../../src/migrations/migration-history.js";
import { type Catalog, readCatalog } from "./catalog.js";
import { withClient } from "./plain-client.js";

/** Everything that migrating can change in a database, except data. */
export interface MigrationState {
  readonly catalog: Catalog;
  /** What the database says was applied, each with its checksum. */
  readonly applied: readonly Pick<AppliedMigration, "name" | "checksum">[];
  /** Checksums of migrations that are not applied. */
  readonly looseChecksums: readonly string[];
  readonly invalidIndexes: readonly string[];
}

export async function migrationStateOf(client: ClientBase): Promise<MigrationState> {
  const history = await readHistory(client);
  const hasChecksums = await firstColumn(
    client,
    "select 1 where to_regclass('dugout_migration_checksums') is not null",
  );
  return {
    catalog: await readCatalog(client),
    applied: history.map(({ name, checksum }) => ({ name, checksum })),
    looseChecksums:
      hasChecksums.length === 0
        ? []
        : await firstColumn(
            client,
            "select name from dugout_migration_checksums where name not in (select name from dugout_migrations)",
          ),
    invalidIndexes: await firstColumn(
      client,
      "select indexrelid::regclass::text from pg_index where not (indisvalid and indisready and indislive)",
    ),
  };
}

/** The same as `migrationStateOf`, on a separate connection. */
export const migrationState = (url: string) => withClient(url, migrationStateOf);

export const appliedNames = async (url: string) =>
  (await migrationState(url)).applied.map(({ name }) => name);

async function firstColumn(client: ClientBase, query: string): Promise<string[]> {
  const { rows } = await client.query<[string]>({ text: query, rowMode: "array" });
  return rows.map(([value]) => value);
}
