import { readdir, readFile } from "node:fs/promises";

/** Stops a process and its descendants, as if the machine hung. The returned function lets them continue. */
export async function freeze(processId: number): Promise<() => void> {
  const all = await familyOf(processId);
  for (const pid of all) process.kill(pid, "SIGSTOP");
  return () => {
    for (const pid of all) process.kill(pid, "SIGCONT");
  };
}

async function familyOf(processId: number): Promise<number[]> {
  const numbers = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const parents = new Map<number, number>();
  for (const number of numbers) {
    const stat = await readFile(`/proc/${number}/stat`, "latin1").catch(() => "");
    // The name, in parentheses, can hold anything; the state and the parent follow it.
    const [, parent] = /\) \S (\d+)/.exec(stat) ?? [];
    if (parent !== undefined) parents.set(Number(number), Number(parent));
  }
  const isOfFamily = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === processId || isOfFamily(parents.get(pid)));
  return [...parents.keys()].filter(isOfFamily);
}
