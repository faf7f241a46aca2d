import { describe, expect, test } from "vitest";
import { type Database, MigrationFailedError } from "../../../src/index.js";
import { migrate, migrateDown } from "../../../src/migrations.js";
import { emptyDatabases } from "../../support/empty-databases.js";
import { migrationFolders, migrationText, threeMigrations } from "../../support/migration-folders.js";
import { appliedNames, migrationState } from "../../support/migration-state.js";
import { withClient } from "../../support/plain-client.js";
import { queryAlone } from "../../support/raw-sql.js";
import { rejectionOf } from "../../support/sample-inputs.js";
import { until, untilBlocked } from "../../support/server-activity.js";

const folderOf = migrationFolders();
const emptyDatabase = emptyDatabases();
const three = Object.keys(threeMigrations);

async function atThree() {
  const { database, url } = await emptyDatabase();
  const folder = await folderOf(threeMigrations);
  await migrate(database, { folder });
  return { database, url, folder };
}

const withFourth = (up: string, down: string, remark?: string) =>
  folderOf({ ...threeMigrations, "004_change": migrationText(up, down, remark) });

describe("a migration whose table is locked by another transaction", () => {
  const held = "begin; lock table scouts in access share mode";

  test("fails within the lock timeout, keeps nothing, and succeeds later", async () => {
    const { database, url } = await atThree();
    const folder = await withFourth(
      "create table drafts (id int);\nalter table scouts add rank int;",
      "alter table scouts drop rank;\ndrop table drafts;",
    );
    const state = await migrationState(url);
    await withClient(url, async (other) => {
      await other.query(held);
      const failure = await rejectionOf(migrate(database, { folder, lockTimeout: 50 }));
      expect(failure).toBeInstanceOf(MigrationFailedError);
      expect(failure).toMatchObject({
        message:
          "Migration 004_change (up) failed at line 4 of 004_change.sql, in `alter table scouts add rank int`: " +
          "canceling statement due to lock timeout. Another transaction holds a lock on the table. It was rolled back: the " +
          "database is at the last revision that succeeded. Run `dugout migrate up` again later, or with a longer " +
          "lock timeout.",
        details: { line: 4, sqlState: "55P03" },
      });
      expect(await migrationState(url)).toEqual(state);
    });
    expect(await migrate(database, { folder, lockTimeout: 50 })).toMatchObject([{ name: "004_change" }]);
    await withClient(url, async (other) => {
      await other.query(held);
      expect(await rejectionOf(migrateDown(database, { folder, lockTimeout: 50 }))).toMatchObject({
        message: expect.stringContaining("Run `dugout migrate down` again later"),
      });
    });
    expect(await appliedNames(url)).toEqual([...three, "004_change"]);
  });

  test("waits without a limit if the lock timeout is 0", async () => {
    const { database, url } = await atThree();
    const folder = await withFourth("alter table scouts add rank int;", "alter table scouts drop rank;");
    await withClient(url, async (other) => {
      await other.query(held);
      const migrating = migrate(database, { folder, lockTimeout: 0 });
      await untilBlocked(database);
      await other.query("commit");
      expect(await migrating).toMatchObject([{ name: "004_change" }]);
    });
  });

  test("also fails in a part without a transaction, before other queries wait behind it", async () => {
    const { database, url } = await atThree();
    const folder = await withFourth(
      "comment on table scouts is 'People who look.';\ndrop table if exists trips;",
      "comment on table scouts is null;",
      "no transaction",
    );
    await withClient(url, async (other) => {
      await other.query("begin; lock table trips in access share mode");
      expect(await rejectionOf(migrate(database, { folder, lockTimeout: 50 }))).toMatchObject({
        message: expect.stringMatching(
          /^Migration 004_change \(up\) failed at line 4 .* lock timeout\. It runs without/,
        ),
      });
    });
    expect(await migrate(database, { folder, lockTimeout: 50 })).toMatchObject([{ name: "004_change" }]);
  });
});

test("an index that is built concurrently waits for writers without a limit, and blocks none", async () => {
  const { database, url } = await atThree();
  const folder = await withFourth(
    "create index concurrently if not exists scouts_idx on scouts (name, id);",
    "drop index concurrently if exists scouts_idx;",
    "no transaction",
  );
  await withClient(url, async (other) => {
    await other.query("begin; insert into scouts (id) values (1)");
    const migrating = migrate(database, { folder, lockTimeout: 50 });
    await until("the build waits for longer than the lock timeout", () =>
      waitsFor(database, "create index", 200),
    );
    await queryAlone(database, "insert into scouts (id) values (2)");
    await other.query("commit");
    await migrating;
  });
  expect(await migrationState(url)).toMatchObject({ invalidIndexes: [] });
});

/** True if such a statement has waited for a lock for this many milliseconds. */
async function waitsFor(database: Database, statement: string, milliseconds: number): Promise<boolean> {
  const rows = await queryAlone(
    database,
    `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
     and query like '${statement}%' and clock_timestamp() - query_start > interval '${milliseconds} ms'`,
  );
  return rows.length > 0;
}

test("time limits of a role or a database do not apply to migrations", async () => {
  const { database, url } = await emptyDatabase();
  const name = new URL(url).pathname.slice(1);
  for (const limit of ["statement_timeout = '4s'", "lock_timeout = '3s'"]) {
    await queryAlone(database, `alter database ${name} set ${limit}`);
  }
  const note =
    "insert into limits select current_setting('statement_timeout'), current_setting('lock_timeout');";
  const folder = await folderOf({
    "001_note": migrationText(
      `create table limits (statement text, lock text);\n${note}`,
      "drop table limits;",
    ),
    "002_note_alone": migrationText(
      "create index concurrently if not exists limits_idx on limits (lock);\n" +
        "update limits set statement = statement || ', alone ' || current_setting('statement_timeout');",
      "drop index concurrently if exists limits_idx;",
      "no transaction",
    ),
  });
  const limits = () => withClient(url, (client) => client.query("select * from limits"));
  await migrate(database, { folder });
  expect((await limits()).rows).toEqual([{ statement: "0, alone 0", lock: "10s" }]);
  await migrateDown(database, { folder, to: "base" });
  await migrate(database, { folder, lockTimeout: 0 });
  expect((await limits()).rows).toEqual([{ statement: "0, alone 0", lock: "0" }]);
});

describe("while another process migrates the database", () => {
  const lock = 7241865325823964n;

  test("a run reports once that it waits, holds no snapshot while it waits, and then continues", async () => {
    const { database, url } = await emptyDatabase();
    const folder = await folderOf(threeMigrations);
    let waits = 0;
    await withClient(url, async (other) => {
      await other.query(`select pg_advisory_lock(${lock})`);
      const migrating = migrate(database, { folder, onWait: () => (waits += 1) });
      await until("it waits", () => waits > 0);
      const { rows: before } = await asks(database);
      await until("it asks again and again", async () => {
        const { rows } = await asks(database);
        return rows.length === 1 && rows[0]?.since !== before[0]?.since;
      });
      const { rows } = await asks(database);
      expect(rows).toMatchObject([{ state: "idle", xmin: null }]);
      expect(await appliedNames(url)).toEqual([]);
      await other.query(`select pg_advisory_unlock(${lock})`);
      expect(await migrating).toHaveLength(3);
    });
    expect(waits).toBe(1);
  });

  /** The connections that wait for their turn to migrate, between two of their questions. */
  async function asks(database: Database) {
    return database.withClient((client) =>
      client.query<{ state: string; xmin: string | null; since: string }>(
        `select state, backend_xmin::text as xmin, query_start::text as since from pg_stat_activity
         where datname = current_database() and query like 'select pg_try_advisory_lock(%' and state = 'idle'`,
      ),
    );
  }

  test("a statement that waited for the lock would be in a deadlock with an index that is built concurrently", async () => {
    const { database, url } = await atThree();
    await withClient(url, async (builder) => {
      await builder.query(`set deadlock_timeout = '10ms'; select pg_advisory_lock(${lock})`);
      await withClient(url, async (waiter) => {
        const waiting = waiter.query(`select pg_advisory_lock(${lock})`);
        await untilBlocked(database);
        const build = builder.query("create index concurrently scouts_idx on scouts (name, id)");
        expect(await rejectionOf(build)).toMatchObject({ code: "40P01" });
        await builder.query(`select pg_advisory_unlock(${lock})`);
        await waiting;
      });
    });
  });
});
