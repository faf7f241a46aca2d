import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CommandResult, spawnDugout } from "../../support/command-line.js";
import { migrateCommand } from "../../support/migrate-command.js";
import { migrationFolders, migrationText, threeMigrations } from "../../support/migration-folders.js";
import { appliedNames } from "../../support/migration-state.js";
import { withClient } from "../../support/plain-client.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

/** Nothing listens there. */
const dead = "postgresql://umpire:s3cret-of-the-dead@127.0.0.1:1/games";

/** Every subcommand that needs a database. */
const verbs = [["up"], ["down"], ["up", "--sql"], ["current"], ["history"], ["pending"], ["stamp", "head"]];

const folderOf = migrationFolders();
const three = Object.keys(threeMigrations);
let folder: string;
let database: TestDatabase;

beforeAll(async () => {
  [folder, database] = await Promise.all([folderOf(threeMigrations), createTestDatabase({ empty: true })]);
});
afterAll(() => database.drop());

describe("the program", () => {
  it("uses DATABASE_MIGRATION_URL if it is set, whatever DATABASE_URL is, and ends with 0", async () => {
    const environment = { DATABASE_URL: dead, DATABASE_MIGRATION_URL: database.url };
    const { code, output, errors } = await spawnDugout(["migrate", "up", "--folder", folder], environment);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(output).toMatch(
      /^up 001_hire_scouts \(\d+ ms\)\nup 002_name_scouts \(\d+ ms\)\nup 003_send_scouts \(\d+ ms\)\n$/,
    );
    expect(await appliedNames(database.url)).toEqual(three);

    const other = { DATABASE_URL: database.url, DATABASE_MIGRATION_URL: dead };
    const unreachable = await spawnDugout(["migrate", "up", "--folder", folder], other);
    expect(unreachable).toMatchObject({ code: 1, output: "" });
    expect(unreachable.errors).toContain("umpire@127.0.0.1:1/games: nothing listens there");
  });

  it("ends with 1 if a migration fails, and prints the reason in one line", async () => {
    const failing = await folderOf({
      ...threeMigrations,
      "004_draft": migrationText("create table drafts (id int);\nselect 1 / 0;", "drop table drafts;"),
    });
    expect(await spawnDugout(["migrate", "up", "--folder", failing], { DATABASE_URL: database.url })).toEqual(
      {
        code: 1,
        output: "",
        errors:
          "dugout: Migration 004_draft (up) failed at line 4 of 004_draft.sql, in `select 1 / 0`: division by zero. " +
          "It was rolled back: the database is at the last revision that succeeded.\n",
      },
    );
  });

  it("asks for a database if none is named", async () => {
    const { code, errors } = await spawnDugout(["migrate", "up"]);
    expect(code).toBe(1);
    expect(errors).toMatch(/^dugout: There is no database URL: set DATABASE_URL\./);
  });

  it("reports a missing schema, and what to do, for an operation on a database without tables", async () => {
    const { code, errors } = await spawnDugout(["export", "00000000-0000-7000-8000-000000000000"], {
      DATABASE_URL: database.url,
    });
    expect(code).toBe(1);
    expect(errors).toContain("Run `dugout migrate up` on it.");
  });
});

it("every command of migrate uses DATABASE_MIGRATION_URL", async () => {
  for (const verb of verbs) {
    const environment = { DATABASE_URL: dead, DATABASE_MIGRATION_URL: database.url };
    expect(await migrateCommand([...verb, "--folder", folder], environment)).toMatchObject({
      code: 0,
      errors: "",
    });
  }
});

it("no command of migrate prints a password, whether it succeeds or fails", async () => {
  const password = new URL(database.url).password || "s3cret-and-not-needed";
  const url = Object.assign(new URL(database.url), { password }).href;
  const wrong = Object.assign(new URL(url), { username: "stranger", password: "s3cret-but-wrong" }).href;
  const failing = await folderOf({ "001_fail": migrationText("select 1 / 0;", "select 1;") });
  const results: CommandResult[] = [];
  for (const [target, ...options] of [
    [url, "stamp", "head", "--folder", folder],
    [url, "up", "--folder", failing],
    [url, "down", "--folder", failing],
    [url, "down", "base", "--sql", "--folder", folder],
    ...[dead, wrong].flatMap((unreachable) => verbs.map((verb) => [unreachable, ...verb])),
  ]) {
    results.push(await migrateCommand(options, { DATABASE_URL: target as string }));
  }
  const said = results.map(({ output, errors }) => output + errors).join("");
  expect(results.map(({ code }) => code)).toEqual([0, 1, 1, 0, ...Array(2 * verbs.length).fill(1)]);
  expect(said).toContain("umpire@127.0.0.1:1/games");
  for (const secret of [password, "s3cret"]) expect(said).not.toContain(secret);
});

it("a role without the right to create tables gets an error, and changes nothing", async () => {
  const role = `dugout_reader_${randomBytes(4).toString("hex")}`;
  const empty = await createTestDatabase({ empty: true });
  const asRole = Object.assign(new URL(empty.url), { username: role, password: "s3cret" }).href;
  await withClient(empty.url, async (client) => {
    await client.query(
      `create role ${role} login password 's3cret'; revoke create on schema public from public`,
    );
    try {
      const { code, output, errors } = await migrateCommand(["up"], { DATABASE_URL: asRole });
      expect({ code, output }).toEqual({ code: 1, output: "" });
      expect(errors).toMatch(
        /^dugout: Migrating postgresql:\/\/dugout_reader_\w+@\S+ failed: permission denied for schema public\. No migration/,
      );
      const current = await migrateCommand(["current"], { DATABASE_URL: asRole });
      expect(current).toEqual({ code: 0, output: "base\n", errors: "" });
    } finally {
      await client.query(`drop role ${role}`);
    }
  });
  expect(await appliedNames(empty.url)).toEqual([]);
  await empty.drop();
});
