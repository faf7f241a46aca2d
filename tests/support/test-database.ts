import { inject } from "vitest";
import { Database, type OpenOptions } from "../../src/index.js";
import { migrate } from "../../src/migrations.js";
import { CitusServer } from "./citus-server.js";
import type {} from "./global-setup.js";
import { administer, databaseUrl, newDatabaseName } from "./server-databases.js";

/** A database on the suite's server, for one test file. */
export interface TestDatabase {
  readonly url: string;
  open(options?: OpenOptions): Promise<Database>;
  drop(): Promise<void>;
}

/** True where the tests' databases are on a cluster, on which some operations are several statements. */
export const isOnCitus = process.env.TEST_ON_CITUS !== undefined;

/**
 * Makes a database of a test file's own: a copy of the migrated template, or an empty one. With TEST_ON_CITUS it is on the
 * cluster of CITUS_DATABASE_URL and CITUS_WORKERS, distributed by game.
 */
export async function createTestDatabase({ empty = false } = {}): Promise<TestDatabase> {
  if (isOnCitus) return createOnCitus(empty);
  const serverUrl = inject("serverUrl");
  const name = newDatabaseName();
  await administer(
    serverUrl,
    `create database ${name}${empty ? "" : ` template ${inject("templateDatabase")}`}`,
  );
  const url = databaseUrl(serverUrl, name);
  return {
    url,
    open: (options) => Database.open(url, options),
    drop: () => administer(serverUrl, `drop database ${name} with (force)`),
  };
}

async function createOnCitus(empty: boolean): Promise<TestDatabase> {
  const server = await CitusServer.create();
  const url = await server.createDatabase();
  if (!empty) {
    await using database = await Database.open(url);
    await migrate(database, { distributed: "citus" });
  }
  return { url, open: (options) => Database.open(url, options), drop: () => server.dispose() };
}
