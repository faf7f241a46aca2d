import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrateCommand } from "../../support/migrate-command.js";
import {
  migrationFolders,
  migrationText,
  ownMigrationsAnd,
  threeMigrations,
} from "../../support/migration-folders.js";
import { appliedNames, migrationState } from "../../support/migration-state.js";
import { needs } from "../../support/needs.js";
import { withClient } from "../../support/plain-client.js";
import { createTestDatabase, isOnCitus, type TestDatabase } from "../../support/test-database.js";

const folderOf = migrationFolders();
const databases: TestDatabase[] = [];
const three = Object.keys(threeMigrations);
let folder: string;

beforeAll(async () => {
  folder = await folderOf(threeMigrations);
});
afterAll(async () => {
  for (const database of databases) await database.drop();
});

async function emptyDatabase(): Promise<string> {
  const database = await createTestDatabase({ empty: true });
  databases.push(database);
  return database.url;
}

const migrate = (url: string, ...options: string[]) => migrateCommand(options, { DATABASE_URL: url });
const inFolder = (url: string, ...options: string[]) => migrate(url, ...options, "--folder", folder);

/** What a run printed, with its times left out. */
const steps = (output: string) =>
  output
    .replaceAll(/ \(\d+ ms\)$/gm, "")
    .split("\n")
    .slice(0, -1);

describe("dugout migrate", () => {
  it("migrates an empty database up, reverts migrations, and says when there is nothing to do", async () => {
    const url = await emptyDatabase();
    const { own } = await ownMigrationsAnd();
    const up = await migrate(url, "up");
    expect(up).toMatchObject({ code: 0, errors: "" });
    expect(steps(up.output)).toEqual(own.map((name) => `up ${name}`));
    const again = await migrate(url, "up");
    expect(again).toMatchObject({ code: 0, errors: "" });
    expect(again.output).toMatch(/^Nothing to do on postgresql:\/\/.*\.\n$/);

    expect(steps((await migrate(url, "down")).output)).toEqual([`down ${own.at(-1)}`]);
    expect(steps((await migrate(url, "down", "base")).output)).toEqual(
      own
        .slice(0, -1)
        .toReversed()
        .map((name) => `down ${name}`),
    );
    expect(await migrate(url, "down")).toMatchObject({ code: 0, output: again.output });
    expect((await migrationState(url)).catalog).toEqual({});
  });

  it("migrates to a revision by number, by name and by steps", async () => {
    const url = await emptyDatabase();
    for (const [direction, revision, applied] of [
      ["up", "+1", 1],
      ["up", "003_send_scouts", 3],
      ["down", "-2", 1],
      ["up", "002", 2],
      ["down", "001", 1],
      ["down", "base", 0],
      ["up", "head", 3],
      ["down", "-9", 0],
    ] as const) {
      expect(await inFolder(url, direction, revision)).toMatchObject({ code: 0, errors: "" });
      expect(await appliedNames(url)).toEqual(three.slice(0, applied));
    }
  });

  it("refuses a revision that does not exist", async () => {
    const url = await emptyDatabase();
    expect(await inFolder(url, "up", "9")).toEqual({
      code: 1,
      output: "",
      errors:
        "dugout: There is no revision 9. There are: base, 001_hire_scouts, 002_name_scouts, 003_send_scouts (head). " +
        "`+1` and `-1` count steps.\n",
    });
    expect(await appliedNames(url)).toEqual([]);
  });

  it("prints with --dry-run what it would run, and runs nothing", async () => {
    const url = await emptyDatabase();
    expect(await inFolder(url, "up", "2", "--dry-run")).toEqual({
      code: 0,
      output: "would run up 001_hire_scouts\nwould run up 002_name_scouts\n",
      errors: "",
    });
    const { rows } = await withClient(url, (client) =>
      client.query("select from pg_class where relname in ('scouts', 'dugout_migrations')"),
    );
    expect(rows).toEqual([]);
    await inFolder(url, "up", "2");
    const down = await inFolder(url, "down", "base", "--dry-run");
    const up = await inFolder(url, "up", "2", "--dry-run");
    expect(down.output).toBe("would run down 002_name_scouts\nwould run down 001_hire_scouts\n");
    expect(up.output).toBe("Nothing would run.\n");
    expect(await appliedNames(url)).toEqual(three.slice(0, 2));
  });

  it("reports a failure in one line with file, line and statement, after the completed steps", async () => {
    const url = await emptyDatabase();
    const failing = await folderOf({
      ...threeMigrations,
      "004_draft": migrationText("create table drafts (id int);\nselect 1 / 0;", "drop table drafts;"),
    });
    const { code, output, errors } = await migrate(url, "up", "--folder", failing);
    expect(code).toBe(1);
    expect(steps(output)).toEqual(three.map((name) => `up ${name}`));
    expect(errors).toBe(
      "dugout: Migration 004_draft (up) failed at line 4 of 004_draft.sql, in `select 1 / 0`: division by zero. " +
        "It was rolled back: the database is at the last revision that succeeded.\n",
    );
    expect(await appliedNames(url)).toEqual(three);
  });

  it("stops waiting for a lock after --lock-timeout milliseconds", async () => {
    const url = await emptyDatabase();
    await inFolder(url, "up", "1");
    const outcome = await withClient(url, async (other) => {
      await other.query("begin; lock table scouts in access share mode");
      return inFolder(url, "up", "--lock-timeout", "50");
    });
    expect(outcome).toMatchObject({ code: 1, output: "" });
    expect(outcome.errors).toContain(
      "canceling statement due to lock timeout. Another transaction holds a lock on the table.",
    );
    expect(await appliedNames(url)).toEqual(three.slice(0, 1));

    const wrong = await inFolder(url, "up", "--lock-timeout", "5s");
    expect(wrong).toMatchObject({ code: 1, output: "" });
    expect(wrong.errors).toContain("It must be a whole number of milliseconds.");
  });

  it("refuses a database that a newer release migrated, up and down", async () => {
    const url = await emptyDatabase();
    await inFolder(url, "up");
    const { "003_send_scouts": _, ...older } = threeMigrations;
    const olderFolder = await folderOf(older);
    for (const direction of ["up", "down"]) {
      const { code, errors } = await migrate(url, direction, "--folder", olderFolder);
      expect(code).toBe(1);
      expect(errors).toMatch(
        /^dugout: postgresql:\/\/.* is newer than this release of dugout: it is at 003_send_scouts/,
      );
    }
    expect(await appliedNames(url)).toEqual(three);
  });

  const withoutCitus = needs(!isOnCitus, "the tests' databases have Citus");
  it("refuses --distributed citus where there is no Citus, and runs nothing", withoutCitus, async () => {
    const url = await emptyDatabase();
    for (const options of [[], ["--sql"]]) {
      const { code, output, errors } = await inFolder(url, "up", "--distributed", "citus", ...options);
      expect({ code, output }).toEqual({ code: 1, output: "" });
      expect(errors).toMatch(/^dugout: This database has no Citus extension/);
    }
    expect(await appliedNames(url)).toEqual([]);
  });
});
