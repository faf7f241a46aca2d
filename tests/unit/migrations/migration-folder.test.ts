import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MigrationFileError } from "../../../src/errors/errors.js";
import { packageMigrations, readMigrations } from "../../../src/migrations/migration-folder.js";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dugout-migrations-"));
});

afterEach(() => rm(folder, { recursive: true }));

const good = "-- Up Migration\nselect 1;\n-- Down Migration\nselect 1;\n";

async function writeFiles(files: Readonly<Record<string, string | Buffer>>): Promise<void> {
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(folder, name), content)));
}

/** The problems of a folder with these files. */
async function problemsOf(files: Readonly<Record<string, string | Buffer>>): Promise<unknown> {
  await writeFiles(files);
  const error = await readMigrations(folder).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(MigrationFileError);
  return (error as MigrationFileError).details.problems;
}

test("the package's own migrations are valid", async () => {
  const own = await readMigrations();
  expect(own.map(({ number }) => number)).toEqual(own.map((_, index) => index + 1));
  expect(own[0]).toMatchObject({
    name: "001_create_tables",
    path: join(packageMigrations(), "001_create_tables.sql"),
  });
});

test("a folder with the name of a migration is ignored", async () => {
  await writeFiles({ "001_a.sql": good });
  await mkdir(join(folder, "002_b.sql"));
  expect((await readMigrations(folder)).map(({ name }) => name)).toEqual(["001_a"]);
});

test("migrations are in the order of their numbers, and other files are ignored", async () => {
  await writeFiles({ "0003_c.sql": good, "001_a.sql": good, "00002_b.sql": good, "004_d.sql": good });
  await writeFiles({ "README.md": "Read me.", "005_e.sql.orig": "no" });
  const read = await readMigrations(folder);
  expect(read.map(({ name }) => name)).toEqual(["001_a", "00002_b", "0003_c", "004_d"]);
  expect(read[0]?.path).toBe(join(folder, "001_a.sql"));
});

test.each([
  ["Latin-1", Buffer.from(good.replace("select 1", "select 'Müller'"), "latin1")],
  ["UTF-16", Buffer.from(`\ufeff${good}`, "utf16le")],
])("a file in %s is refused, and not read with other characters", async (_, content) => {
  expect(await problemsOf({ "001_a.sql": good, "002_b.sql": content })).toEqual(["it is not UTF-8 text."]);
});

test("hidden files are ignored, such as those that macOS adds to each file", async () => {
  await writeFiles({
    "001_a.sql": good,
    "._001_a.sql": "\0\u0005\u0016\u0007",
    ".002_b.sql.swp": "",
    ".sql": "no",
  });
  expect((await readMigrations(folder)).map(({ name }) => name)).toEqual(["001_a"]);
});

test("an empty folder has no migrations", async () => {
  expect(await readMigrations(folder)).toEqual([]);
});

describe("a folder is refused", () => {
  test.each([
    [
      "for a number that is missing",
      { "001_a.sql": good, "003_c.sql": good },
      ["003_c.sql: the number 2 is missing before it"],
    ],
    [
      "for numbers that are missing",
      { "002_b.sql": good, "006_f.sql": good },
      ["002_b.sql: the number 1 is missing before it", "006_f.sql: the numbers 3 to 5 are missing before it"],
    ],
    [
      "for a number that is there twice",
      { "001_a.sql": good, "002_b.sql": good, "002_c.sql": good, "003_d.sql": good },
      ["002_c.sql: 002_b.sql has the same number"],
    ],
    [
      "for a number that is there twice, written in two ways",
      { "001_a.sql": good, "0001_b.sql": good },
      [expect.stringMatching(/^(001_a.sql: 0001_b.sql|0001_b.sql: 001_a.sql) has the same number$/)],
    ],
    [
      "for a name that is none",
      { "001_a.sql": good, "000_b.sql": good, "c.sql": good },
      [
        expect.stringMatching(/^000_b.sql: its name must have the form/),
        expect.stringMatching(/^c.sql: its name must have the form/),
      ],
    ],
  ])("%s", async (_, files, problems) => {
    expect(await problemsOf(files)).toEqual(problems);
  });

  test("with all problems of all files", async () => {
    const problems = await problemsOf({
      "001_a.sql": "-- Up Migration\nselect 1;\n",
      "002_b.sql": "-- Up Migration\nselec 1;\n-- Down Migration\ncommit;\n",
      "002_c.sql": good,
      "004_d.sql": `${good}${good}`,
      "e.sql": good,
    });
    expect(problems).toEqual([
      expect.stringMatching(/^001_a.sql: it has no down part/),
      expect.stringMatching(/^002_b.sql: line 2: syntax error/),
      expect.stringMatching(/^002_b.sql: line 4: the runner sends BEGIN/),
      "004_d.sql: it has an up or a down part twice",
      expect.stringMatching(/^e.sql: its name/),
      "002_c.sql: 002_b.sql has the same number",
      "004_d.sql: the number 3 is missing before it",
    ]);
  });

  test("by a message that names the folder and lists every problem", async () => {
    await writeFiles({ "002_b.sql": "", "003_c.sql": good });
    const error = await readMigrations(folder).catch((thrown: unknown) => thrown as MigrationFileError);
    const { message, code, details } = error as MigrationFileError;
    expect(code).toBe("MIGRATION_FILE");
    expect(details.folder).toBe(folder);
    expect(message).toContain(folder);
    expect(message).toContain("Nothing was run");
    const problems = details.problems as string[];
    expect(problems).toHaveLength(3);
    expect(message.split("\n").slice(1)).toEqual(problems.map((problem) => `- ${problem}`));
  });

  test("if it does not exist", async () => {
    const missing = join(folder, "elsewhere");
    const error = await readMigrations(missing).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MigrationFileError);
    expect(error).toMatchObject({
      message: expect.stringContaining(missing),
      cause: { code: "ENOENT" },
      details: { folder: missing },
    });
  });

  test("if one of its files cannot be read", async () => {
    await writeFiles({ "001_a.sql": good });
    await symlink(join(folder, "gone.sql"), join(folder, "002_b.sql"));
    const error = await readMigrations(folder).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MigrationFileError);
    expect(error).toMatchObject({
      message: expect.stringContaining("002_b.sql cannot be read"),
      cause: { code: "ENOENT" },
    });
  });

  test("if it is a file", async () => {
    await writeFiles({ "001_a.sql": good });
    await expect(readMigrations(join(folder, "001_a.sql"))).rejects.toMatchObject({
      cause: { code: "ENOTDIR" },
    });
  });
});
