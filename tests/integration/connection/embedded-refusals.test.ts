import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Database, EmbeddedDatabaseError } from "../../../src/index.js";
import { needsOrdinaryUser } from "../../support/needs.js";
import { rejectionOf } from "../../support/sample-inputs.js";

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "dugout-refused-"));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

/** Why a folder is refused; nothing of ours may stay beside it. */
async function refusal(folder: string): Promise<EmbeddedDatabaseError> {
  const error = (await rejectionOf(Database.open(`pglite:${folder}`))) as EmbeddedDatabaseError;
  expect(error).toBeInstanceOf(EmbeddedDatabaseError);
  expect(error.message).toContain(folder);
  expect((await readdir(parent)).filter((name) => name.includes(".lock"))).toEqual([]);
  return error;
}

test("a file in the place of the folder is refused", async () => {
  const file = join(parent, "season");
  await writeFile(file, "runs");
  expect((await refusal(file)).message).toMatch(/cannot be made or opened/);
});

test("a folder below a file is refused", async () => {
  await writeFile(join(parent, "file"), "runs");
  expect((await refusal(join(parent, "file", "season"))).message).toMatch(/cannot be made or opened/);
});

test("a folder of other things is refused, and left as it was", async () => {
  const folder = join(parent, "photos");
  await mkdir(folder);
  await writeFile(join(folder, "opening-day.jpg"), "jpg");
  expect((await refusal(folder)).message).toMatch(/folder/);
  expect(await readdir(folder)).toEqual(["opening-day.jpg"]);
});

test.each(["9", "18", "not a number"])(
  "a folder with no more of a database than its version, %s, is refused",
  async (version) => {
    const folder = join(parent, "season");
    await mkdir(folder);
    await writeFile(join(folder, "PG_VERSION"), `${version}\n`);
    expect((await refusal(folder)).message).toMatch(/does not start.*version/s);
  },
);

test.runIf(process.platform === "linux")("a folder that the system keeps for itself is refused", async () => {
  await refusal("/sys/season");
  await refusal("/proc/sys");
});

test("a folder that may not be written is refused", needsOrdinaryUser, async () => {
  const folder = join(parent, "season");
  await mkdir(folder);
  await chmod(folder, 0o500);
  await refusal(folder);
  await chmod(parent, 0o500);
  try {
    await refusal(join(parent, "other"));
  } finally {
    await chmod(parent, 0o700);
  }
});
