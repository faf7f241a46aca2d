import { execFile, spawn } from "node:child_process";
import { access, readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Finds PostgreSQL's client programs, which the server's package does not contain: in the PATH, or in Debian's folders. */
export async function findProgram(name: string): Promise<string | undefined> {
  const debian = "/usr/lib/postgresql";
  const versions = await readdir(debian).catch(() => []);
  const folders = [
    ...versions.toSorted((one, other) => Number(other) - Number(one)).map((it) => join(debian, it, "bin")),
    ...(process.env.PATH ?? "").split(":"),
  ];
  for (const folder of folders) {
    const path = join(folder, name);
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}

export async function versionOf(program: string): Promise<string> {
  return (await execute(program, ["--version"])).stdout.trim();
}

/** What a program printed, and the CPU time that it took, in seconds. */
export async function runTimed(command: string, parameters: readonly string[]) {
  // The shell reports the CPU time of its children, in hundredths of a second.
  const child = spawn("/bin/sh", ["-c", '"$0" "$@"; code=$?; times >&2; exit $code', command, ...parameters]);
  let output = "";
  let complaint = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    complaint += chunk;
  });
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0) throw new Error(`${command} ended with code ${code}: ${complaint}`);
  const times = [...(complaint.trim().split("\n").at(-1) ?? "").matchAll(/(\d+)m([\d.]+)s/g)];
  const cpu = times.reduce((sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds), 0);
  return { output, cpu };
}
