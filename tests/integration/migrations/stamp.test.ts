import { describe, expect, test } from "vitest";
import { type Database, RevisionNotFoundError } from "../../../src/index.js";
import { migrate, migrateDown, migrationStatus, stampRevision } from "../../../src/migrations.js";
import { emptyDatabases } from "../../support/empty-databases.js";
import {
  migrationFolders,
  migrationText,
  ownMigrationsAnd,
  threeMigrations,
} from "../../support/migration-folders.js";
import { migrationState } from "../../support/migration-state.js";
import { withClient } from "../../support/plain-client.js";
import { rejectionOf } from "../../support/sample-inputs.js";

const folderOf = migrationFolders();
const emptyDatabase = emptyDatabases();
const three = Object.keys(threeMigrations);
const execute = (url: string, sql: string) => withClient(url, (client) => client.query(sql));

async function migrated() {
  const folder = await folderOf(threeMigrations);
  const { database, url } = await emptyDatabase();
  await migrate(database, { folder });
  return { database, url, folder, state: await migrationState(url) };
}

const timesOf = async (database: Database, folder: string) =>
  (await migrationStatus(database, { folder })).revisions.map(({ appliedAt }) => appliedAt);

test("a database that already has the schema is adopted: it counts as migrated, and equals a migrated one", async () => {
  const { database, url } = await emptyDatabase();
  const { own } = await ownMigrationsAnd();
  await migrate(database);
  const state = await migrationState(url);
  await execute(url, "drop table dugout_migrations, dugout_migration_checksums");
  expect(await migrationStatus(database)).toMatchObject({ current: null });

  expect(await stampRevision(database, "head")).toEqual(own);
  expect(await migrationState(url)).toEqual(state);
  expect(await migrate(database)).toEqual([]);
  expect(await migrateDown(database, { to: "base" })).toHaveLength(own.length);
});

test("a database is stamped at any revision, and continues from there", async () => {
  const { database, url } = await emptyDatabase();
  const folder = await folderOf(threeMigrations);
  await execute(url, "create table scouts (id int primary key)");
  expect(await stampRevision(database, "1", { folder })).toEqual(["001_hire_scouts"]);
  expect((await migrate(database, { folder })).map(({ name }) => name)).toEqual(three.slice(1));
});

test("a stamp changes nothing but the history", async () => {
  const { database, url, folder, state } = await migrated();
  await execute(url, "insert into scouts (id, name) values (1, 'Ina')");
  for (const [to, length] of [
    ["002", 2],
    ["base", 0],
    ["+1", 1],
    ["head", 3],
    ["-2", 1],
    ["003_send_scouts", 3],
  ] as const) {
    expect(await stampRevision(database, to, { folder })).toEqual(three.slice(0, length));
    expect(await migrationState(url)).toEqual({ ...state, applied: state.applied.slice(0, length) });
  }
  expect((await execute(url, "select * from scouts")).rows).toEqual([{ id: 1, name: "Ina" }]);
});

test("a revision that does not exist is refused, and the history stays", async () => {
  const { database, url, folder, state } = await migrated();
  for (const to of ["4", "scouts", "+1", "-4"]) {
    expect(await rejectionOf(stampRevision(database, to, { folder }))).toBeInstanceOf(RevisionNotFoundError);
  }
  expect(await migrationState(url)).toEqual(state);
});

describe("a history that is refused is repaired by a stamp", () => {
  /** Stamps head, and checks that the history is correct and that the migrations run down and up. */
  async function expectRepair(url: string, database: Database, folder: string): Promise<void> {
    expect((await migrationStatus(database, { folder })).problems).not.toEqual([]);
    await stampRevision(database, "head", { folder });
    expect(await migrationStatus(database, { folder })).toMatchObject({ current: three[2], problems: [] });
    expect(await migrate(database, { folder })).toEqual([]);
    const state = await migrationState(url);
    expect(state.applied.map(({ name }) => name)).toEqual(three);
    await migrateDown(database, { folder, to: "base" });
    await migrate(database, { folder });
    expect(await migrationState(url)).toEqual(state);
  }

  test("after a file was edited on purpose", async () => {
    const { database, url } = await migrated();
    const edited = await folderOf({
      ...threeMigrations,
      "003_send_scouts": migrationText("-- Where to?\ncreate table trips (id int);", "drop table trips;"),
    });
    await expectRepair(url, database, edited);
  });

  test("after a migration was run by hand", async () => {
    const { database, url, folder } = await migrated();
    await execute(url, "delete from dugout_migrations where name = '002_name_scouts'");
    await expectRepair(url, database, folder);
  });

  test("when a migration is recorded twice", async () => {
    const { database, url, folder } = await migrated();
    await execute(
      url,
      "insert into dugout_migrations (name, run_on) select name, run_on from dugout_migrations",
    );
    await expectRepair(url, database, folder);
  });

  test("when the migrations are recorded in another order", async () => {
    const { database, url, folder } = await migrated();
    await execute(url, "update dugout_migrations set id = 10 - id");
    await expectRepair(url, database, folder);
  });

  test("when a migration has another name now", async () => {
    const { database, url, folder } = await migrated();
    await execute(
      url,
      "update dugout_migrations set name = '002_call_scouts' where name = '002_name_scouts'",
    );
    await expectRepair(url, database, folder);
  });

  test("when a newer release's migration was reverted by hand", async () => {
    const { database, url, folder } = await migrated();
    await execute(url, "insert into dugout_migrations (name, run_on) values ('004_draft', now())");
    await expectRepair(url, database, folder);
  });
});

test("a stamp keeps the times of the migrations that it keeps", async () => {
  const { database, url, folder } = await migrated();
  await execute(
    url,
    "update dugout_migrations set run_on = timestamp '2026-04-01 12:00' + id * interval '1 hour'",
  );
  const before = await timesOf(database, folder);
  await stampRevision(database, "002", { folder });
  expect(await timesOf(database, folder)).toEqual([...before.slice(0, 2), null]);
  await stampRevision(database, "head", { folder });
  const after = await timesOf(database, folder);
  expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
  expect(after[2]).not.toEqual(before[2]);
});
