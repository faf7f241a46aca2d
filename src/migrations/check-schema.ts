import { Database } from "../session/database.js";
import { describeDifference, differences } from "./catalog/catalog-differences.js";
import type { Catalog } from "./catalog/catalog-objects.js";
import { readCatalog } from "./catalog/read-catalog.js";
import { migrate } from "./migrate.js";
import { migratingFailure } from "./migration-failures.js";
import type { Migration } from "./migration-file.js";
import { packageMigrations, readMigrations } from "./migration-folder.js";
import { type AppliedMigration, inSchemaOfHistory, readHistory } from "./migration-history.js";
import { describeRevision, historyProblems } from "./revisions.js";

export interface CheckOptions {
  /** The folder of the migrations. Default: the package's own. */
  readonly folder?: string;
  /**
   * The names of tables, views, types and other objects in the schema that do not come from the migrations. Their indexes,
   * constraints and triggers are allowed too. Foreign objects on Dugout's own tables are always reported.
   */
  readonly allow?: readonly string[];
}

/**
 * Compares a database with the migrations: checks that all of them are applied, that none was edited afterwards, and that the
 * schema, including comments, is exactly what the applied migrations create. Changes nothing. The expected schema is created in an
 * embedded database in memory, which takes a second or two.
 *
 * @returns the problems, one line each; empty if there are none
 * @throws {MigrationFileError} if the files are invalid
 * @throws {MigrationFailedError} if the database cannot be read, or the migrations fail in the embedded database
 */
export async function checkSchema(
  database: Database,
  { folder = packageMigrations(), allow = [] }: CheckOptions = {},
): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const { applied, catalog } = await readAtOnce(database);
  const problems = [...historyProblems(applied, migrations), ...pendingProblems(applied, migrations)];
  if (applied.some(({ name }) => migrations.every((migration) => migration.name !== name))) {
    return [...problems, "the schema was not compared: there are no files for the unknown migrations"];
  }
  const expected = await catalogOfMigrations(migrations.slice(0, revisionOf(applied, migrations)), folder);
  const actual = withoutAllowed(catalog, expected, allow);
  return [...problems, ...differences(expected, actual).map(describeDifference)];
}

/** Reads history and schema in one snapshot, because another process may be migrating. */
async function readAtOnce(database: Database) {
  try {
    return await database.withClient((client) =>
      inSchemaOfHistory(client, async () => {
        await client.query("begin isolation level repeatable read read only");
        const applied = await readHistory(client);
        const catalog = await readCatalog(client);
        await client.query("commit");
        return { applied, catalog };
      }),
    );
  } catch (error) {
    throw migratingFailure(error, database.target);
  }
}

/** The number of migrations up to the newest that is applied. */
function revisionOf(applied: readonly AppliedMigration[], migrations: readonly Migration[]): number {
  return migrations.findLastIndex(({ name }) => applied.some((one) => one.name === name)) + 1;
}

function pendingProblems(applied: readonly AppliedMigration[], migrations: readonly Migration[]): string[] {
  const revision = revisionOf(applied, migrations);
  if (revision === migrations.length) return [];
  return [
    `revision: expected ${migrations.at(-1)?.name}, found ${describeRevision(revision, migrations)}; ` +
      "run `dugout migrate up`",
  ];
}

/** Only objects that the migrations do not create can be allowed: differences in our own tables are always reported. */
function withoutAllowed(catalog: Catalog, expected: Catalog, allow: readonly string[]): Catalog {
  const ours = new Set(expected.filter(({ table }) => table === null).map(({ name }) => name));
  const theirs = new Set(allow.filter((name) => !ours.has(name)));
  // A function's name includes its arguments.
  return catalog.filter(
    ({ table, name }) => !theirs.has(table ?? name) && !theirs.has((table ?? name).replace(/\(.*/, "")),
  );
}

/** The same files always create the same schema, so each is created once per process. */
const made = new Map<string, Promise<Catalog>>();

/**
 * The catalog that migrations create: they run in an embedded database in memory, which is then read.
 *
 * @param migrations the folder's migrations up to the requested one
 * @throws as {@link migrate} does
 */
function catalogOfMigrations(migrations: readonly Migration[], folder: string): Promise<Catalog> {
  const last = migrations.at(-1);
  if (last === undefined) return Promise.resolve([]);
  const key = migrations.map(({ checksum }) => checksum).join();
  const catalog = made.get(key) ?? makeAndRead(last.name, folder);
  made.set(key, catalog);
  catalog.catch(() => made.delete(key));
  return catalog;
}

async function makeAndRead(to: string, folder: string): Promise<Catalog> {
  await using scratch = await Database.open("pglite:memory");
  await migrate(scratch, { to, folder });
  return await scratch.withClient(readCatalog);
}
