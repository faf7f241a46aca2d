import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import type { Executor } from "../../../src/adapters.js";
import type { Database } from "../../../src/index.js";
import { queryAlone } from "../../support/raw-sql.js";
import { createTestDatabase } from "../../support/test-database.js";

/** An open transaction of a library. */
export interface Open {
  /** The adapter's executor for it. */
  readonly executor: Executor;
  /** Runs SQL of the library's user in it. */
  run(text: string): Promise<unknown>;
}

/** A library in use, on a database. */
export interface Library {
  /** Runs a transaction of the library: committed when `work` returns, rolled back when it throws. */
  transaction<Result>(work: (open: Open) => Promise<Result>): Promise<Result>;
  close(): Promise<unknown>;
}

/** How the tests reach a library, and the database from outside of it. */
export interface Bench {
  library(): Library;
  /** Our own connection to the same database, which sees only what is committed. */
  database(): Database;
  url(): string;
}

/**
 * A database with sessions that are not in UTC and a table of the library's user, for one test file. It is dropped, and the
 * library closed, after the file's tests.
 */
export function benchFor(open: (url: string) => Library | Promise<Library>): Bench {
  let ready: { library: Library; database: Database; url: string };
  let end: () => Promise<void>;
  beforeAll(async () => {
    const testDatabase = await createTestDatabase();
    const { url } = testDatabase;
    const setup = await testDatabase.open();
    const name = new URL(url).pathname.slice(1);
    await queryAlone(setup, `alter database ${name} set timezone to 'America/St_Johns'`);
    await queryAlone(setup, "create table notes (id text primary key, text text not null)");
    await setup.close();
    ready = { library: await open(url), database: await testDatabase.open(), url };
    end = async () => {
      await Promise.all([ready.library.close(), ready.database.close()]);
      await testDatabase.drop();
    };
  });
  afterAll(() => end());
  return { library: () => ready.library, database: () => ready.database, url: () => ready.url };
}

/** pg's pool for a library. It ends before its connections are closed: those that are cut off then are no error. */
export function libraryPool(url: string, options: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, ...options });
  return pool.on("error", () => {}).on("connect", (client) => client.on("error", () => {}));
}
