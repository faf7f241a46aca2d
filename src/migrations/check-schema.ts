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
   * The names of tables, views, types and whatever else stands in the schema and is somebody else's. What hangs on
   * them is theirs too; what others hang on our tables is told all the same.
   */
  readonly allow?: readonly string[];
}

/**
 * Compares a database with the migrations: whether all of them are applied, none was edited since, and the schema is
 * exactly what they make up to the database's own revision, comments included. Changes nothing. What they make is
 * found out by an embedded database in memory, which takes a second or two.
 *
 * @returns what is wrong, a line each; none when all is well
 * @throws {MigrationFileError} when the files are not in order
 * @throws {MigrationFailedError} when the database cannot be read, or the files do not make a schema
 */
export async function checkSchema(
  database: Database,
  { folder = packageMigrations(), allow = [] }: CheckOptions = {},
): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const { applied, catalog } = await readAtOnce(database);
  const problems = [...historyProblems(applied, migrations), ...pendingProblems(applied, migrations)];
  if (applied.some(({ name }) => migrations.every((migration) => migration.name !== name))) {
    return [
      ...problems,
      "the schema was not compared: the files do not tell what the unknown migrations make",
    ];
  }
  const expected = await catalogOfMigrations(migrations.slice(0, revisionOf(applied, migrations)), folder);
  const actual = withoutAllowed(catalog, expected, allow);
  return [...problems, ...differences(expected, actual).map(describeDifference)];
}

/** History and schema as they are in one moment, although somebody may be migrating. */
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

/** How many of the migrations there are up to the newest that is applied. */
function revisionOf(applied: readonly AppliedMigration[], migrations: readonly Migration[]): number {
  return migrations.findLastIndex(({ name }) => applied.some((one) => one.name === name)) + 1;
}

function pendingProblems(applied: readonly AppliedMigration[], migrations: readonly Migration[]): string[] {
  const revision = revisionOf(applied, migrations);
  if (revision === migrations.length) return [];
  return [
    `revision: expected ${migrations.at(-1)?.name}, found ${describeRevision(revision, migrations)}; ` +
      "`dugout migrate up` brings it there",
  ];
}

/** Only what is not ours can be allowed: nobody makes us blind to our own tables. */
function withoutAllowed(catalog: Catalog, expected: Catalog, allow: readonly string[]): Catalog {
  const ours = new Set(expected.filter(({ table }) => table === null).map(({ name }) => name));
  const theirs = new Set(allow.filter((name) => !ours.has(name)));
  // A function's name has its arguments behind it.
  return catalog.filter(
    ({ table, name }) => !theirs.has(table ?? name) && !theirs.has((table ?? name).replace(/\(.*/, "")),
  );
}

/** The same files always make the same schema: it is made once in a process. */
const made = new Map<string, Promise<Catalog>>();

/**
 * What migrations make: it is made in an embedded database in memory, and read.
 *
 * @param migrations the first ones of the folder, up to the one that is asked for
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
