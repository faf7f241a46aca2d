import { link, readFile, unlink, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { EmbeddedDatabaseInUseError } from "../errors/index.js";

interface Owner {
  readonly pid: number;
  /** When that process started, where the system tells: a number can be given to another process later. */
  readonly startedAt: string | null;
}

/**
 * Marks an embedded database's folder as open in this process, by a file beside it. An embedded database has no
 * server to keep a second opener out, and two at once would destroy it. A mark that a dead process left behind
 * is taken over.
 *
 * @returns takes the mark away
 * @throws {EmbeddedDatabaseInUseError}
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const lockFile = `${folder}.lock`;
  const ownFile = `${lockFile}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  await writeFile(ownFile, JSON.stringify({ pid: process.pid, startedAt: await startOf(process.pid) }));
  try {
    while (!(await linked(ownFile, lockFile))) await removeIfStale(lockFile, folder, ownFile);
  } finally {
    await unlink(ownFile);
  }
  return () => unlink(lockFile).catch(() => {});
}

/** Creating a link is the one step that only a single process can win. */
async function linked(ownFile: string, lockFile: string): Promise<boolean> {
  try {
    await link(ownFile, lockFile);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function removeIfStale(lockFile: string, folder: string, ownFile: string): Promise<void> {
  await expectStale(lockFile, folder);
  // Of all that found it stale, one at a time may look again and remove it: what the others found may by then be
  // the lock of whoever was first.
  const turn = `${lockFile}.turn`;
  if (!(await linked(ownFile, turn))) {
    if (!(await isHeld(turn))) await unlink(turn).catch(() => {});
    await sleep(5);
    return;
  }
  try {
    if (!(await isHeld(lockFile))) await unlink(lockFile).catch(() => {});
  } finally {
    await unlink(turn).catch(() => {});
  }
}

/** @throws {EmbeddedDatabaseInUseError} when a running process holds the lock */
async function expectStale(lockFile: string, folder: string): Promise<void> {
  const owner = await readOwner(lockFile);
  if (owner !== undefined && (await isRunning(owner))) throw inUse(folder, owner);
}

async function isHeld(lockFile: string): Promise<boolean> {
  const owner = await readOwner(lockFile);
  return owner !== undefined && (await isRunning(owner));
}

/** Undefined when there is no such file, or it holds no owner: nobody of ours wrote it. */
async function readOwner(lockFile: string): Promise<Owner | undefined> {
  try {
    const { pid, startedAt } = JSON.parse(await readFile(lockFile, "utf8"));
    return Number.isSafeInteger(pid) && pid > 0 ? { pid, startedAt: startedAt ?? null } : undefined;
  } catch {
    return undefined;
  }
}

async function isRunning({ pid, startedAt }: Owner): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const startedNow = await startOf(pid);
  return startedAt === null || startedNow === null || startedAt === startedNow;
}

/** Field 22 of Linux's process status: when it started, in clock ticks since boot. Null on other systems. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const status = await readFile(`/proc/${pid}/stat`, "utf8");
    return status.slice(status.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function inUse(folder: string, { pid }: Owner): EmbeddedDatabaseInUseError {
  const who = pid === process.pid ? "This process" : `Another process (${pid})`;
  return new EmbeddedDatabaseInUseError(
    `${who} has the embedded database in ${folder} open. Only one at a time can: close it there first, or use a PostgreSQL server.`,
    { details: { folder, pid } },
  );
}
