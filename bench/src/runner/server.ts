import { Database } from "dugout";
import { migrate } from "dugout/migrations";
import pg from "pg";
import { PostgresServer } from "../../../tests/support/postgres-server.js";

/** The server's settings besides PostgreSQL's defaults: as safe as in production, and large enough for the work. */
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

/** A database with dugout's migrations, and the runner's connections to it. */
export interface BenchDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
}

/** The benchmark's own server. */
export class BenchServer implements AsyncDisposable {
  readonly version: string;
  readonly #server: PostgresServer;
  readonly #pools: pg.Pool[] = [];

  private constructor(server: PostgresServer, version: string) {
    this.#server = server;
    this.version = version;
  }

  static async start(): Promise<BenchServer> {
    const server = await PostgresServer.create(serverSettings);
    const admin = new pg.Client({ connectionString: server.url() });
    await admin.connect();
    const { rows } = await admin.query<{ server_version: string }>("show server_version");
    await admin.end();
    return new BenchServer(server, `PostgreSQL ${rows[0]?.server_version}`);
  }

  /** @param revision how far it is migrated; default: to the newest revision */
  async createDatabase(name: string, revision = "head"): Promise<BenchDatabase> {
    const admin = new pg.Client({ connectionString: this.#server.url() });
    await admin.connect();
    await admin.query(`create database ${name}`);
    await admin.end();
    const url = `${this.#server.url(name)}?sslmode=disable`;
    await using database = await Database.open(url);
    await migrate(database, { to: revision });
    const pool = new pg.Pool({ connectionString: url, max: 2 });
    // Its connections may still be closing when the server ends.
    pool.on("error", () => {});
    this.#pools.push(pool);
    return { url, pool };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#pools.map((pool) => pool.end()));
    await this.#server.dispose();
  }
}
