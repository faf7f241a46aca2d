import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BuiltPackage, Other } from "../../support/built-package.js";
import { needs } from "../../support/needs.js";

/** Namespaces as two containers have them: other processes, another host name, and other mounts. */
const container = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "--mount", "--uts"];
const hasNamespaces = spawnSync(container[0] as string, [...container.slice(1), "true"]).status === 0;

let built: BuiltPackage;
let folder: string;
let parent: string;
beforeAll(async () => {
  built = await BuiltPackage.create();
  parent = await mkdtemp(join(tmpdir(), "dugout-containers-"));
  folder = join(parent, "volume");
  await mkdir(folder);
});
afterAll(async () => {
  await built?.dispose();
  await rm(parent, { recursive: true, force: true });
});

const lockModule = () => pathToFileURL(join(built.folder, "dist", "connection", "folder-lock.js")).href;

/** Reports whether it has locked the folder, and keeps the lock until it is ended. */
const locks = `
const { lockFolder } = await import(process.argv[1]);
try {
  await lockFolder(process.argv[2]);
  console.log("locked");
} catch (error) {
  console.log(error.code + " " + error.message);
}
setInterval(() => {}, 1e6);
`;

/** Runs the locking process in a separate container, in which the volume is mounted at another path. */
function inContainer(host: string): { other: Other; process: ChildProcess } {
  const mountPoint = `/tmp/volume-${host}`;
  const script = `hostname ${host} && mkdir -p ${mountPoint} && mount --bind "$1" ${mountPoint} && exec "$2" --input-type=module -e "$3" "$4" ${mountPoint}`;
  const child = spawn(
    container[0] as string,
    [...container.slice(1), "sh", "-c", script, "sh", folder, process.execPath, locks, lockModule()],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  return { other: new Other(child), process: child };
}

test(
  "of two containers on one volume, the second is refused while the first runs, and takes over when the first is killed",
  needs(hasNamespaces, "this machine gives no namespaces to containers"),
  async () => {
    const first = inContainer("first");
    expect(await first.other.line()).toBe("locked");
    const [lock] = (await readdir(folder)).filter((name) => name.startsWith("dugout.lock."));
    const owner = JSON.parse(await readFile(join(folder, lock as string), "utf8"));
    expect(owner).toMatchObject({ host: "first" });

    const second = inContainer("second");
    expect(await second.other.line()).toMatch(
      /^EMBEDDED_DATABASE_IN_USE Another process \(\d+ in another container, on host first\) has .* open\./,
    );
    await second.other.end("SIGKILL");

    await first.other.end("SIGKILL");
    const third = inContainer("third");
    expect(await third.other.line()).toBe("locked");
    await third.other.end("SIGKILL");
    for (const host of ["first", "second", "third"]) await rm(`/tmp/volume-${host}`, { recursive: true });
  },
);

test("a process that is stopped and does not answer keeps its folder", async () => {
  const own = join(parent, "stopped");
  await mkdir(own);
  const child = spawn(process.execPath, ["--input-type=module", "-e", locks, lockModule(), own], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const holder = new Other(child);
  expect(await holder.line()).toBe("locked");
  child.kill("SIGSTOP");
  const rival = new Other(
    spawn(process.execPath, ["--input-type=module", "-e", locks, lockModule(), own], {
      stdio: ["pipe", "pipe", "inherit"],
    }),
  );
  expect(await rival.line()).toMatch(/^EMBEDDED_DATABASE_IN_USE Another process \(\d+\) has/);
  await rival.end("SIGKILL");
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
});
