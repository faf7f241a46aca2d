import { chmod, chown, cp, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { withClient } from "./plain-client.js";

/** What belongs to the server that runs, and not to its data. */
const ofTheProcess = new Set(["postmaster.pid", "postmaster.opts"]);

/**
 * Copies a running server's files, such that a server can begin from them.
 *
 * @returns what has to stand in the copy's `backup_label`
 */
export function copyRunning(url: string, data: string, copy: string): Promise<string> {
  return withClient(url, async (client) => {
    await client.query("select pg_backup_start('replica', true)");
    await cp(data, copy, { recursive: true, filter: (path) => !ofTheProcess.has(basename(path)) });
    const { rows } = await client.query("select labelfile from pg_backup_stop(false)");
    return rows[0].labelfile;
  });
}

/** Makes a folder, with all in it, an account's own; a server's data is nobody else's to read. */
export async function giveTo(
  account: { readonly uid: number; readonly gid: number } | undefined,
  folder: string,
): Promise<void> {
  await chmod(join(folder, "data"), 0o700);
  if (account === undefined) return;
  const names = await readdir(folder, { recursive: true });
  for (const path of ["", ...names]) await chown(join(folder, path), account.uid, account.gid);
}
