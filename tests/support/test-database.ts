import { inject } from "vitest";
import { Database, type OpenOptions } from "../../src/index.js";
import { administer, databaseUrl, newDatabaseName } from "./server-databases.js";

/** A database on the suite's server, for one test file. */
export interface TestDatabase {
  readonly url: string;
  open(options?: OpenOptions): Promise<Database>;
  drop(): Promise<void>;
}

/** Makes a database of a test file's own: a copy of the migrated template, or an empty one. */
export async function createTestDatabase({ empty = false } = {}): Promise<TestDatabase> {
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
