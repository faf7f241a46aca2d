import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { Database, DatabaseOperations, type OpenOptions } from "../../src/index.js";
import { PostgresProxy } from "./postgres-proxy.js";
import { createTestDatabase } from "./test-database.js";
import { expectNothingUnhandled } from "./unhandled.js";

/** A database with connections through a proxy, and direct access to see what is stored. */
export interface FaultBench {
  /** The database's own URL, without a proxy. */
  readonly url: string;
  /** Connections for administering the server. */
  readonly admin: pg.Pool;
  /** Reads what is committed. */
  readonly elsewhere: DatabaseOperations;
  /** Opens a separate handle through a separate proxy for a test. Both are closed after the file's tests. */
  open(options?: OpenOptions): Promise<ProxiedDatabase>;
}

export interface ProxiedDatabase {
  readonly database: Database;
  readonly proxy: PostgresProxy;
  readonly applicationName: string;
  close(): Promise<void>;
}

/** A swallowed connection is found after a statement's limit and five seconds of grace; a busy machine needs the limit. */
const shortLimits = { statementTimeout: 5_000, connectTimeout: 60_000, poolSize: 3 } as const;

let handles = 0;

/** A bench for one test file, on the suite's server. */
export function faultBench(): () => FaultBench {
  let bench: FaultBench | undefined;
  const ends: (() => Promise<unknown> | undefined)[] = [];
  expectNothingUnhandled();
  beforeAll(async () => {
    const testDatabase = await createTestDatabase();
    const database = await testDatabase.open();
    const admin = new pg.Pool({ connectionString: testDatabase.url, max: 8 });
    admin.on("error", () => {});
    ends.push(
      () => testDatabase.drop(),
      () => Promise.all([database.close(), admin.end()]),
    );
    bench = {
      url: testDatabase.url,
      admin,
      elsewhere: new DatabaseOperations(database),
      open: (options) => openThroughProxy(testDatabase.url, options, ends),
    };
  });
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });
  return () => {
    if (bench === undefined) throw new Error("the bench is not there yet: use it in a test");
    return bench;
  };
}

async function openThroughProxy(
  url: string,
  options: OpenOptions = {},
  ends: (() => Promise<unknown> | undefined)[],
): Promise<ProxiedDatabase> {
  const proxy = await PostgresProxy.start(url);
  handles += 1;
  const applicationName = `dugout-fault-${process.pid}-${handles}`;
  const database = await Database.open(proxy.url, { ...shortLimits, applicationName, ...options });
  const close = async () => {
    await database.close({ within: 0 });
    proxy.close();
  };
  ends.push(() => (database.isClosed ? undefined : close()));
  return { database, proxy, applicationName, close };
}
