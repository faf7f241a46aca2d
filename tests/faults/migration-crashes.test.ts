import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Database } from "../../src/index.js";
import { migrate, migrateDown } from "../../src/migrations.js";
import { MigratingProcess } from "../support/migrating-process.js";
import { migrationFolders, migrationText, threeMigrations } from "../support/migration-folders.js";
import { type MigrationState, migrationState, migrationStateOf } from "../support/migration-state.js";
import { PostgresServer } from "../support/postgres-server.js";
import { queryAlone } from "../support/raw-sql.js";
import { rejectionOf } from "../support/sample-inputs.js";
import { until } from "../support/server-activity.js";
import { administer } from "../support/server-databases.js";
import { expectNothingUnhandled } from "../support/unhandled.js";

const three = Object.keys(threeMigrations);
const fourth = "004_change";

const inTransaction = migrationText(
  "create table drafts (id int);\nalter table scouts add rank int;\ncreate table picks (id int);",
  "drop table picks;\nalter table scouts drop rank;\ndrop table drafts;",
);
const alone = migrationText(
  "comment on table scouts is 'People who look.';\n" +
    "create index concurrently if not exists scouts_idx on scouts (name, id);",
  "drop index concurrently if exists scouts_idx;\ncomment on table scouts is null;",
  "no transaction",
);

/** A point in the middle of a migration, at which another open transaction stops it. */
interface Middle {
  readonly migration: string;
  readonly blocker: string;
  /** The beginning of the statement that then waits. */
  readonly waiting: string;
}

const middles: Readonly<Record<string, Middle>> = {
  "a transaction": {
    migration: inTransaction,
    blocker: "lock table scouts in access share mode",
    waiting: "alter table scouts add rank",
  },
  "CREATE INDEX CONCURRENTLY": {
    migration: alone,
    blocker: "insert into scouts (id) values (1)",
    waiting: "create index concurrently",
  },
  "the way from statements without a transaction to their note": {
    migration: alone,
    blocker: "lock table dugout_migrations in share mode",
    waiting: "insert into dugout_migrations",
  },
  "the way from that note to its checksum": {
    migration: alone,
    blocker: "lock table dugout_migration_checksums in share mode",
    waiting: "insert into dugout_migration_checksums",
  },
};

let server: PostgresServer;
const folderOf = migrationFolders();
const ends: (() => Promise<unknown>)[] = [];
let databases = 0;

expectNothingUnhandled();
beforeAll(async () => {
  server = await PostgresServer.create();
});
afterAll(async () => {
  for (const end of ends) await end();
  await server?.dispose();
});

/** A database with three migrations applied, and the folder that has a fourth. */
async function scene(migration: string) {
  databases += 1;
  const name = `crash_${databases}`;
  await administer(server.url(), `create database ${name}`);
  const url = server.url(name);
  const folder = await folderOf({ ...threeMigrations, [fourth]: migration });
  const database = await Database.open(`${url}?sslmode=disable`, { poolSize: 2 });
  ends.push(() => database.close({ within: 0 }));
  await migrate(database, { folder });
  const after = await migrationState(url);
  await migrateDown(database, { folder });
  return { url, folder, database, before: await migrationState(url), after };
}

type Scene = Awaited<ReturnType<typeof scene>>;

/** Opens the transaction that keeps the migration from continuing. */
async function block({ url }: Scene, { blocker }: Pick<Middle, "blocker">) {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  await client.query("begin");
  await client.query(blocker);
  return client;
}

/** @returns the server process that waits there; for as long as the test may take, another process has to start */
async function untilWaiting({ database }: Scene, { waiting }: Pick<Middle, "waiting">): Promise<number> {
  for (;;) {
    const [row] = await queryAlone(
      database,
      `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
         and starts_with(lower(query), '${waiting}')`,
    );
    if (row !== undefined) return Number(row.pid);
    await sleep(5);
  }
}

/** Checks that the next run finishes, and that the result is the same as without the crash. */
async function expectFinished({ url, folder, database, after }: Scene): Promise<void> {
  expect(await migrate(database, { folder })).toMatchObject([{ name: fourth }]);
  await expectState(url, after);
}

async function expectState(url: string, expected: MigrationState): Promise<void> {
  expect(await migrationState(url)).toEqual(expected);
}

describe("a process that is killed in the middle of", () => {
  it.each(Object.entries(middles))("%s leaves nothing that the next run cannot finish", async (_, middle) => {
    const at = await scene(middle.migration);
    const blocker = await block(at, middle);
    const killed = new MigratingProcess(at.url, at.folder);
    await untilWaiting(at, middle);
    await killed.kill();

    // Its server process has not noticed yet, and still has the lock: the next run waits for it.
    let waits = 0;
    const next = migrate(at.database, { folder: at.folder, onWait: () => (waits += 1) });
    await until("the next run waits", () => waits > 0);
    await blocker.query("rollback");
    await blocker.end();
    expect((await next).map(({ name }) => name)).toEqual([fourth]);
    await expectState(at.url, at.after);
  });

  it("an index, and whose server process is ended too, leaves an invalid one, which the next run rebuilds", async () => {
    const middle = middles["CREATE INDEX CONCURRENTLY"] as Middle;
    const at = await scene(middle.migration);
    const blocker = await block(at, middle);
    const killed = new MigratingProcess(at.url, at.folder);
    const pid = await untilWaiting(at, middle);
    await killed.kill();
    await blocker.query("select pg_terminate_backend($1, 10000)", [pid]);
    await blocker.query("rollback");
    await blocker.end();
    expect(await migrationState(at.url)).toMatchObject({ invalidIndexes: ["scouts_idx"] });
    await expectFinished(at);
  });
});

it("an embedded database whose process is killed in the middle is finished by the next run", async () => {
  const url = `pglite:${join(await folderOf({}), "season")}`;
  const endless = inTransaction.replace(
    "alter table",
    "select count(*) from generate_series(1, 1e12);\nalter table",
  );
  const killed = new MigratingProcess(url, await folderOf({ ...threeMigrations, [fourth]: endless }));
  while (killed.done.length < 3) await sleep(5);
  await killed.kill();

  await using database = await Database.open(url);
  const { applied, catalog } = await database.withClient(migrationStateOf);
  expect(applied.map(({ name }) => name)).toEqual(three);
  expect(catalog).not.toHaveProperty("table drafts");
  const folder = await folderOf({ ...threeMigrations, [fourth]: inTransaction });
  expect(await migrate(database, { folder })).toMatchObject([{ name: fourth }]);
});

describe("a server that is stopped at once in the middle of", () => {
  /** Migrates until it is in the middle, and stops the server there. */
  async function crash(at: Scene, middle: Pick<Middle, "blocker" | "waiting">, run: () => Promise<unknown>) {
    await block(at, middle);
    const failure = rejectionOf(run());
    await untilWaiting(at, middle);
    await server.stop("immediate");
    const error = await failure;
    await server.start();
    return error;
  }

  it.each(Object.entries(middles))("%s leaves nothing that the next run cannot finish", async (_, middle) => {
    const at = await scene(middle.migration);
    const failure = await crash(at, middle, () =>
      migrate(at.database, { folder: at.folder, lockTimeout: 0 }),
    );
    expect(failure).toMatchObject({
      code: "MIGRATION_FAILED",
      message: expect.stringMatching(
        /^Migration 004_change \(up\) failed.* The connection broke. Run `dugout migrate up` again: it continues after the/,
      ),
    });
    const state = await migrationState(at.url);
    expect(state.applied.map(({ name }) => name)).toEqual(three);
    if (middle.migration === inTransaction) expect(state).toEqual(at.before);
    else expect(state.invalidIndexes.length + Number("index scouts_idx" in state.catalog)).toBeGreaterThan(0);
    await expectFinished(at);
  });

  it("DROP INDEX CONCURRENTLY leaves nothing that the next run down cannot finish", async () => {
    const at = await scene(alone);
    await migrate(at.database, { folder: at.folder });
    const middle = { blocker: "insert into scouts (id) values (1)", waiting: "drop index concurrently" };
    await crash(at, middle, () => migrateDown(at.database, { folder: at.folder }));
    expect((await migrationState(at.url)).applied).toEqual(at.after.applied);
    expect(await migrateDown(at.database, { folder: at.folder })).toMatchObject([{ name: fourth }]);
    await expectState(at.url, at.before);
    await expectFinished(at);
  });
});
