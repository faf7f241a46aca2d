import { chmod, chown, cp, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { withClient } from "./plain-client.js";

/** Files of the running server that are not part of its data. */
const ofTheProcess = new Set(["postmaster.pid", "postmaster.opts"]);

/**
 * Copies the files of a running server so that another server can start from them.
 *
 * @returns the content of the copy's `backup_label`
 */
export function copyRunning(url: string, data: string, copy: string): Promise<string> {
  return withClient(url, async (client) => {
    await client.query("select pg_backup_start('replica', true)");
    await cp(data, copy, { recursive: true, filter: (path) => !ofTheProcess.has(basename(path)) });
    const { rows } = await client.query("select labelfile from pg_backup_stop(false)");
    return rows[0].labelfile;
  });
}

/** Gives a folder and its contents to an account, and removes access for others, as PostgreSQL requires. */
export async function giveTo(
  account: { readonly uid: number; readonly gid: number } | undefined,
  folder: string,
): Promise<void> {
  await chmod(join(folder, "data"), 0o700);
  if (account === undefined) return;
  const names = await readdir(folder, { recursive: true });
  for (const path of ["", ...names]) await chown(join(folder, path), account.uid, account.gid);
}
