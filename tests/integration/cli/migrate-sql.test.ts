import { beforeAll, describe, expect, it } from "vitest";
import { migrate, migrateDown } from "../../../src/migrations.js";
import { emptyDatabases } from "../../support/empty-databases.js";
import { migrateCommand } from "../../support/migrate-command.js";
import {
  migrationFolders,
  migrationText,
  ownMigrationsAnd,
  threeMigrations,
} from "../../support/migration-folders.js";
import { appliedNames, migrationState } from "../../support/migration-state.js";
import { withClient } from "../../support/plain-client.js";
import { runByStatement } from "../../support/run-script.js";
import { rejectionOf } from "../../support/sample-inputs.js";

const folderOf = migrationFolders();
const emptyDatabase = emptyDatabases();
const three = Object.keys(threeMigrations);
const runAsOne = (url: string, script: string) => withClient(url, (client) => client.query(script));

/** The script for a database, or (undefined) for none. */
async function scriptFor(url: string | undefined, folder: string, ...options: string[]): Promise<string> {
  const environment = url === undefined ? {} : { DATABASE_URL: url };
  const { code, output, errors } = await migrateCommand(
    [...options, "--sql", "--folder", folder],
    environment,
  );
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
  return output;
}

describe("the SQL of the package's migrations and one more, made without a database", () => {
  let folder: string;
  let own: readonly string[];
  beforeAll(async () => {
    const more = migrationText(
      "create index concurrently if not exists extra_idx on plays (game_id, half);",
      "drop index concurrently if exists extra_idx;",
      "no transaction",
    );
    const migrations = await ownMigrationsAnd([["index_halves", more]]);
    folder = await folderOf(migrations.files);
    own = migrations.own;
  });

  it("leads to the same catalog and history as the runner, up and down", async () => {
    const [byScript, byRunner] = [await emptyDatabase(), await emptyDatabase()];
    const up = await scriptFor(undefined, folder, "up", "--from", "base");
    const down = await scriptFor(undefined, folder, "down", "1", "--from", "head");
    const rest = await scriptFor(undefined, folder, "down", "base", "--from", "1");
    await runByStatement(byScript.url, up);
    await migrate(byRunner.database, { folder });
    const state = await migrationState(byRunner.url);
    expect(await migrationState(byScript.url)).toEqual(state);
    expect(await migrate(byScript.database, { folder })).toEqual([]);

    await runByStatement(byScript.url, down);
    await migrateDown(byRunner.database, { folder, to: "1" });
    expect(await migrationState(byScript.url)).toEqual(await migrationState(byRunner.url));
    await runByStatement(byScript.url, rest);
    expect(await migrationState(byScript.url)).toMatchObject({
      catalog: {},
      applied: [],
      looseChecksums: [],
    });

    await runByStatement(byScript.url, up);
    expect(await migrationState(byScript.url)).toEqual(state);
  });

  it("continues from a given revision", async () => {
    const [byScript, byRunner] = [await emptyDatabase(), await emptyDatabase()];
    const last = own.at(-1) as string;
    await migrate(byScript.database, { folder, to: last });
    await runByStatement(byScript.url, await scriptFor(undefined, folder, "up", "--from", last));
    await migrate(byRunner.database, { folder });
    expect(await migrationState(byScript.url)).toEqual(await migrationState(byRunner.url));
  });
});

describe("the SQL for a database", () => {
  it("contains what is missing there, runs nothing by itself, and can be sent as one text", async () => {
    const [byScript, byRunner] = [await emptyDatabase(), await emptyDatabase()];
    const folder = await folderOf(threeMigrations);
    await migrate(byScript.database, { folder, to: "1" });
    const before = await migrationState(byScript.url);
    const script = await scriptFor(byScript.url, folder, "up", "--lock-timeout", "1234");
    expect(await migrationState(byScript.url)).toEqual(before);
    expect(script).not.toContain("001_hire_scouts");
    expect(script.match(/^set local lock_timeout = 1234;$/gm)).toHaveLength(2);

    await runAsOne(byScript.url, script);
    await migrate(byRunner.database, { folder });
    expect(await migrationState(byScript.url)).toEqual(await migrationState(byRunner.url));

    await runAsOne(byScript.url, await scriptFor(byScript.url, folder, "down", "base"));
    expect(await migrationState(byScript.url)).toMatchObject({ catalog: {}, applied: [] });
  });

  it("says that there is nothing to run if there is nothing", async () => {
    const { database, url } = await emptyDatabase();
    const folder = await folderOf(threeMigrations);
    await migrate(database, { folder });
    expect(await scriptFor(url, folder, "up")).toBe("-- dugout: nothing would be run.\n");
  });

  it("is refused if the runner would refuse", async () => {
    const { database, url } = await emptyDatabase();
    const folder = await folderOf(threeMigrations);
    await migrate(database, { folder });
    await withClient(url, (client) =>
      client.query("delete from dugout_migrations where name = '002_name_scouts'"),
    );
    const { code, output, errors } = await migrateCommand(["up", "--sql", "--folder", folder], {
      DATABASE_URL: url,
    });
    expect({ code, output }).toEqual({ code: 1, output: "" });
    expect(errors).toContain("002_name_scouts was not applied, but later migrations were");
  });

  it("stops at a migration that fails, and keeps those before it", async () => {
    const { url } = await emptyDatabase();
    const folder = await folderOf({
      ...threeMigrations,
      "003_send_scouts": migrationText("create table trips (id int);\nselect 1 / 0;", "drop table trips;"),
    });
    const script = await scriptFor(url, folder, "up");
    expect(await rejectionOf(runByStatement(url, script))).toMatchObject({ code: "22012" });
    expect(await appliedNames(url)).toEqual(three.slice(0, 2));
    expect((await migrationState(url)).catalog).not.toHaveProperty("table trips");
  });

  it("refuses an invalid index that a failed statement left", async () => {
    const { database, url } = await emptyDatabase();
    const index = "create unique index concurrently if not exists trips_key on trips (id);";
    const folder = await folderOf({
      ...threeMigrations,
      "004_index": migrationText(index, "drop index concurrently if exists trips_key;", "no transaction"),
    });
    await migrate(database, { folder, to: "3" });
    await withClient(url, (client) => client.query("insert into trips values (1), (1)"));
    const script = await scriptFor(url, folder, "up");
    expect(await rejectionOf(runByStatement(url, script))).toMatchObject({ code: "23505" });
    await withClient(url, (client) => client.query("truncate trips"));
    expect(await rejectionOf(runByStatement(url, script))).toMatchObject({
      message:
        "trips_key is invalid: a CREATE INDEX CONCURRENTLY failed. Drop the index, and run this again.",
    });
    expect(await appliedNames(url)).toEqual(three);
    await withClient(url, (client) => client.query("drop index trips_key"));
    await runByStatement(url, script);
    expect(await migrationState(url)).toMatchObject({ invalidIndexes: [], looseChecksums: [] });
    expect(await appliedNames(url)).toEqual([...three, "004_index"]);
  });
});

describe("--from", () => {
  it("is refused without --sql or --dry-run", async () => {
    const { url } = await emptyDatabase();
    for (const verb of ["up", "down"]) {
      const { code, errors } = await migrateCommand([verb, "--from", "base"], { DATABASE_URL: url });
      expect(code).toBe(1);
      expect(errors).toBe(
        "dugout: --from can only be used with --sql or --dry-run: migrations run from the database's own revision.\n",
      );
    }
    expect(await appliedNames(url)).toEqual([]);
  });

  it("takes a revision that there is, and works with --dry-run", async () => {
    const folder = await folderOf(threeMigrations);
    const planFrom = (from: string) =>
      migrateCommand(["up", "--dry-run", "--from", from, "--folder", folder]);
    const [known, unknown] = [await planFrom("2"), await planFrom("4")];
    expect(known).toEqual({ code: 0, output: "would run up 003_send_scouts\n", errors: "" });
    expect(unknown).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/^dugout: There is no revision 4\./),
    });
  });
});
