import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lockFolder } from "../../../src/connection/folder-lock.js";
import { EmbeddedDatabaseInUseError } from "../../../src/errors/index.js";
import { rejectionOf } from "../../support/sample-inputs.js";

let parent: string;
let folder: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "dugout-lock-"));
  folder = join(parent, "season");
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const mark = (content: unknown) =>
  writeFile(`${folder}.lock`, typeof content === "string" ? content : JSON.stringify(content));
const owner = async () => JSON.parse(await readFile(`${folder}.lock`, "utf8")) as { pid: number };

/** The number of a process that has ended. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  await once(child, "exit");
  return child.pid as number;
}

/** This process's mark, as it would make it. */
async function ownMark(): Promise<{ pid: number; startedAt: string | null }> {
  const release = await lockFolder(folder);
  const made = (await owner()) as { pid: number; startedAt: string | null };
  await release();
  return made;
}

test("taking marks the folder with this process, and releasing leaves nothing behind", async () => {
  const release = await lockFolder(folder);
  expect(await owner()).toMatchObject({ pid: process.pid });
  expect(await readdir(parent)).toEqual(["season.lock"]);
  await release();
  expect(await readdir(parent)).toEqual([]);
});

test("a second taker in this process is refused, by a sentence that names the folder", async () => {
  const release = await lockFolder(folder);
  const refusal = (await rejectionOf(lockFolder(folder))) as EmbeddedDatabaseInUseError;
  expect(refusal).toBeInstanceOf(EmbeddedDatabaseInUseError);
  expect(refusal.message).toMatch(/^This process has the embedded database in /);
  expect(refusal.message).toContain(folder);
  expect(refusal.details).toEqual({ folder, pid: process.pid });
  expect(await readdir(parent)).toEqual(["season.lock"]);
  await release();
});

test("a folder that was released can be taken again", async () => {
  for (let round = 0; round < 3; round += 1) await (await lockFolder(folder))();
  await (await lockFolder(folder))();
});

test("folders beside each other are taken apart", async () => {
  const releases = await Promise.all([lockFolder(folder), lockFolder(`${folder}2`)]);
  for (const release of releases) await release();
});

describe("a mark of another process", () => {
  test("that runs refuses, by a sentence with its number", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"], { stdio: "ignore" });
    try {
      await mark({ pid: child.pid, startedAt: null });
      const refusal = (await rejectionOf(lockFolder(folder))) as Error;
      expect(refusal).toBeInstanceOf(EmbeddedDatabaseInUseError);
      expect(refusal.message).toContain(`Another process (${child.pid})`);
      expect(await owner()).toMatchObject({ pid: child.pid });
    } finally {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    }
  });

  test("that is dead is taken over", async () => {
    await mark({ pid: await deadProcess(), startedAt: "1" });
    const release = await lockFolder(folder);
    expect(await owner()).toMatchObject({ pid: process.pid });
    expect(await readdir(parent)).toEqual(["season.lock"]);
    await release();
  });

  test("that began at another time than the process which has its number now is taken over", async (context) => {
    const { pid, startedAt } = await ownMark();
    if (startedAt === null) return context.skip("this system does not tell when a process began");
    await mark({ pid, startedAt: `${Number(startedAt) - 1}` });
    await (await lockFolder(folder))();
  });

  test("that began when this process began is respected", async () => {
    await mark(await ownMark());
    await expect(lockFolder(folder)).rejects.toThrow(EmbeddedDatabaseInUseError);
  });
});

test.each(["", "garbage", "{", "null", "42", "[]", "{}", '{"pid":"x"}', '{"pid":-1}', '{"pid":0}'])(
  "a mark that is not one, %j, is taken over",
  async (content) => {
    await mark(content);
    const release = await lockFolder(folder);
    expect(await owner()).toMatchObject({ pid: process.pid });
    await release();
  },
);
