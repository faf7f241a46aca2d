import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MigrationFileError } from "../../../src/index.js";
import { checkSchema } from "../../../src/migrations/check-schema.js";
import { migrate } from "../../../src/migrations/migrate.js";
import { emptyDatabases } from "../../support/empty-databases.js";
import { migrationFolders, migrationText, threeMigrations } from "../../support/migration-folders.js";

const emptyDatabase = emptyDatabases();
const folderOf = migrationFolders();

test("a database behind the newest revision is compared with the schema of its own revision", async () => {
  const { database } = await emptyDatabase();
  const folder = await folderOf(threeMigrations);
  await migrate(database, { folder, to: "002" });
  expect(await checkSchema(database, { folder })).toEqual([
    "revision: expected 003_send_scouts, found 002_name_scouts; run `dugout migrate up`",
  ]);
});

test("a database without migrations has none of Dugout's objects", async () => {
  const { database } = await emptyDatabase();
  const folder = await folderOf(threeMigrations);
  await database.withClient((client) => client.query("create table scouts (id int)"));
  expect(await checkSchema(database, { folder })).toEqual([
    "revision: expected 003_send_scouts, found base (no migration); run `dugout migrate up`",
    "table scouts: expected none, found table",
  ]);
});

test("an edited migration is reported, with the difference that it makes", async () => {
  const { database } = await emptyDatabase();
  const folder = await folderOf(threeMigrations);
  await migrate(database, { folder });
  const edited = migrationText("create table scouts (id bigint primary key);", "drop table scouts;");
  await writeFile(join(folder, "001_hire_scouts.sql"), edited);
  expect(await checkSchema(database, { folder })).toEqual([
    "001_hire_scouts.sql was edited after it was applied: change the schema with a new migration",
    "column scouts.id: expected bigint not null, found integer not null",
  ]);
});

test("the objects of an unknown migration cannot be compared", async () => {
  const { database } = await emptyDatabase();
  const folder = await folderOf(threeMigrations);
  await migrate(database, { folder });
  await rm(join(folder, "003_send_scouts.sql"));
  expect(await checkSchema(database, { folder })).toEqual([
    "003_send_scouts was applied, but its file does not exist",
    "the schema was not compared: there are no files for the unknown migrations",
  ]);
});

test("files that are out of order are an error, as for every command", async () => {
  const { database } = await emptyDatabase();
  const folder = await folderOf(threeMigrations);
  await rm(join(folder, "001_hire_scouts.sql"));
  await expect(checkSchema(database, { folder })).rejects.toThrow(MigrationFileError);
});
