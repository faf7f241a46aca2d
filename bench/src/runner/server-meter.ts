import { readdir, readFile } from "node:fs/promises";
import type { Pool } from "pg";

/** The resources that a server has used so far. */
export interface ServerUse {
  /** CPU time of all its processes, user and system, in microseconds; null if the system does not report it. */
  readonly cpu: number | null;
  /** Bytes of its log. */
  readonly wal: number;
}

/** Linux counts CPU time in hundredths of a second. */
const microsecondsOfTick = 10_000;

/**
 * Reads the resources that a server on this machine has used so far. The difference of two readings is what was used between
 * them.
 */
export async function readServerUse(pool: Pool): Promise<ServerUse> {
  const { rows } = await pool.query<{ pid: number; wal: string }>(
    "select pg_backend_pid() as pid, pg_current_wal_insert_lsn() - '0/0'::pg_lsn as wal",
  );
  const { pid = 0, wal = "0" } = rows[0] ?? {};
  const backend = await statOf(pid);
  return { wal: Number(wal), cpu: backend === undefined ? null : await cpuOf(backend.parent) };
}

/** The CPU time of a process and its children, including those that have ended. */
async function cpuOf(postmaster: number): Promise<number> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const all = await Promise.all(pids.map(statOf));
  const children = all.filter((process) => process?.parent === postmaster);
  const own = await statOf(postmaster);
  const ticks = children.reduce((sum, child) => sum + (child?.own ?? 0), (own?.own ?? 0) + (own?.ended ?? 0));
  return ticks * microsecondsOfTick;
}

async function statOf(pid: number) {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  // The name, in parentheses, may have blanks: what follows it is state, parent, and so on (proc(5)).
  const fields = text
    .slice(text.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
  const sum = (...places: readonly number[]) =>
    places.reduce((total, place) => total + (fields[place] ?? 0), 0);
  return { parent: fields[1] ?? 0, own: sum(11, 12), ended: sum(13, 14) };
}
