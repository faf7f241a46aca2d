import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, inject } from "vitest";
import { Database } from "../../src/index.js";
import { needs } from "./needs.js";
import type { At } from "./places.js";
import { withClient } from "./plain-client.js";
import { freePort, unprivilegedAccount } from "./postgres-server.js";
import { createTestDatabase } from "./test-database.js";

const isInstalled = spawnSync("pgbouncer", ["--version"]).error === undefined;

/** Describes tests that need PgBouncer; where it is not installed they are skipped. */
export function describeBehindPgBouncer(name: string, tests: () => void): void {
  describe(name, needs(isInstalled, "PgBouncer is not installed"), tests);
}

/** A PgBouncer in transaction mode before the suite's server, on 127.0.0.1 and a free port. */
export class PgBouncer {
  readonly #serverUrl: URL;
  readonly #port: number;
  readonly #folder: string;
  readonly #process: ChildProcess;

  private constructor(serverUrl: URL, port: number, folder: string, process: ChildProcess) {
    this.#serverUrl = serverUrl;
    this.#port = port;
    this.#folder = folder;
    this.#process = process;
  }

  /** @param poolSize how many connections it opens to each database, for however many clients */
  static async start({ poolSize }: { poolSize: number }): Promise<PgBouncer> {
    const serverUrl = new URL(inject("serverUrl"));
    const folder = await mkdtemp(join(tmpdir(), "dugout-pgbouncer-"));
    const port = await freePort();
    const files = {
      "pgbouncer.ini": configuration(serverUrl, port, poolSize, folder),
      "users.txt": `"${decodeURIComponent(serverUrl.username)}" "${decodeURIComponent(serverUrl.password)}"\n`,
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    // It refuses to be root, as PostgreSQL does.
    const account = process.getuid?.() === 0 ? await unprivilegedAccount() : undefined;
    if (account !== undefined) {
      for (const path of ["", ...Object.keys(files)])
        await chown(join(folder, path), account.uid, account.gid);
    }
    const child = spawn("pgbouncer", ["-q", join(folder, "pgbouncer.ini")], {
      ...account,
      stdio: "ignore",
      cwd: "/",
    });
    const pooler = new PgBouncer(serverUrl, port, folder, child);
    await pooler.#ready();
    return pooler;
  }

  /** The same database, by way of this pooler. */
  urlOf(databaseUrl: string): string {
    const url = new URL(databaseUrl);
    url.hostname = "127.0.0.1";
    url.port = `${this.#port}`;
    return url.href;
  }

  async dispose(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    if (this.#process.exitCode === null && this.#process.kill("SIGQUIT")) await ended;
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #ready(): Promise<void> {
    const url = this.urlOf(this.#serverUrl.href);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await withClient(url, async () => {});
      } catch (error) {
        if (this.#process.exitCode !== null || attempt === 200) throw error;
        await sleep(25);
      }
    }
  }
}

function configuration({ hostname, port }: URL, ownPort: number, poolSize: number, folder: string): string {
  return `[databases]
* = host=${hostname} port=${port || 5432}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${ownPort}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${join(folder, "users.txt")}
pool_mode = transaction
default_pool_size = ${poolSize}
max_client_conn = 500
`;
}

/** A database on the suite's server, reached through PgBouncer, and looked at from elsewhere directly. */
export function behindPgBouncer(): At {
  let place: ReturnType<At> | undefined;
  const ends: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    const pooler = await PgBouncer.start({ poolSize: 4 });
    ends.push(() => pooler.dispose());
    const { url, drop } = await createTestDatabase();
    ends.push(drop);
    const database = await Database.open(`${pooler.urlOf(url)}?prepare=false`);
    ends.push(() => database.close());
    const elsewhere = await Database.open(url);
    ends.push(() => elsewhere.close());
    place = { name: "server behind PgBouncer", database, elsewhere };
  });
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });
  return () => {
    if (place === undefined) throw new Error("the database is not open yet: use it in a test");
    return place;
  };
}
