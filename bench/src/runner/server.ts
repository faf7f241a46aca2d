import { Database, migrate } from "dugout";
import pg from "pg";
import { PostgresServer } from "../../../tests/support/postgres-server.js";

/** What the server runs with, beside PostgreSQL's defaults: as safe as a real one, and large enough for the work. */
export const serverSettings: readonly string[] = [
  "fsync=on",
  "synchronous_commit=on",
  "full_page_writes=on",
  "shared_buffers=1GB",
  "max_wal_size=8GB",
  "checkpoint_timeout=30min",
  "max_connections=200",
  "autovacuum=off",
];

export interface BenchServer extends AsyncDisposable {
  readonly url: string;
  readonly version: string;
  readonly pool: pg.Pool;
}

/** A server of the benchmark's own, with dugout's migrations in a database of that name. */
export async function startServer(): Promise<BenchServer> {
  const server = await PostgresServer.create(serverSettings);
  try {
    const admin = new pg.Client({ connectionString: server.url() });
    await admin.connect();
    await admin.query("create database bench");
    const version = (await admin.query<{ server_version: string }>("show server_version")).rows[0];
    await admin.end();
    const url = `${server.url("bench")}?sslmode=disable`;
    await using database = await Database.open(url);
    await migrate(database);
    const pool = new pg.Pool({ connectionString: url, max: 2 });
    // Its connections may still be closing when the server ends.
    pool.on("error", () => {});
    return {
      url,
      version: `PostgreSQL ${version?.server_version}`,
      pool,
      async [Symbol.asyncDispose]() {
        await pool.end();
        await server.dispose();
      },
    };
  } catch (error) {
    await server.dispose();
    throw error;
  }
}
