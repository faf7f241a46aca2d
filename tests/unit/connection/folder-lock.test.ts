import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, unlink, writeFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { isLockFile, lockFolder } from "../../../src/connection/folder-lock.js";
import { EmbeddedDatabaseInUseError } from "../../../src/errors/errors.js";
import { rejectionOf } from "../../support/sample-inputs.js";

let parent: string;
let folder: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "dugout-lock-"));
  folder = join(parent, "season");
  await mkdir(folder);
});
afterEach(() => rm(parent, { recursive: true, force: true }));

interface Mark {
  readonly pid: number;
  readonly socket: string;
  readonly startedAt: string | null;
  readonly bootId: string | null;
  readonly pidNamespace: string | null;
  readonly host: string;
}

const lockFiles = async () => (await readdir(folder)).filter((name) => name.startsWith("dugout.lock."));
const owner = async (): Promise<Mark> => {
  const [name] = await lockFiles();
  return JSON.parse(await readFile(join(folder, name as string), "utf8"));
};
const mark = (content: unknown, number = 1) =>
  writeFile(
    join(folder, `dugout.lock.${number}`),
    typeof content === "string" ? content : JSON.stringify(content),
  );

/** The mark that this process would write, with a socket on which nothing listens any more. */
async function deadMark(): Promise<Mark> {
  const unlock = await lockFolder(folder);
  const made = await owner();
  await unlock();
  const socket = "dugout.0123456789ab.sock";
  const listener = spawn(process.execPath, [
    "-e",
    `require("net").createServer().listen(${JSON.stringify(join(folder, socket))}, () => console.log("listens"))`,
  ]);
  await once(listener.stdout, "data");
  await killed(listener);
  await rm(join(folder, "dugout.lock.1"));
  return { ...made, socket };
}

async function killed(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

const refusalOfLock = async () => {
  const refusal = (await rejectionOf(lockFolder(folder))) as EmbeddedDatabaseInUseError;
  expect(refusal).toBeInstanceOf(EmbeddedDatabaseInUseError);
  expect(refusal.message).toContain(folder);
  return refusal;
};

test("the lock is in the folder, names its owner, and only the owner can read it", async () => {
  const unlock = await lockFolder(folder);
  expect(await readdir(parent)).toEqual(["season"]);
  expect(await owner()).toMatchObject({ pid: process.pid, host: expect.any(String) });
  for (const name of await readdir(folder)) {
    expect(isLockFile(name)).toBe(true);
    if (name.startsWith("dugout.lock")) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  }
  if (process.platform === "linux") {
    expect(await owner()).toMatchObject({
      bootId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      pidNamespace: expect.stringMatching(/^pid:/),
    });
  }
  await unlock();
  expect(await owner()).toEqual({ released: true });
});

test("a second taker in this process is refused, by a sentence that names the folder", async () => {
  const unlock = await lockFolder(folder);
  const refusal = await refusalOfLock();
  expect(refusal.message).toMatch(/^This process has the embedded database in /);
  expect(refusal.details).toMatchObject({ folder, pid: process.pid });
  await unlock();
});

test("a folder that was released can be taken again, and keeps one lock file", async () => {
  for (let round = 0; round < 5; round += 1) await (await lockFolder(folder))();
  expect(await lockFiles()).toEqual(["dugout.lock.5"]);
  expect(await readdir(folder)).toHaveLength(1);
});

test("different folders are locked independently", async () => {
  await mkdir(`${folder}2`);
  const unlocks = await Promise.all([lockFolder(folder), lockFolder(`${folder}2`)]);
  for (const unlock of unlocks) await unlock();
});

test("a folder whose path is too long for a socket's address is locked, too", async () => {
  folder = join(folder, "a".repeat(200), "b".repeat(200));
  await mkdir(folder, { recursive: true });
  const unlock = await lockFolder(folder);
  await refusalOfLock();
  await unlock();
  await (await lockFolder(folder))();
  expect(await readdir(folder)).toEqual(["dugout.lock.2"]);
});

describe("a lock of another process", () => {
  test("that was killed is taken over, and what it left is removed", async () => {
    await mark(await deadMark());
    await writeFile(join(folder, "dugout.0123456789ab.json"), "{");
    const unlock = await lockFolder(folder);
    expect(await owner()).toMatchObject({ pid: process.pid });
    expect(await readdir(folder)).toHaveLength(3);
    await unlock();
  });

  test("that listens is respected, whatever pid, namespace, host and boot it names", async () => {
    const dead = await deadMark();
    await unlink(join(folder, dead.socket));
    const server = createServer().listen(join(folder, dead.socket));
    await once(server, "listening");
    for (const change of [
      { pid: 2 ** 22 + 1 },
      { pidNamespace: "pid:[1]", host: "other" },
      { bootId: "other" },
      { pid: 2 ** 22 + 1, bootId: null, pidNamespace: null },
    ]) {
      await mark({ ...dead, ...change });
      expect((await refusalOfLock()).message).toMatch(/open\. Only one at a time/);
    }
    await new Promise((resolve) => server.close(resolve));
  });

  test("without a socket is taken over only if its process has certainly ended", async () => {
    const dead = await deadMark();
    await unlink(join(folder, dead.socket));
    await mark(dead);
    const refusal = await refusalOfLock();
    expect(refusal.message).toMatch(/cannot be proven .* remove .*dugout\.lock\.1 and open it again/);
    expect(refusal.details).toMatchObject({ file: join(folder, "dugout.lock.1"), pid: process.pid });
    await mark({ ...dead, pidNamespace: "pid:[1]", pid: 2 ** 22 + 1 });
    await refusalOfLock();
    if (process.platform !== "linux") return;
    await mark({ ...dead, startedAt: "1" });
    await (await lockFolder(folder))();
  });
});

test.each([
  "",
  "garbage",
  "{",
  "null",
  "42",
  "[]",
  "{}",
  '{"pid":"x"}',
  '{"pid":1,"socket":"../../etc/passwd"}',
])("a lock that names nobody, %j, is refused, with what to do", async (content) => {
  await mark(content);
  expect((await refusalOfLock()).message).toMatch(/remove .*dugout\.lock\.1/);
  await rm(join(folder, "dugout.lock.1"));
  await (await lockFolder(folder))();
});

describe("a folder is unlocked, and can be locked again,", () => {
  test("if it was moved while it was locked", async () => {
    const unlock = await lockFolder(folder);
    const moved = join(parent, "moved");
    await rename(folder, moved);
    await unlock();
    await (await lockFolder(moved))();
    expect((await readdir(moved)).filter((name) => !name.startsWith("dugout.lock."))).toEqual([]);
  });

  test("if it was deleted and made again while it was locked", async () => {
    const unlock = await lockFolder(folder);
    await rm(folder, { recursive: true });
    await unlock();
    await mkdir(folder);
    await (await lockFolder(folder))();
  });

  test("if nothing more can be written to it, as on a full disk", async () => {
    const unlock = await lockFolder(folder);
    const opened = vi.spyOn(fs.promises, "open").mockRejectedValue(new Error("no space left on device"));
    syncBuiltinESMExports();
    try {
      await unlock();
    } finally {
      opened.mockRestore();
      syncBuiltinESMExports();
    }
    await (await lockFolder(folder))();
    expect(await readdir(folder)).toHaveLength(1);
  });
});
