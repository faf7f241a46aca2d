import { chmod, cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe } from "vitest";
import { Database } from "../../src/index.js";
import { migrate } from "../../src/migrations.js";
import { needs } from "./needs.js";
import type { At } from "./places.js";
import { PostgresServer } from "./postgres-server.js";
import { administer, databaseUrl, newDatabaseName } from "./server-databases.js";

const standIn = fileURLToPath(new URL("./citus-stand-in", import.meta.url));

/** The cluster's workers, as host:port, with commas between them; none for a single node. */
export const citusWorkers = (process.env.CITUS_WORKERS ?? "").split(",").filter((worker) => worker !== "");

/** Newer versions create a database on every node themselves. */
const ifThere = (error: { code?: string }) => {
  if (error.code !== "42P04") throw error;
};

const isGiven = process.env.CITUS_DATABASE_URL !== undefined;

/** Describes tests that need a real Citus; without one they are skipped. */
export function describeOnCitus(name: string, tests: () => void): void {
  describe(name, needs(isGiven, "CITUS_DATABASE_URL is not set"), tests);
}

/** A server with Citus: that of CITUS_DATABASE_URL, or the suite's own server with a stand-in for the extension. */
export class CitusServer {
  readonly #url: string;
  readonly #stop: () => Promise<void>;
  readonly #databases: string[] = [];

  private constructor(url: string, stop: () => Promise<void>) {
    this.#url = url;
    this.#stop = stop;
  }

  static async create(): Promise<CitusServer> {
    const given = process.env.CITUS_DATABASE_URL;
    if (given !== undefined) return new CitusServer(given, async () => {});
    const folder = await mkdtemp(join(tmpdir(), "dugout-citus-"));
    // The server runs under another account, which must be able to read it.
    await chmod(folder, 0o755);
    await cp(standIn, join(folder, "extension"), { recursive: true });
    const server = await PostgresServer.create([`extension_control_path=${folder}:$system`]);
    return new CitusServer(server.url(), async () => {
      await server.dispose();
      await rm(folder, { recursive: true });
    });
  }

  /** Makes a database of its own there. */
  async createDatabase({ hasExtension = true } = {}): Promise<string> {
    const name = newDatabaseName();
    await administer(this.#url, `create database ${name}`);
    this.#databases.push(name);
    const url = databaseUrl(this.#url, name);
    if (hasExtension) await administer(url, "create extension citus");
    // Each shard is a table more in every migration.
    await administer(url, `alter database ${name} set citus.shard_count = 4`);
    if (hasExtension) for (const worker of citusWorkers) await this.#join(url, worker, name);
    return url;
  }

  #of(worker: string): string {
    return databaseUrl(Object.assign(new URL(this.#url), { host: worker }).href, "postgres");
  }

  /** Makes the database on a worker too, and has the coordinator place shards there. */
  async #join(url: string, worker: string, name: string): Promise<void> {
    const own = new URL(this.#url);
    await administer(this.#of(worker), `create database ${name}`).catch(ifThere);
    await administer(databaseUrl(this.#of(worker), name), "create extension if not exists citus");
    const [host, port] = worker.split(":");
    await administer(url, `select citus_set_coordinator_host('${own.hostname}', ${own.port})`);
    await administer(url, `select citus_add_node('${host}', ${port})`);
    await administer(
      url,
      `select citus_set_node_property('${own.hostname}', ${own.port}, 'shouldhaveshards', false)`,
    );
  }

  async dispose(): Promise<void> {
    const nodes = [this.#url, ...citusWorkers.map((worker) => this.#of(worker))];
    for (const name of this.#databases)
      for (const node of nodes) await administer(node, `drop database if exists ${name} with (force)`);
    await this.#stop();
  }
}

/** A database that is distributed by game, with a second pool to look from. */
export function distributedByGame(): At {
  let place: ReturnType<At> | undefined;
  const ends: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    const server = await CitusServer.create();
    ends.push(() => server.dispose());
    const url = await server.createDatabase();
    const [database, elsewhere] = await Promise.all([Database.open(url), Database.open(url)]);
    ends.push(() => Promise.all([database.close(), elsewhere.close()]));
    await migrate(database, { distributed: "citus" });
    place = { name: "Citus", database, elsewhere };
  });
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });
  return () => {
    if (place === undefined) throw new Error("the database is not open yet: use it in a test");
    return place;
  };
}
