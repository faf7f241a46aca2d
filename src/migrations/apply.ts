import { dirname, resolve } from "node:path";
import type { MigrationBuilder } from "node-pg-migrate";
import type { ClientBase } from "pg";
import { distributionOf } from "./citus.js";
import { applyFailure } from "./failures.js";
import type { Migration, MigrationPart } from "./file.js";
import { keepChecksum } from "./history.js";
import { limitedSteps } from "./limits.js";
import type { SqlStatement } from "./parser.js";

export type Direction = "up" | "down";

/** How migrations are applied. */
export interface ApplyOptions {
  /** How long a statement may wait for a lock, in milliseconds; 0 for ever. */
  readonly lockTimeout: number;
  /** True where the tables are distributed by Citus already: a new one is then distributed at once. */
  readonly isDistributed: boolean;
}

/** The SQL that one direction of a migration sends, statement by statement, within or without its transaction. */
export function sqlSteps(migration: Migration, direction: Direction, options: ApplyOptions): string[] {
  const steps = limitedSteps(migration[direction], options.lockTimeout, (statement) =>
    options.isDistributed ? [...statement.actions, ...distributionOf(statement)] : [statement.text],
  );
  return [...steps, keepChecksum(migration, direction)];
}

/**
 * Applies one direction of one migration, through node-pg-migrate: in one transaction with the note that it was
 * done, unless the file says that it cannot run in one.
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
  const progress = new Progress(part);
  if (!part.isTransactional) await dropInvalidIndexes(client, part.statements);
  const steps = sqlSteps(migration, direction, options);
  try {
    await runThroughLibrary(progress.watch(client), migration, direction, steps);
  } catch (error) {
    const isConnected = await rollBack(client);
    throw applyFailure(error, { migration, direction, statement: progress.underWay, isConnected });
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

async function runThroughLibrary(
  dbClient: ClientBase,
  migration: Migration,
  direction: Direction,
  steps: readonly string[],
): Promise<void> {
  const { runner } = await import("node-pg-migrate");
  const send = (builder: MigrationBuilder) => {
    if (!migration[direction].isTransactional) builder.noTransaction();
    for (const step of steps) builder.sql(step);
  };
  const done = await runner({
    dbClient,
    dir: dirname(resolve(migration.path)),
    ignorePattern: "(?!.*\\.sql$).*",
    migrationLoaderStrategies: [
      {
        extensions: [".sql"],
        // What is to be run was read and checked before: no other file of the folder is looked at again.
        loader: async () => [
          {
            id: migration.path,
            filePaths: [migration.path],
            actions: { up: false, down: false, [direction]: send },
          },
        ],
      },
    ],
    file: migration.name,
    direction,
    count: 1,
    migrationsTable: "dugout_migrations",
    migrationsSchema: await currentSchema(dbClient),
    singleTransaction: false,
    checkOrder: false,
    noLock: true,
    logger: silent,
  });
  if (done.length === 0) throw new Error(`${migration.path} is no longer there`);
}

const silent = { info() {}, warn() {}, error() {} };

async function currentSchema(client: ClientBase): Promise<string> {
  const { rows } = await client.query<{ schema: string }>("select current_schema() as schema");
  return rows[0]?.schema ?? "public";
}

/** An index that a broken CREATE INDEX CONCURRENTLY left behind is never used, and IF NOT EXISTS takes it for whole. */
async function dropInvalidIndexes(client: ClientBase, statements: readonly SqlStatement[]): Promise<void> {
  const { rows } = await client.query<{ index: string }>(
    `select format('%I', relname) as index from pg_index join pg_class on pg_class.oid = indexrelid
     where relnamespace = quote_ident(current_schema())::regnamespace and relname = any ($1) and not indisvalid`,
    [indexesMadeBy(statements)],
  );
  for (const { index } of rows) await client.query(`drop index concurrently ${index}`);
}

/** The names of the indexes that statements make. */
export function indexesMadeBy(statements: readonly SqlStatement[]): string[] {
  return statements.flatMap(({ tree }) =>
    "IndexStmt" in tree && tree.IndexStmt.idxname !== undefined ? [tree.IndexStmt.idxname] : [],
  );
}

/** Listens on the way to the server, and knows which of the part's statements is under way. */
class Progress {
  underWay: SqlStatement | undefined;
  readonly #rest: SqlStatement[];

  constructor(part: MigrationPart) {
    this.#rest = [...part.statements];
  }

  watch(client: ClientBase): ClientBase {
    const query = (text: string) => {
      const sent = text.replace(/;$/, "");
      const at = this.#rest.findIndex((own) => own.text === sent || own.actions.includes(sent));
      this.underWay = this.#rest[at];
      // Of a statement whose actions are sent one by one, more may follow.
      if (at >= 0) this.#rest.splice(0, this.underWay?.text === sent ? at + 1 : at);
      return client.query(text);
    };
    return Object.create(client, { query: { value: query } });
  }
}
