import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Database, type DugoutError, MigrationFailedError } from "../../../src/index.js";
import { migrate, migrateDown } from "../../../src/migrations.js";
import { emptyDatabases } from "../../support/empty-databases.js";
import { migrationFolders, migrationText, threeMigrations } from "../../support/migration-folders.js";
import { appliedNames, migrationState, migrationStateOf } from "../../support/migration-state.js";
import { withClient } from "../../support/plain-client.js";
import { rejectionOf } from "../../support/sample-inputs.js";

const folderOf = migrationFolders();
const emptyDatabase = emptyDatabases();

const three = Object.keys(threeMigrations);
const withFourth = (up: string, down = "drop table drafts;", remark?: string) =>
  folderOf({ ...threeMigrations, "004_draft": migrationText(up, down, remark) });

/** Runs four migrations, the last of which fails, and checks that the result is that of the first three. */
async function failureOfFourth(up: string): Promise<DugoutError> {
  const { database, url } = await emptyDatabase();
  const folder = await withFourth(up);
  const failure = (await rejectionOf(migrate(database, { folder }))) as DugoutError;
  const state = await migrationState(url);
  await migrateDown(database, { folder, to: "base" });
  await migrate(database, { folder, to: "003" });
  expect(state).toEqual(await migrationState(url));
  expect(state.applied.map(({ name }) => name)).toEqual(three);
  expect(failure).toBeInstanceOf(MigrationFailedError);
  expect(failure).toMatchObject({ code: "MIGRATION_FAILED" });
  return failure;
}

describe("SQL that fails in the third statement", () => {
  const twoFirst =
    "create table drafts (id int);\n\n-- Who is drafted; and how: ⚾ «tryouts».\ncreate table picks (id int);\n";
  const kept = "It was rolled back: the database is at the last revision that succeeded.";

  test("is named by file, line and statement if PostgreSQL reports the position", async () => {
    const failure = await failureOfFourth(
      `${twoFirst}\nalter table scouts\n  add column rank int,\n  add column /* 🏟🏟🏟 */ swing batting_style;`,
    );
    expect(failure.message).toBe(
      "Migration 004_draft (up) failed at line 10 of 004_draft.sql, in `alter table scouts add column rank int, " +
        `add column /* 🏟🏟🏟 */ swing batting_s…\`: type "batting_style" does not exist. ${kept}`,
    );
    expect(failure.details).toEqual({
      migration: "004_draft",
      direction: "up",
      line: 10,
      statement: "alter table scouts\n  add column rank int,\n  add column /* 🏟🏟🏟 */ swing batting_style",
      sqlState: "42704",
    });
    expect(failure.cause).toMatchObject({ code: "42704" });
  });

  test("is named by its first line if PostgreSQL does not report the position", async () => {
    const failure = await failureOfFourth(`${twoFirst}insert into scouts (id)\nvalues (1),\n  (1);`);
    expect(failure.message).toBe(
      "Migration 004_draft (up) failed at line 7 of 004_draft.sql, in `insert into scouts (id) values (1), (1)`: " +
        `duplicate key value violates unique constraint "scouts_pkey". ${kept}`,
    );
    expect(failure.details).toMatchObject({ line: 7, sqlState: "23505" });
  });

  test("counts characters as PostgreSQL does, for which an emoji is one", async () => {
    const failure = await failureOfFourth(
      `${twoFirst}insert into scouts (id) /* 🏟🏟🏟🏟🏟🏟🏟🏟🏟🏟 */\nvalues (1),\n  (bunt);`,
    );
    expect(failure.details).toMatchObject({ line: 9, sqlState: "42703" });
  });

  test("is shortened if it is long", async () => {
    const failure = await failureOfFourth(
      `${twoFirst}insert into scouts (id) select 1 / 0 ${"+ 1 ".repeat(30)};`,
    );
    expect(failure.message).toContain(
      `in \`insert into scouts (id) select 1 / 0 ${"+ 1 ".repeat(10)}+ …\`: division`,
    );
  });
});

test("a failure inside a block is named by the block", async () => {
  const failure = await failureOfFourth(
    "create table drafts (id int);\ndo $$\nbegin\n  perform 1;\n  raise exception 'no; not now';\nend\n$$;",
  );
  expect(failure.message).toContain("failed at line 4 of 004_draft.sql, in `do $$ begin perform 1; raise");
  expect(failure.message).toContain(": no; not now. It was rolled back");
});

test("a failure at COMMIT, which belongs to no statement, also stores nothing", async () => {
  const failure = await failureOfFourth(
    "create table drafts (id int, constraint drafts_key unique (id) deferrable initially deferred);\n" +
      "insert into drafts values (1), (1);",
  );
  expect(failure.message).toBe(
    'Migration 004_draft (up) failed: duplicate key value violates unique constraint "drafts_key". ' +
      "It was rolled back: the database is at the last revision that succeeded.",
  );
  expect(failure.details).toEqual({ migration: "004_draft", direction: "up", sqlState: "23505" });
});

test("if a down part fails, its migration stays applied, and those reverted before it stay reverted", async () => {
  const { database, url } = await emptyDatabase();
  const folder = await folderOf({
    ...threeMigrations,
    "002_name_scouts": migrationText(
      "alter table scouts add name text;",
      "comment on table scouts is 'nameless';\nalter table scouts drop surname;",
    ),
  });
  await migrate(database, { folder, to: "002" });
  const state = await migrationState(url);
  await migrate(database, { folder });
  const failure = (await rejectionOf(migrateDown(database, { folder, to: "base" }))) as DugoutError;
  expect(failure.message).toBe(
    "Migration 002_name_scouts (down) failed at line 8 of 002_name_scouts.sql, in `alter table scouts drop surname`: " +
      'column "surname" of relation "scouts" does not exist. It was rolled back: the database is at the last ' +
      "revision that succeeded.",
  );
  expect(await migrationState(url)).toEqual(state);
});

test("if a part without a transaction fails, the error says what took effect, and the part can be run again", async () => {
  const { database, url } = await emptyDatabase();
  const folder = await withFourth(
    "comment on table scouts is 'People who look.';\n" +
      "create unique index concurrently if not exists trips_key on trips (id);\n" +
      "create index concurrently if not exists scouts_idx on scouts (id, name);",
    "drop index concurrently if exists scouts_idx;\ndrop index concurrently if exists trips_key;",
    "no transaction",
  );
  await migrate(database, { folder, to: "003" });
  await withClient(url, (client) => client.query("insert into trips values (1), (1)"));
  const failure = (await rejectionOf(migrate(database, { folder }))) as DugoutError;
  expect(failure.message).toBe(
    "Migration 004_draft (up) failed at line 4 of 004_draft.sql, in `create unique index concurrently if not exists " +
      'trips_key on trips (id)`: could not create unique index "trips_key". It runs without a transaction: ' +
      "the statements before this one took effect. Run `dugout migrate up` again: all of them can be repeated.",
  );
  expect(failure.details).toMatchObject({ migration: "004_draft", line: 4, sqlState: "23505" });
  expect(await appliedNames(url)).toEqual(three);

  await withClient(url, (client) => client.query("truncate trips"));
  expect(await migrate(database, { folder })).toMatchObject([{ name: "004_draft" }]);
  const state = await migrationState(url);
  expect(state).toMatchObject({ invalidIndexes: [], looseChecksums: [] });
  expect(Object.keys(state.catalog)).toEqual(expect.arrayContaining(["index trips_key", "index scouts_idx"]));
  await migrateDown(database, { folder });
  expect(await appliedNames(url)).toEqual(three);
});

describe("a migration that cannot be reverted", () => {
  const files = {
    ...threeMigrations,
    "002_name_scouts":
      "-- Up Migration\nalter table scouts add name text;\n-- Down Migration (irreversible: names are gone)\n",
  };

  test("stops `down` before anything is run if it would have to be reverted", async () => {
    const { database, url } = await emptyDatabase();
    const folder = await folderOf(files);
    await migrate(database, { folder });
    const state = await migrationState(url);
    for (const to of ["base", "001", "-2"]) {
      expect(await rejectionOf(migrateDown(database, { folder, to }))).toMatchObject({
        code: "MIGRATION_FAILED",
        message: "Migration 002_name_scouts cannot be reverted: names are gone. Nothing was run.",
        details: { migration: "002_name_scouts", direction: "down" },
      });
      expect(await migrationState(url)).toEqual(state);
    }
    expect(await migrateDown(database, { folder })).toMatchObject([{ name: "003_send_scouts" }]);
  });
});

test("an embedded database stays at the last revision that succeeded, too", async () => {
  const url = `pglite:${join(await folderOf({}), "season")}`;
  const folder = await withFourth("create table drafts (id int);\ncreate table drafts (id int);");
  const first = await Database.open(url);
  await migrate(first, { folder, to: "003" });
  const state = await first.withClient(migrationStateOf);
  expect(await rejectionOf(migrate(first, { folder }))).toMatchObject({
    message: expect.stringMatching(/^Migration 004_draft \(up\) failed at line 4 of .* It was rolled back/),
  });
  await first.close();

  await using again = await Database.open(url);
  expect(await again.withClient(migrationStateOf)).toEqual(state);
  const corrected = await withFourth("create table drafts (id int);");
  expect(await migrate(again, { folder: corrected })).toMatchObject([{ name: "004_draft" }]);
});

test("an invalid index of a table in another schema is made again too", async () => {
  const { database, url } = await emptyDatabase();
  const folder = await withFourth(
    'create unique index concurrently if not exists "Offers key" on "Front Office".offers (id);',
    'drop index concurrently if exists "Front Office"."Offers key";',
    "no transaction",
  );
  await migrate(database, { folder, to: "003" });
  await withClient(url, (client) =>
    client.query(
      'create schema "Front Office"; create table "Front Office".offers as select 1 as id from generate_series(1, 2)',
    ),
  );
  await expect(migrate(database, { folder })).rejects.toThrow("could not create unique index");
  await withClient(url, (client) => client.query('truncate "Front Office".offers'));
  expect(await migrate(database, { folder })).toMatchObject([{ name: "004_draft" }]);
  const { rows } = await withClient(url, (client) =>
    client.query(
      `select indisvalid from pg_index where indexrelid = '"Front Office"."Offers key"'::regclass`,
    ),
  );
  expect(rows).toEqual([{ indisvalid: true }]);
});
