import { rmSync, writeFileSync } from "node:fs";
import { appendFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { MigrationFileError, MigrationHistoryError } from "../../../src/index.js";
import { migrate, migrateDown, migrationStatus } from "../../../src/migrations.js";
import { emptyDatabases } from "../../support/empty-databases.js";
import {
  migrationFolders,
  migrationText,
  ownMigrationsAnd,
  threeMigrations,
} from "../../support/migration-folders.js";
import { appliedNames, migrationState } from "../../support/migration-state.js";
import { withClient } from "../../support/plain-client.js";
import { rejectionOf } from "../../support/sample-inputs.js";

const folderOf = migrationFolders();
const emptyDatabase = emptyDatabases();
const three = Object.keys(threeMigrations);

async function tablesOf(url: string): Promise<string[]> {
  const { rows } = await withClient(url, (client) =>
    client.query<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1",
    ),
  );
  return rows.map(({ name }) => name);
}

const add = migrationText("create table trades (id int);", "drop table trades;");

describe("an invalid folder", () => {
  test.each([
    ["a number that is missing", { "005_trade": add }, "005_trade.sql: the number 4 is missing before it"],
    [
      "more numbers that are missing",
      { "007_trade": add },
      "007_trade.sql: the numbers 4 to 6 are missing before it",
    ],
    [
      "a number that occurs twice",
      { "003_trade": add },
      "003_trade.sql: 003_send_scouts.sql has the same number",
    ],
    [
      "a file without a down part",
      { "004_trade": "-- Up Migration\ncreate table trades (id int);\n" },
      "004_trade.sql: it has no down part: write it after a line `-- Down Migration`, or " +
        "`-- Down Migration (irreversible: why)` if it cannot be reverted",
    ],
    [
      "a syntax error",
      {
        "004_trade": migrationText(
          "create table trades (id int);\ncreate tabel picks (id int);",
          "drop table trades;",
        ),
      },
      '004_trade.sql: line 4: syntax error at or near "tabel"',
    ],
  ])(
    "with %s is refused before anything is sent to the database, and every problem is reported",
    async (_, files, problem) => {
      const { database, url } = await emptyDatabase();
      const folder = await folderOf({ ...threeMigrations, ...files, "999_x": "" });
      const refusal = (await rejectionOf(migrate(database, { folder }))) as Error;
      expect(refusal).toBeInstanceOf(MigrationFileError);
      expect(refusal.message).toContain(`The migrations in ${folder} are invalid. Nothing was run:\n- `);
      expect(refusal.message).toContain(`\n- ${problem}\n`);
      expect(refusal.message).toContain("- 999_x.sql: it has no up part");
      expect(await tablesOf(url)).toEqual([]);
      for (const attempt of [migrateDown, migrationStatus]) {
        expect(await rejectionOf(attempt(database, { folder }))).toMatchObject({ message: refusal.message });
      }
    },
  );

  test("that does not exist is refused", async () => {
    const { database } = await emptyDatabase();
    const folder = join(await folderOf({}), "nowhere");
    const refusal = (await rejectionOf(migrate(database, { folder }))) as Error;
    expect(refusal).toBeInstanceOf(MigrationFileError);
    expect(refusal.message).toContain(folder);
  });
});

test("an empty folder has nothing to do", async () => {
  const { database, url } = await emptyDatabase();
  const folder = await folderOf({});
  expect(await migrate(database, { folder })).toEqual([]);
  expect(await migrateDown(database, { folder, to: "base" })).toEqual([]);
  expect(await tablesOf(url)).toEqual([]);
});

test("a folder's path may be relative, and may be the current directory", async () => {
  const { database, url } = await emptyDatabase();
  const folder = await folderOf(threeMigrations);
  expect(await migrate(database, { folder: relative(process.cwd(), folder), to: "1" })).toHaveLength(1);
  expect(await migrate(database, { folder: `${folder}//`, to: "2" })).toHaveLength(1);
  const before = process.cwd();
  process.chdir(folder);
  try {
    expect(await migrate(database, { folder: "." })).toHaveLength(1);
  } finally {
    process.chdir(before);
  }
  expect(await appliedNames(url)).toEqual(three);
  expect(await tablesOf(url)).toEqual(["dugout_migration_checksums", "dugout_migrations", "scouts", "trips"]);
});

test("other files next to the migrations are ignored", async () => {
  const { database, url } = await emptyDatabase();
  const folder = await folderOf(threeMigrations);
  for (const name of ["README.md", "001_hire_scouts.sql.orig", ".004_trade.sql.swp", "index.js"]) {
    await writeFile(join(folder, name), "throw new Error('not this one')");
  }
  await migrate(database, { folder });
  expect(await appliedNames(url)).toEqual(three);
});

describe("a file that is written with other line endings", () => {
  test("is the same file", async () => {
    const { files } = await ownMigrationsAnd(
      Object.entries(threeMigrations).map(([name, text]) => [name.slice(4), text]),
    );
    const unix = await folderOf(files);
    const windows = await folderOf(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.replaceAll("\n", "\r\n")])),
    );
    const [one, other] = [await emptyDatabase(), await emptyDatabase()];
    await migrate(one.database, { folder: unix });
    await migrate(other.database, { folder: windows });
    expect(await migrationState(other.url)).toEqual(await migrationState(one.url));

    expect(await migrate(one.database, { folder: windows })).toEqual([]);
    expect((await migrationStatus(one.database, { folder: windows })).problems).toEqual([]);
    await migrateDown(one.database, { folder: windows, to: "base" });
    expect(await appliedNames(one.url)).toEqual([]);
  });

  test("counts as another file if anything else differs", async () => {
    const { database } = await emptyDatabase();
    const folder = await folderOf(threeMigrations);
    await migrate(database, { folder });
    await appendFile(join(folder, "002_name_scouts.sql"), "\n");
    expect(await rejectionOf(migrate(database, { folder }))).toBeInstanceOf(MigrationHistoryError);
  });
});

describe("while migrations are run", () => {
  test("a file that changes or disappears after it was read makes no difference", async () => {
    const { database, url } = await emptyDatabase();
    const folder = await folderOf(threeMigrations);
    const onStep = () => {
      rmSync(join(folder, "003_send_scouts.sql"), { force: true });
      writeFileSync(join(folder, "002_name_scouts.sql"), "not SQL at all");
      rmSync(join(folder, "001_hire_scouts.sql"), { force: true });
    };
    await migrate(database, { folder, onStep });
    expect(await migrate(database, { folder: await folderOf(threeMigrations) })).toEqual([]);
    expect(await tablesOf(url)).toContain("trips");
  });
});
