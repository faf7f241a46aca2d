import { afterAll } from "vitest";
import type { Database, OpenOptions } from "../../src/index.js";
import { createTestDatabase } from "./test-database.js";

/** A database without any table, and a handle on it. */
export interface EmptyDatabase {
  readonly url: string;
  readonly database: Database;
}

/** Creates empty databases on the suite's server, as many as a test file needs; they are dropped after its tests. */
export function emptyDatabases(): (options?: OpenOptions) => Promise<EmptyDatabase> {
  const ends: (() => Promise<unknown>)[] = [];
  afterAll(async () => {
    for (const end of ends) await end();
  });
  return async (options) => {
    const testDatabase = await createTestDatabase({ empty: true });
    const database = await testDatabase.open({ poolSize: 2, ...options });
    ends.push(async () => {
      await database.close();
      await testDatabase.drop();
    });
    return { url: testDatabase.url, database };
  };
}
