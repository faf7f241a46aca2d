import { Database, type OpenOptions } from "../../src/index.js";
import { migrate } from "../../src/migrations.js";
import { withClient } from "./plain-client.js";
import { PostgresServer } from "./postgres-server.js";
import { until } from "./server-activity.js";

/** A server of a test file's own with a migrated database, and a streaming replica of it. */
export class ReplicatedServer {
  readonly primary: PostgresServer;
  readonly replica: PostgresServer;

  private constructor(primary: PostgresServer, replica: PostgresServer) {
    this.primary = primary;
    this.replica = replica;
  }

  static async create(): Promise<ReplicatedServer> {
    // This setting keeps the log until the replica has read it.
    const primary = await PostgresServer.create(["wal_keep_size=256MB"]);
    await using database = await Database.open(primary.url());
    await migrate(database);
    return new ReplicatedServer(primary, await primary.createReplica(["wal_retrieve_retry_interval=50ms"]));
  }

  /** A database on the primary whose reads may go to the replica. */
  open(options: OpenOptions = {}): Promise<Database> {
    return Database.open(this.primary.url(), { replica: this.replica.url(), ...options });
  }

  /** Stops replaying: what the primary commits from now on is not seen on the replica. */
  async pause(): Promise<void> {
    await this.onReplica("select pg_wal_replay_pause()");
    await until("a pause of replay", async () => {
      const [row] = await this.onReplica("select pg_get_wal_replay_pause_state() as state");
      return row?.state === "paused";
    });
  }

  async resume(): Promise<void> {
    await this.onReplica("select pg_wal_replay_resume()");
  }

  /** Waits until the replica has replayed all that the primary has committed so far. */
  async caughtUp(): Promise<void> {
    const position = await withClient(this.primary.url(), async (client) => {
      const { rows } = await client.query("select pg_current_wal_flush_lsn()::text as position");
      return rows[0].position as string;
    });
    await until("the replica's arrival", async () => {
      const [row] = await this.onReplica(
        `select pg_last_wal_replay_lsn() >= '${position}'::pg_lsn as arrived`,
      );
      return row?.arrived === true;
    });
  }

  async onReplica(text: string): Promise<Record<string, unknown>[]> {
    return withClient(this.replica.url(), async (client) => (await client.query(text)).rows);
  }

  async dispose(): Promise<void> {
    await this.replica.dispose();
    await this.primary.dispose();
  }
}
