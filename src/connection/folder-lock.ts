import { randomBytes } from "node:crypto";
import {
  link,
  open,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  statfs,
  symlink,
  unlink,
} from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { hostname } from "node:os";
import { join } from "node:path";
import { EmbeddedDatabaseInUseError } from "../errors/errors.js";
import { longestSocketPath, makeSocketFolder } from "./embedded-files.js";

/** The process that has a folder open, as its lock file describes it. */
interface Owner {
  /** The socket in the folder on which the process listens. The kernel closes it when the process ends. */
  readonly socket: string;
  readonly pid: number;
  /** When that process started, where the system reports it: a process id can be reused. */
  readonly startedAt: string | null;
  readonly host: string;
  /** Another for each kernel, and for each start of a machine. Null if the system has none. */
  readonly bootId: string | null;
  readonly pidNamespace: string | null;
}

type Verdict = "free" | "alive" | "unknown";

const lockName = /^dugout\.lock\.(\d+)$/;
const ownName = /^dugout\.(?:lock\.\d+|[0-9a-f]{12}\.(?:sock|json|released))$/;
const released = { released: true };

/** True for the name of a file that a lock leaves in the folder. */
export function isLockFile(name: string): boolean {
  return ownName.test(name);
}

/**
 * Locks the folder of an embedded database for this process. Two processes that use it at the same time would destroy the
 * database, and there is no server that prevents it.
 *
 * The lock is a Unix-domain socket in the folder. The kernel closes it when its process ends in any way, and every process that
 * shares the folder and the kernel can connect to it, in any process namespace, mount or network. A file `dugout.lock.<number>`
 * names the socket and its owner. A process takes the lock by creating the file with the next number, which only one process
 * can. The highest number is never removed, so that no process can remove a lock that another has just taken.
 *
 * @returns unlocks the folder
 * @throws {EmbeddedDatabaseInUseError} when another process has the lock, or may have it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const id = randomBytes(6).toString("hex");
  const owner = { ...(await thisProcess()), socket: `dugout.${id}.sock` };
  const [record, release] = [join(folder, `dugout.${id}.json`), join(folder, `dugout.${id}.released`)];
  const server = await listen(folder, owner.socket);
  let number: number | undefined;
  const unlock = async () => {
    try {
      if (number !== undefined) await renameIfThere(release, lockFile(folder, number));
    } finally {
      await new Promise((resolve) => server.close(resolve));
      await removeIfThere(join(folder, owner.socket));
    }
  };
  try {
    await writeDurably(record, owner);
    // Written now, because the disk may be full when the folder is unlocked.
    await writeDurably(release, released);
    number = await takeNext(folder, record);
    await removeLeftovers(folder, number, id);
    return unlock;
  } catch (error) {
    await unlock().catch(() => {});
    await removeIfThere(release);
    throw error;
  } finally {
    await removeIfThere(record);
  }
}

/** @returns the number of the lock that is now ours */
async function takeNext(folder: string, record: string): Promise<number> {
  for (;;) {
    const highest = await highestLock(folder);
    if (highest > 0) await expectFree(folder, highest);
    const own = lockFile(folder, highest + 1);
    if (!(await linked(record, own))) continue;
    // The number may have been used, and removed, after the highest was read.
    if ((await highestLock(folder)) === highest + 1) return highest + 1;
    await unlink(own);
  }
}

/** @throws {EmbeddedDatabaseInUseError} unless the owner has released this lock, or has certainly ended */
async function expectFree(folder: string, number: number): Promise<void> {
  const file = lockFile(folder, number);
  const owner = await readOwner(file);
  if (owner === "gone" || owner === "released") return;
  const here = await thisProcess();
  const verdict = owner === undefined ? "unknown" : await judge(folder, owner, here);
  if (verdict === "alive") throw inUse(folder, owner as Owner, here);
  if (verdict === "unknown") throw notProven(folder, file, owner);
}

async function judge(folder: string, owner: Owner, here: Omit<Owner, "socket">): Promise<Verdict> {
  const answer = await ask(folder, owner.socket);
  if (answer === "listens") return "alive";
  if (await isGone(owner, here)) return "free";
  const isSameKernel = owner.bootId === here.bootId && (owner.bootId !== null || owner.host === here.host);
  // Only one kernel at a time can use such a file system, and every process on it reaches the same socket.
  const isOneKernels = process.platform === "linux" ? await isLocal(folder) : isSameKernel;
  return isOneKernels && (answer === "refuses" || !isSameKernel) ? "free" : "unknown";
}

/** Whether a process listens on a socket of the folder. */
async function ask(
  folder: string,
  name: string,
): Promise<"listens" | "refuses" | "is not there" | "does not say"> {
  await using path = await socketPath(folder, name);
  return new Promise((resolve) => {
    const socket = connect(path.path);
    socket.on("connect", () => {
      socket.destroy();
      resolve("listens");
    });
    socket.on("error", ({ code }: NodeJS.ErrnoException) => {
      if (code === "ECONNREFUSED") resolve("refuses");
      else resolve(code === "ENOENT" ? "is not there" : "does not say");
    });
  });
}

/** True when the owner's process has certainly ended. That can be checked only in the same process namespace. */
async function isGone(owner: Owner, here: Omit<Owner, "socket">): Promise<boolean> {
  if (owner.bootId === null || owner.bootId !== here.bootId) return false;
  if (owner.pidNamespace === null || owner.pidNamespace !== here.pidNamespace) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
  const startedAt = await startOf(owner.pid);
  return startedAt !== null && owner.startedAt !== null && startedAt !== owner.startedAt;
}

/** Linux's numbers of file systems that one kernel at a time can use: ext, xfs, btrfs, f2fs, zfs, bcachefs, tmpfs, overlay. */
const localFileSystems = new Set([
  0xef53, 0x58465342, 0x9123683e, 0xf2f52010, 0x2fc12fc1, 0xca451a4e, 0x01021994, 0x794c7630,
]);

async function isLocal(folder: string): Promise<boolean> {
  const { type } = await statfs(folder);
  return localFileSystems.has(type);
}

async function listen(folder: string, name: string): Promise<Server> {
  await using path = await socketPath(folder, name);
  const server = createServer((socket) => socket.destroy()).unref();
  await new Promise<void>((resolve, reject) => {
    server.on("error", reject);
    server.listen({ path: path.path, readableAll: false, writableAll: false }, resolve);
  });
  return server;
}

/** Returns a path to a socket in a folder. Where it is too long for a socket's address, it goes through a short symbolic link. */
async function socketPath(
  folder: string,
  name: string,
): Promise<{ readonly path: string } & AsyncDisposable> {
  if (process.platform === "win32")
    return { path: `\\\\.\\pipe\\${name}`, [Symbol.asyncDispose]: async () => {} };
  const path = join(folder, name);
  if (Buffer.byteLength(path) <= longestSocketPath) return { path, [Symbol.asyncDispose]: async () => {} };
  const links = await makeSocketFolder(join("f", name));
  await symlink(folder, join(links, "f"));
  return {
    path: join(links, "f", name),
    [Symbol.asyncDispose]: () => rm(links, { recursive: true, force: true }),
  };
}

async function highestLock(folder: string): Promise<number> {
  const numbers = (await readdir(folder)).map((name) => Number(lockName.exec(name)?.[1] ?? 0));
  return Math.max(0, ...numbers);
}

function lockFile(folder: string, number: number): string {
  return join(folder, `dugout.lock.${number}`);
}

/** Only one process can create a link of this name, and the file then has its whole content at once. */
async function linked(record: string, file: string): Promise<boolean> {
  try {
    await link(record, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Undefined when the file names no owner: it was not written by this package, or its content was lost. */
async function readOwner(file: string): Promise<Owner | "released" | "gone" | undefined> {
  try {
    const content = JSON.parse(await readFile(file, "utf8"));
    if (content.released === true) return "released";
    const isOwner = Number.isSafeInteger(content.pid) && /^dugout\.[0-9a-f]{12}\.sock$/.test(content.socket);
    return isOwner ? content : undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? "gone" : undefined;
  }
}

/** Removes the locks of earlier owners, and the files of processes that were killed while they took a lock. */
async function removeLeftovers(folder: string, number: number, id: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const older = Number(lockName.exec(name)?.[1] ?? number) < number;
    const isSocket = name.endsWith(".sock") && isLockFile(name) && !name.includes(id);
    const isDead = isSocket && (await ask(folder, name)) === "refuses";
    if (isDead) {
      for (const kind of ["json", "released"]) await removeIfThere(join(folder, name.replace(/sock$/, kind)));
    }
    if (older || isDead) await removeIfThere(join(folder, name));
  }
}

async function thisProcess(): Promise<Omit<Owner, "socket">> {
  return {
    pid: process.pid,
    startedAt: await startOf(process.pid),
    host: hostname(),
    bootId: await readOrNull("/proc/sys/kernel/random/boot_id"),
    pidNamespace: await readlink("/proc/self/ns/pid").catch(() => null),
  };
}

/** Field 22 of Linux's process status: when it started, in clock ticks since boot. Null on other systems. */
async function startOf(pid: number): Promise<string | null> {
  const status = await readOrNull(`/proc/${pid}/stat`);
  return status?.slice(status.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}

async function readOrNull(path: string): Promise<string | null> {
  const text = await readFile(path, "utf8").catch(() => null);
  return text?.trim() ?? null;
}

async function writeDurably(path: string, content: object): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    await file.writeFile(JSON.stringify(content));
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The folder may have been moved or deleted while it was locked. */
async function renameIfThere(path: string, to: string): Promise<void> {
  try {
    await rename(path, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

async function removeIfThere(path: string): Promise<void> {
  await rm(path, { force: true });
}

function inUse(folder: string, owner: Owner, here: Omit<Owner, "socket">): EmbeddedDatabaseInUseError {
  const isNear = owner.bootId === here.bootId && owner.pidNamespace === here.pidNamespace;
  const place = isNear ? "" : ` in another container, on host ${owner.host}`;
  const isThis = isNear && owner.pid === here.pid;
  const who = isThis ? "This process" : `Another process (${owner.pid}${place})`;
  return new EmbeddedDatabaseInUseError(
    `${who} has the embedded database in ${folder} open. Only one at a time can: close it there first, or use a PostgreSQL server.`,
    { details: { folder, pid: owner.pid, host: owner.host } },
  );
}

function notProven(folder: string, file: string, owner: Owner | undefined): EmbeddedDatabaseInUseError {
  const who = owner === undefined ? "A process" : `Process ${owner.pid} on host ${owner.host}`;
  return new EmbeddedDatabaseInUseError(
    `${who} has, or had, the embedded database in ${folder} open, and it cannot be proven from here that it has ended. Make sure that nothing uses the folder on any machine or in any container, then remove ${file} and open it again.`,
    { details: { folder, file, ...(owner === undefined ? {} : { pid: owner.pid, host: owner.host }) } },
  );
}
