import { fdatasyncSync } from "node:fs";
import { chmod, lstat, mkdtemp, open, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PGliteOptions } from "@electric-sql/pglite";
import { EmbeddedDatabaseError } from "../errors/errors.js";
import { loadInstalled } from "./package-files.js";

/** The permissions of a database's files: only the owner may read what is in its tables. */
const ownersOnly = 0o700;
const notOwners = 0o077;

/** What of PGlite's Emscripten module its type declarations leave out. */
interface EmscriptenFiles {
  tryFSOperation<Result>(operation: () => Result): Result;
  readonly node_ops: {
    mknod(parent: unknown, name: string, mode: number, device: number): unknown;
    setattr(node: unknown, attributes: { mode?: number }): void;
  };
  readonly stream_ops: { fsync?(stream: { readonly nfd?: number }): number };
}

/**
 * Makes PGlite store its files in a folder as a PostgreSQL server does: readable only for the owner, and on the disk when a
 * commit is acknowledged. Without this, PGlite makes files that every user can read, and its fsync does nothing.
 */
export async function filesIn(folder: string): Promise<PGliteOptions> {
  const [{ PGlite }, { NodeFS }] = await Promise.all([
    loadInstalled<typeof import("@electric-sql/pglite")>("@electric-sql/pglite"),
    loadInstalled<typeof import("@electric-sql/pglite/nodefs")>("@electric-sql/pglite/nodefs"),
  ]);
  class DurableFiles extends NodeFS {
    override async init(...given: Parameters<InstanceType<typeof NodeFS>["init"]>) {
      const { emscriptenOpts } = await super.init(...given);
      const preRun = [
        (module: { FS: { filesystems: { NODEFS: EmscriptenFiles } } }) =>
          makeDurable(module.FS.filesystems.NODEFS),
      ];
      return {
        emscriptenOpts: { ...emscriptenOpts, preRun: [...preRun, ...(emscriptenOpts.preRun ?? [])] as never },
      };
    }
  }
  const startParams = PGlite.defaultStartParams.filter((parameter) => parameter !== "-F");
  // PGlite's fdatasync does nothing and cannot be replaced; its fsync can.
  return { fs: new DurableFiles(folder), startParams: [...startParams, "-c", "wal_sync_method=fsync"] };
}

function makeDurable(files: EmscriptenFiles): void {
  const { mknod, setattr } = files.node_ops;
  files.node_ops.mknod = (parent, name, mode, device) => mknod(parent, name, mode & ~notOwners, device);
  files.node_ops.setattr = (node, attributes) => {
    if (attributes.mode !== undefined) attributes.mode &= ~notOwners;
    setattr(node, attributes);
  };
  files.stream_ops.fsync = ({ nfd }) => {
    if (nfd !== undefined) files.tryFSOperation(() => fdatasyncSync(nfd));
    return 0;
  };
}

/** Removes the permissions of all other users to a folder and everything in it. Symbolic links are not followed. */
export async function keepToOwner(path: string): Promise<void> {
  const found = await lstat(path);
  if (found.isSymbolicLink()) return;
  if ((found.mode & notOwners) !== 0) await chmod(path, found.mode & ownersOnly);
  if (!found.isDirectory()) return;
  for (const name of await readdir(path)) await keepToOwner(join(path, name));
}

/** Syncs everything in a folder to the disk, so that a new database is complete before anything is acknowledged. */
export async function syncFolder(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  // Requested together, many of them are written at once.
  await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) await syncFolder(path);
      else if (entry.isFile()) await syncEntry(path);
    }),
  );
  await syncEntry(folder);
}

/** Syncs a file, or the list of names in a folder, to the disk. */
export async function syncEntry(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The longest path of a socket's address that every system supports, in bytes. */
export const longestSocketPath = 103;

/**
 * Makes a folder for a socket in the system's folder for temporary files, or in /tmp if that one cannot be used or its path is
 * too long for a socket's address.
 *
 * @param name of the socket in the folder
 * @throws {EmbeddedDatabaseError} when neither can be used
 */
export async function makeSocketFolder(name: string): Promise<string> {
  const reasons: string[] = [];
  for (const parent of new Set([tmpdir(), "/tmp"])) {
    const prefix = join(parent, "dugout-");
    if (Buffer.byteLength(join(`${prefix}XXXXXX`, name)) > longestSocketPath) {
      reasons.push(`the path of ${parent} is too long for a socket`);
      continue;
    }
    try {
      return await mkdtemp(prefix);
    } catch (error) {
      reasons.push((error as Error).message);
    }
  }
  throw new EmbeddedDatabaseError(
    `The embedded database needs a folder for temporary files: ${reasons.join("; ")}. Set TMPDIR to a folder with a short path in which this process may write.`,
    { details: { reasons } },
  );
}
