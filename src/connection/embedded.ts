import { mkdir, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import type { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import type { ClientBase } from "pg";
import { ConfigurationError, DugoutError, EmbeddedDatabaseError } from "../errors/errors.js";
import type { ConnectionPool } from "./connection.js";
import { isDatabaseError } from "./driver-errors.js";
import { filesIn, keepToOwner, makeSocketFolder, syncEntry, syncFolder } from "./embedded-files.js";
import { isLockFile, lockFolder } from "./folder-lock.js";
import { loadInstalled } from "./package-files.js";
import type { ServerClient } from "./pg-client.js";
import { PgPool } from "./pg-pool.js";
import { sessionSettings } from "./session-settings.js";
import type { EmbeddedSettings } from "./settings.js";
import { typeParsers } from "./wire-values.js";

type Undo = () => Promise<unknown>;

/**
 * Starts PGlite behind a socket, so that the driver and all code above it are the same as for a server. PGlite serves one
 * connection at a time.
 *
 * @throws {ConfigurationError} when PGlite is not installed
 * @throws {EmbeddedDatabaseInUseError} when the folder is open elsewhere
 * @throws {EmbeddedDatabaseError} when it does not start
 */
export async function openEmbeddedPool(settings: EmbeddedSettings): Promise<ConnectionPool> {
  await expectLibrary();
  const undos: Undo[] = [];
  try {
    const folder = settings.folder === null ? null : await preparedFolder(settings.folder);
    if (folder !== null) undos.push(await lockedFolder(folder));
    const database = await startDatabase(folder);
    undos.push(() => database.close());
    const socketFolder = await makeSocketFolder(socketName);
    undos.push(() => rm(socketFolder, { recursive: true, force: true }));
    const server = await startServer(database, join(socketFolder, socketName));
    undos.push(() => server.stop());
    const pool = new EmbeddedPool(settings, socketFolder, undos);
    // Finds a wrong option now.
    const connection = await pool.acquire().catch(async (error) => {
      await pool.close();
      throw error;
    });
    connection.release();
    return pool;
  } catch (error) {
    await undoAll(undos).catch(() => {});
    throw error instanceof DugoutError ? error : await notStarted(settings.folder, error as Error);
  }
}

/** The name by which pg finds the socket in its folder. */
const socketName = ".s.PGSQL.5432";

async function notStarted(folder: string | null, cause: Error): Promise<EmbeddedDatabaseError> {
  const version =
    folder === null ? undefined : await readFile(join(folder, "PG_VERSION"), "utf8").catch(() => undefined);
  const which = version === undefined ? "" : ` Its PG_VERSION is "${version.trim()}".`;
  return new EmbeddedDatabaseError(
    `The embedded database in ${folder ?? "memory"} does not start: ${cause.message}. Check that the folder is a complete database made by this version.${which}`,
    { cause, details: { folder } },
  );
}

/**
 * Checks that the embedded database is installed, which is an optional peer dependency.
 *
 * @throws {ConfigurationError} when it is not installed
 */
async function expectLibrary(): Promise<void> {
  try {
    await Promise.all([
      loadInstalled<typeof import("@electric-sql/pglite")>("@electric-sql/pglite"),
      loadInstalled<typeof import("@electric-sql/pglite-socket")>("@electric-sql/pglite-socket"),
    ]);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw cause;
    throw new ConfigurationError(
      "A pglite: URL needs the embedded database, which is not installed. Run `npm install @electric-sql/pglite @electric-sql/pglite-socket`, or use a postgresql:// URL.",
      { cause },
    );
  }
}

/**
 * Checks that a folder contains a database, or nothing. PGlite overwrites whatever is in a folder that has no PG_VERSION.
 *
 * @throws {EmbeddedDatabaseError} when the folder contains something else, or only a part of a database
 */
async function expectDatabase(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.includes("PG_VERSION") || names.includes(unfinished) || names.every(isLockFile)) return;
  const reason = names.includes("global")
    ? "contains an embedded database that is not complete: its PG_VERSION is missing. Restore all of its files."
    : "contains other files, and no embedded database. Use an empty folder, or a new one.";
  throw new EmbeddedDatabaseError(`The folder ${folder} ${reason}`, { details: { folder } });
}

/** Returns the real path of the folder, so that two paths of one folder use the same lock. */
async function preparedFolder(folder: string): Promise<string> {
  try {
    await mkdir(dirname(resolve(folder)), { recursive: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return await realpath(folder);
  } catch (error) {
    throw new EmbeddedDatabaseError(
      `The folder ${folder} of the embedded database cannot be made or opened: ${(error as Error).message}.`,
      { cause: error, details: { folder } },
    );
  }
}

async function lockedFolder(folder: string): Promise<Undo> {
  try {
    await expectDatabase(folder);
    const unlock = await lockFolder(folder);
    await keepToOwner(folder).catch(async (error) => {
      await unlock().catch(() => {});
      throw error;
    });
    return unlock;
  } catch (cause) {
    if (cause instanceof DugoutError) throw cause;
    throw new EmbeddedDatabaseError(
      `The embedded database in ${folder} cannot be locked or read: ${(cause as Error).message}.`,
      { cause, details: { folder } },
    );
  }
}

async function startDatabase(folder: string | null): Promise<PGlite> {
  // Loaded here, so that a program that uses a server never loads it.
  const { PGlite } = await loadInstalled<typeof import("@electric-sql/pglite")>("@electric-sql/pglite");
  if (folder === null) return PGlite.create();
  const names = await readdir(folder);
  if (names.includes("PG_VERSION") && !names.includes(unfinished)) {
    return PGlite.create(await filesIn(folder));
  }
  return newDatabase(folder, async () => PGlite.create(await filesIn(folder)));
}

/** A file that is in the folder while its database is being made. Until it is removed, nothing was acknowledged. */
const unfinished = "dugout.unfinished";

/** Makes a database. If that does not complete, the next opening starts again from the beginning. */
async function newDatabase(folder: string, create: () => Promise<PGlite>): Promise<PGlite> {
  const mark = join(folder, unfinished);
  await writeFile(mark, "", { mode: 0o600, flush: true });
  await syncEntry(folder);
  await rm(join(folder, "PG_VERSION"), { force: true });
  const database = await create();
  await syncFolder(folder);
  await rm(mark);
  await syncEntry(folder);
  return database;
}

async function startServer(database: PGlite, path: string): Promise<PGLiteSocketServer> {
  const { PGLiteSocketServer } = await loadInstalled<typeof import("@electric-sql/pglite-socket")>(
    "@electric-sql/pglite-socket",
  );
  const server = new PGLiteSocketServer({ db: database, path });
  await server.start();
  return server;
}

/** Undoes what was done, last first, all of it even if a part fails. */
async function undoAll(undos: Undo[]): Promise<void> {
  const failures: unknown[] = [];
  for (const undo of undos.splice(0).reverse()) await undo().catch((error) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

const embeddedTransport = {
  negotiation: "postgres",
  channelBinding: "prefer",
  authentication: undefined,
  keepAlive: false,
  keepAliveDelay: undefined,
  shuffleHosts: false,
} as const;

class EmbeddedPool extends PgPool {
  readonly #undos: Undo[];
  readonly #folder: string | null;

  constructor(settings: EmbeddedSettings, socketFolder: string, undos: Undo[]) {
    const options = { ...settings.options, poolSize: 1, minPoolSize: 0 };
    super(
      { ...settings, options },
      {
        servers: [{ host: socketFolder, port: 5432, password: undefined }],
        transport: embeddedTransport,
        encryptions: [undefined],
        target: "any",
        user: "postgres",
        database: "postgres",
        // PGlite ignores the startup message, and keeps the settings of the previous connection.
        startup: {},
        settings: sessionSettings(settings),
        setsAfterwards: true,
        types: typeParsers,
        connectionTimeoutMillis: options.connectTimeout,
      },
      // PGlite's socket closes a connection that comes before it has completely closed the previous one.
      { answerTimeout: 0, isRemote: false, isTemporary: (error) => !isDatabaseError(error) },
    );
    this.#undos = undos;
    this.#folder = settings.folder;
  }

  /** Uses the only connection of the pool: PGlite has no second one. */
  override async withClient<Result>(work: (client: ClientBase) => Promise<Result>): Promise<Result> {
    const client = await this.acquireClient();
    try {
      const result = await work(client as unknown as ClientBase);
      client.release();
      return result;
    } catch (error) {
      client.release(!(await reset(client)));
      throw error;
    }
  }

  override async close(): Promise<void> {
    await super.close();
    try {
      await undoAll(this.#undos);
    } catch (cause) {
      const folder = this.#folder;
      throw new EmbeddedDatabaseError(
        `The embedded database in ${folder ?? "memory"} is closed, but not cleanly: ${(cause as Error).message}. What was acknowledged is stored.`,
        { cause, details: { folder } },
      );
    }
  }
}

/**
 * Ends the transaction that failed work left open, and releases its locks, so that the connection can be reused. The socket
 * accepts a new connection only after the old one is completely closed.
 *
 * @returns false when the connection itself has failed
 */
async function reset(client: ServerClient): Promise<boolean> {
  try {
    await client.query("rollback");
    await client.query("select pg_advisory_unlock_all()");
    return true;
  } catch {
    return false;
  }
}
