import { describe, expect, test } from "vitest";
import { type Database, MigrationHistoryError, SchemaNewerError } from "../../../src/index.js";
import { migrate, migrateDown, migrationStatus } from "../../../src/migrations.js";
import { emptyDatabases } from "../../support/empty-databases.js";
import { migrationFolders, migrationText, threeMigrations } from "../../support/migration-folders.js";
import { appliedNames, migrationState } from "../../support/migration-state.js";
import { withClient } from "../../support/plain-client.js";
import { rejectionOf } from "../../support/sample-inputs.js";

const folderOf = migrationFolders();
const emptyDatabase = emptyDatabases();
const three = Object.keys(threeMigrations);
const twoMigrations = Object.fromEntries(Object.entries(threeMigrations).slice(0, 2));
const execute = (url: string, sql: string) => withClient(url, (client) => client.query(sql));

/** A database with all three applied, and the folder that they came from. */
async function migrated() {
  const folder = await folderOf(threeMigrations);
  const { database, url } = await emptyDatabase();
  await migrate(database, { folder });
  return { database, url, folder, state: await migrationState(url) };
}

/** Every command that would run something is refused with the same message, and changes nothing. */
async function refusalOfAll(database: Database, url: string, folder: string): Promise<Error> {
  const state = await migrationState(url);
  const refusal = (await rejectionOf(migrate(database, { folder }))) as Error;
  for (const attempt of [
    () => migrate(database, { folder, to: "001" }),
    () => migrateDown(database, { folder }),
    () => migrateDown(database, { folder, to: "base" }),
  ]) {
    expect(await rejectionOf(attempt())).toMatchObject({ message: refusal.message });
  }
  expect(await migrationState(url)).toEqual(state);
  return refusal;
}

test("an applied file that was edited is refused, up and down, and shown by the status", async () => {
  const { database, url } = await migrated();
  const edited = await folderOf({
    ...threeMigrations,
    "002_name_scouts": migrationText(
      "alter table scouts add name varchar(40);",
      "alter table scouts drop name;",
    ),
  });
  const problem =
    "002_name_scouts.sql was edited after it was applied: change the schema with a new migration";
  const refusal = await refusalOfAll(database, url, edited);
  expect(refusal).toBeInstanceOf(MigrationHistoryError);
  expect(refusal.message).toContain(`\n- ${problem}\n`);
  expect(await migrationStatus(database, { folder: edited })).toMatchObject({
    current: "003_send_scouts",
    problems: [problem],
  });
});

test("a history with a gap is refused, and shown by the status", async () => {
  const { database, url, folder } = await migrated();
  await execute(url, "delete from dugout_migrations where name = '002_name_scouts'");
  const problem = "002_name_scouts was not applied, but later migrations were";
  const refusal = await refusalOfAll(database, url, folder);
  expect(refusal).toBeInstanceOf(MigrationHistoryError);
  expect(refusal.message).toContain(`\n- ${problem}\n`);
  const { revisions, problems } = await migrationStatus(database, { folder });
  expect(problems).toEqual([problem]);
  expect(revisions.map(({ state }) => state)).toEqual(["applied", "pending", "applied"]);
});

test("a database that a newer release migrated is refused, and its status shows what is unknown here", async () => {
  const { database, url } = await migrated();
  const folder = await folderOf(twoMigrations);
  const refusal = await refusalOfAll(database, url, folder);
  expect(refusal).toBeInstanceOf(SchemaNewerError);
  expect(refusal.message).toContain(
    "is newer than this release of dugout: it is at 003_send_scouts, and the newest revision of this release is 002_name_scouts.",
  );
  expect(refusal.message).toContain(database.target);
  const { current, head, revisions } = await migrationStatus(database, { folder });
  expect({ current, head }).toEqual({ current: "003_send_scouts", head: "002_name_scouts" });
  expect(revisions.map(({ name, state }) => `${name} ${state}`)).toEqual([
    "001_hire_scouts applied",
    "002_name_scouts applied",
    "003_send_scouts unknown",
  ]);
});

describe("a database that an older release migrated, which kept no checksums", () => {
  async function old() {
    const { database, url, folder, state } = await migrated();
    await execute(url, "drop table dugout_migration_checksums");
    return { database, url, folder, state };
  }

  test("is at its revision, and has nothing to do", async () => {
    const { database, url, folder } = await old();
    expect(await migrate(database, { folder })).toEqual([]);
    expect(await migrationStatus(database, { folder })).toMatchObject({
      current: "003_send_scouts",
      problems: [],
    });
    expect((await migrationState(url)).applied).toEqual(three.map((name) => ({ name, checksum: null })));
  });

  test("is migrated down and up again, and has checksums from then on", async () => {
    const { database, url, folder, state } = await old();
    await migrateDown(database, { folder, to: "001" });
    await migrate(database, { folder });
    const [first, ...others] = state.applied;
    expect(await migrationState(url)).toEqual({
      ...state,
      applied: [{ ...first, checksum: null }, ...others],
    });
  });

  test("continues to a migration that it does not have yet", async () => {
    const { database, url } = await old();
    const folder = await folderOf({
      ...threeMigrations,
      "004_draft": migrationText("create table drafts (id int);", "drop table drafts;"),
    });
    expect(await migrate(database, { folder })).toMatchObject([{ name: "004_draft" }]);
    expect(await appliedNames(url)).toEqual([...three, "004_draft"]);
    expect(await migrate(database, { folder })).toEqual([]);
  });
});

test("the history shows when each migration was applied", async () => {
  const before = Date.now();
  const { database, folder } = await migrated();
  const { revisions } = await migrationStatus(database, { folder });
  const times = revisions.map(({ appliedAt }) => appliedAt?.getTime() ?? 0);
  expect(times.toSorted((one, other) => one - other)).toEqual(times);
  // The server's clock and this process's are the same, except for rounding.
  expect(times[0]).toBeGreaterThan(before - 1_000);
  expect(times[2]).toBeLessThan(Date.now() + 1_000);
});

test("the schema that a database's search path names first is the one that is migrated, whatever its name", async () => {
  const { url, database } = await emptyDatabase();
  await execute(url, `create schema "Old Games"`);
  await execute(
    url,
    `alter database ${new URL(url).pathname.slice(1)} set search_path = "Old Games", public`,
  );
  const folder = await folderOf({
    ...threeMigrations,
    "004_index_trips": migrationText(
      "create index concurrently if not exists trips_idx on trips (id);",
      "drop index concurrently if exists trips_idx;",
      "no transaction",
    ),
  });
  await migrate(database, { folder });
  expect(await migrate(database, { folder })).toEqual([]);
  expect(await migrationStatus(database, { folder })).toMatchObject({
    current: "004_index_trips",
    problems: [],
  });
  const { rows } = await execute(
    url,
    `select relname, relnamespace::regnamespace::text as schema from pg_class
     where relnamespace in ('public'::regnamespace, '"Old Games"'::regnamespace) and relkind = 'r' order by relname`,
  );
  expect(rows).toEqual(
    ["dugout_migration_checksums", "dugout_migrations", "scouts", "trips"].map((relname) => ({
      relname,
      schema: '"Old Games"',
    })),
  );
  await migrateDown(database, { folder, to: "base" });
  expect(await appliedNames(url)).toEqual([]);
});

test.each(["infinity", "290000-01-01"])(
  "a time of %s in the history is reported by the migration's name",
  async (time) => {
    const { database, url, folder } = await migrated();
    await execute(url, `update dugout_migrations set run_on = '${time}' where name = '${three[1]}'`);
    for (const attempt of [
      () => migrationStatus(database, { folder }),
      () => migrate(database, { folder }),
    ]) {
      const refusal = (await rejectionOf(attempt())) as Error;
      expect(refusal).toBeInstanceOf(MigrationHistoryError);
      expect(refusal.message).toContain(`run_on of ${three[1]} is not a time that can be read`);
    }
  },
);
