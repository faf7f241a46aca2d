import type { Database } from "../session/database.js";
import { describeDifference, differences } from "./catalogue/differences.js";
import type { Catalogue } from "./catalogue/objects.js";
import { catalogueOfMigrations } from "./catalogue/of-migrations.js";
import { readCatalogue } from "./catalogue/read.js";
import { migratingFailure } from "./failures.js";
import type { Migration } from "./file.js";
import { packageMigrations, readMigrations } from "./folder.js";
import { type AppliedMigration, readHistory } from "./history.js";
import { inSchemaOfHistory } from "./history-schema.js";
import { historyProblems } from "./position.js";
import { describeRevision } from "./targets.js";

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
  const { applied, catalogue } = await readAtOnce(database);
  const problems = [...historyProblems(applied, migrations), ...pendingProblems(applied, migrations)];
  if (applied.some(({ name }) => migrations.every((migration) => migration.name !== name))) {
    return [
      ...problems,
      "the schema was not compared: the files do not tell what the unknown migrations make",
    ];
  }
  const expected = await catalogueOfMigrations(migrations.slice(0, revisionOf(applied, migrations)), folder);
  const actual = withoutAllowed(catalogue, expected, allow);
  return [...problems, ...differences(expected, actual).map(describeDifference)];
}

/** History and schema as they are in one moment, although somebody may be migrating. */
async function readAtOnce(database: Database) {
  try {
    return await database.withClient((client) =>
      inSchemaOfHistory(client, async () => {
        await client.query("begin isolation level repeatable read read only");
        const applied = await readHistory(client);
        const catalogue = await readCatalogue(client);
        await client.query("commit");
        return { applied, catalogue };
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
function withoutAllowed(catalogue: Catalogue, expected: Catalogue, allow: readonly string[]): Catalogue {
  const ours = new Set(expected.filter(({ table }) => table === null).map(({ name }) => name));
  const theirs = new Set(allow.filter((name) => !ours.has(name)));
  // A function's name has its arguments behind it.
  return catalogue.filter(
    ({ table, name }) => !theirs.has(table ?? name) && !theirs.has((table ?? name).replace(/\(.*/, "")),
  );
}
