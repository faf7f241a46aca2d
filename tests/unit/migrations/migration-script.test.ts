import { describe, expect, test } from "vitest";
import { migrationScript } from "../../../src/migrations/migration-script.js";
import { readMigrationFiles } from "../../support/migration-files.js";
import { migrationText, threeMigrations } from "../../support/migration-folders.js";

const options = { lockTimeout: 10_000 };
const [first, second, third] = await readMigrationFiles(threeMigrations);
const [indexing] = await readMigrationFiles({
  "001_index_scouts": migrationText(
    "create index concurrently if not exists scouts_id_idx on scouts (id);\ncomment on index scouts_id_idx is 'By id.';",
    "drop index concurrently if exists scouts_id_idx;",
    "no transaction",
  ),
});
const [adding] = await readMigrationFiles({
  "001_add_ejections": migrationText(
    "create table ejections (game_id uuid, id bigint, primary key (game_id, id));",
    "drop table ejections;",
  ),
});
if (!first || !second || !third || !indexing || !adding) throw new Error("a migration is missing");

/** The statements of a script, in order, each on one line. */
const statementsOf = (script: string) =>
  script
    .replaceAll(/^--.*$/gm, "")
    .split(/;\n|;$/)
    .map((statement) => statement.trim().replaceAll(/\s+/g, " "))
    .filter((statement) => statement !== "");

const historyTables = [
  "create table if not exists dugout_migrations ( id serial primary key, name varchar(255) not null, run_on timestamp not null )",
  "create table if not exists dugout_migration_checksums ( name text primary key, checksum text not null )",
];

describe("the script of a migration", () => {
  test("is one transaction: the lock timeout, the statements, the history entry and the checksum", () => {
    expect(statementsOf(migrationScript([second], "up", options))).toEqual([
      ...historyTables,
      "begin",
      "set local lock_timeout = 10000",
      "alter table scouts add name text",
      "create index scouts_name_idx on scouts (name)",
      "insert into dugout_migrations (name, run_on) values ('002_name_scouts', now() at time zone 'UTC')",
      `insert into dugout_migration_checksums (name, checksum) values ('002_name_scouts', '${second.checksum}') on conflict (name) do update set checksum = excluded.checksum`,
      "commit",
    ]);
  });

  test("down removes checksum and history entry", () => {
    expect(statementsOf(migrationScript([second], "down", options)).slice(2)).toEqual([
      "begin",
      "set local lock_timeout = 10000",
      "drop index scouts_name_idx",
      "alter table scouts drop name",
      "delete from dugout_migrations where name = '002_name_scouts'",
      "delete from dugout_migration_checksums where name = '002_name_scouts'",
      "commit",
    ]);
  });

  test("names the migrations in order", () => {
    const script = migrationScript([third, second, first], "down", options);
    expect(script.match(/^-- .*$/gm)).toEqual([
      "-- dugout: 003_send_scouts, 002_name_scouts, 001_hire_scouts (down).",
      "-- Run it with a tool that stops at the first error.",
      "-- 003_send_scouts (down)",
      "-- 002_name_scouts (down)",
      "-- 001_hire_scouts (down)",
    ]);
  });

  test("has no limit for locks if the lock timeout is 0", () => {
    expect(statementsOf(migrationScript([second], "up", { lockTimeout: 0 }))[3]).toBe(
      "set local lock_timeout = 0",
    );
  });

  test("without a transaction uses one only for the history, refuses an invalid index, and has no lock timeout for CONCURRENTLY", () => {
    const statements = statementsOf(migrationScript([indexing], "up", options)).slice(2);
    expect(statements.join("; ")).toMatch(
      /^do \$\$ begin if exists \(.* to_regclass\(quote_ident\('scouts_id_idx'\)\) and not indisvalid\) .* end \$\$; set lock_timeout/,
    );
    expect(statements.slice(-9)).toEqual([
      "set lock_timeout = 0",
      "create index concurrently if not exists scouts_id_idx on scouts (id)",
      "set lock_timeout = 10000",
      "comment on index scouts_id_idx is 'By id.'",
      "reset lock_timeout",
      "begin",
      "insert into dugout_migrations (name, run_on) values ('001_index_scouts', now() at time zone 'UTC')",
      `insert into dugout_migration_checksums (name, checksum) values ('001_index_scouts', '${indexing.checksum}') on conflict (name) do update set checksum = excluded.checksum`,
      "commit",
    ]);
    expect(migrationScript([indexing], "up", options)).toContain(
      "\n-- 001_index_scouts (up), without a transaction\n",
    );
  });

  test("that would run nothing is only a comment that says so", () => {
    expect(migrationScript([], "up", options)).toBe("-- dugout: nothing would be run.");
  });
});

describe("with Citus", () => {
  test("an ALTER TABLE has one action per statement if the tables are distributed, and all actions otherwise", async () => {
    const up = "alter table scouts add a int, add constraint scouts_a_range check (a in (1, 2)) not valid;";
    const down = "alter table scouts drop constraint scouts_a_range, drop a;";
    const [altering] = await readMigrationFiles({ "001_alter_scouts": migrationText(up, down) });
    if (!altering) throw new Error("the migration is missing");
    const sent = (isDone: boolean) =>
      statementsOf(
        migrationScript([altering], "up", { ...options, distribution: { isDone, left: [] } }),
      ).filter((statement) => statement.startsWith("alter"));
    expect(sent(true)).toEqual([
      "alter table scouts add a int",
      "alter table scouts add constraint scouts_a_range check (a in (1, 2)) not valid",
    ]);
    expect(sent(false)).toHaveLength(1);
  });

  const distributed = "select create_distributed_table('ejections', 'game_id', colocate_with => 'games')";

  test("a new table is distributed right after it is created if the others are distributed", () => {
    const distribution = { isDone: true, left: [] };
    const statements = statementsOf(migrationScript([adding, first], "up", { ...options, distribution }));
    expect(statements.filter((statement) => statement.includes("distribute"))).toEqual([distributed]);
    expect(statements.indexOf(distributed)).toBe(
      1 + statements.findIndex((text) => text.includes("ejections")),
    );
  });

  test("all tables are distributed at the end if none is yet", () => {
    const distribution = { isDone: false, left: ["select create_distributed_table('games', 'id')"] };
    const statements = statementsOf(migrationScript([adding, first], "up", { ...options, distribution }));
    expect(statements.slice(-2)).toEqual([...distribution.left, distributed]);
    expect(statementsOf(migrationScript([], "up", { ...options, distribution })).slice(2)).toEqual(
      distribution.left,
    );
  });
});
