import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Database, EmbeddedDatabaseError, newGameId } from "../../../src/index.js";
import { needsOrdinaryUser } from "../../support/needs.js";
import { query, queryAlone } from "../../support/raw-sql.js";
import { rejectionOf } from "../../support/sample-inputs.js";

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "dugout-refused-"));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

/** Returns why a folder is refused, and checks that no file of Dugout's stays next to it. */
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

test("a folder with other files is refused, and not changed", async () => {
  const folder = join(parent, "photos");
  await mkdir(folder);
  await writeFile(join(folder, "opening-day.jpg"), "jpg");
  expect((await refusal(folder)).message).toMatch(/folder/);
  expect(await readdir(folder)).toEqual(["opening-day.jpg"]);
});

test("a database without its PG_VERSION is refused and not changed", async () => {
  const folder = join(parent, "season");
  const id = newGameId();
  {
    await using database = await Database.open(`pglite:${folder}`);
    await database.transaction((session) => query(session, `create table kept as select '${id}' as id`));
  }
  await rename(join(folder, "PG_VERSION"), join(parent, "PG_VERSION"));
  expect((await refusal(folder)).message).toMatch(/PG_VERSION is missing/);
  await rename(join(parent, "PG_VERSION"), join(folder, "PG_VERSION"));
  await using database = await Database.open(`pglite:${folder}`);
  expect(await queryAlone(database, "select id from kept")).toEqual([{ id }]);
});

test("a database whose creation was interrupted, before or after its PG_VERSION, is created again", async () => {
  const folder = join(parent, "season");
  await (await Database.open(`pglite:${folder}`)).close();
  for (const missing of ["PG_VERSION", "global"]) {
    await writeFile(join(folder, "dugout.unfinished"), "");
    await rm(join(folder, missing), { recursive: true });
    {
      await using database = await Database.open(`pglite:${folder}`);
      expect(await queryAlone(database, "select 1 as one")).toEqual([{ one: 1 }]);
    }
    expect(await readdir(folder)).not.toContain("dugout.unfinished");
  }
});

test("an option that PostgreSQL does not take is refused when the database is opened", async () => {
  for (const place of ["memory", join(parent, "season")]) {
    const opening = Database.open(`pglite:${place}`, { options: "-c no_such_setting=1" });
    expect(await rejectionOf(opening)).toMatchObject({
      code: "CONNECTION_FAILED",
      message: expect.stringContaining("no_such_setting"),
    });
  }
});

test.each(["9", "18", "not a number"])(
  "a folder that contains only the version of a database, %s, is refused",
  async (version) => {
    const folder = join(parent, "season");
    await mkdir(folder);
    await writeFile(join(folder, "PG_VERSION"), `${version}\n`);
    expect((await refusal(folder)).message).toMatch(/does not start.*version/s);
  },
);

test.runIf(process.platform === "linux")("a folder of the operating system is refused", async () => {
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

const temporary = async (folder: string, work: () => Promise<void>) => {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    await work();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
};

test("a folder for temporary files that does not exist, or whose path is too long for a socket, is replaced by /tmp", async () => {
  const long = join(parent, "x".repeat(100));
  await mkdir(long);
  for (const folder of [join(parent, "nowhere"), long])
    await temporary(folder, async () => {
      for (const url of ["pglite:memory", `pglite:${join(long, "y".repeat(100))}`]) {
        await using database = await Database.open(url);
        expect(await queryAlone(database, "select 1 as one")).toEqual([{ one: 1 }]);
      }
    });
  expect(await readdir(long)).toEqual(["y".repeat(100)]);
});

test("a database of another version of PostgreSQL is refused, which names it, and stays as it was", async () => {
  const folder = join(parent, "season");
  await (await Database.open(`pglite:${folder}`)).close();
  const version = await readFile(join(folder, "PG_VERSION"), "utf8");
  await writeFile(join(folder, "PG_VERSION"), "16\n");
  expect((await refusal(folder)).message).toMatch(/Its PG_VERSION is "16"\.$/);
  await writeFile(join(folder, "PG_VERSION"), version);
  await (await Database.open(`pglite:${folder}`)).close();
});
