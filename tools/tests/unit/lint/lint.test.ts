import { describe, expect, test } from "vitest";
import { readMigrations } from "../../../../src/migrations/migration-folder.js";
import { formatFindings } from "../../../lint/finding.js";
import { lintMigrations } from "../../../lint/lint.js";
import { lintFiles, lintUps } from "./lint-sql.js";

test("the package's own migrations give no findings", async () => {
  const own = await readMigrations();
  expect(own[0]?.up.statements.length).toBeGreaterThan(5);
  expect(formatFindings(lintMigrations(own))).toBe("");
});

test("a finding reports the file, the line of the statement in it, and the statement in one short line", async () => {
  const findings = await lintFiles(
    `-- Why.\n\n-- Up Migration\n\nselect 'ä';\n\n/* two\n lines */ update plays\n  set wpa = 0,\n    ${"re24 = 0, ".repeat(12)}rbi = 0;\n\n-- Down Migration\n\nselect 1;\n`,
  );
  expect(findings).toHaveLength(1);
  const statement = `update plays set wpa = 0, ${"re24 = 0, ".repeat(12)}`.slice(0, 99);
  expect(findings).toMatchObject([
    { file: "migrations/900_test.sql", line: 8, rule: "update-without-where", statement: `${statement}…` },
  ]);
});

test("findings come file by file, and line by line", async () => {
  const findings = await lintFiles(
    "-- Down Migration\ndrop index plays_id_idx;\n-- Up Migration\ndelete from plays;\n-- lint: allow it\ntruncate games;\n",
  );
  expect(findings.map(({ line, rule }) => [line, rule])).toEqual([
    [2, "drop-index-without-concurrently"],
    [4, "delete-without-where"],
    [5, "allow-without-reason"],
    [6, "truncate"],
  ]);
});

test("one statement can have several findings", async () => {
  const findings = await lintUps("alter table plays add column a serial unique, drop column b");
  expect(findings.map(({ rule }) => rule).toSorted()).toEqual([
    "column-rewrites-table",
    "drop-column",
    "key-without-game-id",
    "serial",
    "unique-without-using-index",
    "unnamed",
  ]);
});

test("what was linted before does not count", async () => {
  const sql = "create index scouts_game_idx on scouts (game_id)";
  const findings = await lintUps(sql);
  expect(findings).toHaveLength(1);
  await lintUps(`create table scouts (game_id uuid); ${sql}`);
  expect(await lintUps(sql)).toEqual(findings);
});

describe("the complete safe ways give no findings:", () => {
  test.each([
    [
      "a column that is never null",
      [
        "alter table plays add column spin integer",
        "alter table plays alter column spin set default 0",
        "update plays set spin = 0 where spin is null and game_id in (select game_id from plays where spin is null limit 5000)",
        "alter table plays add constraint plays_spin_present check (spin is not null) not valid",
        "alter table plays validate constraint plays_spin_present",
        "alter table plays alter column spin set not null; alter table plays drop constraint plays_spin_present",
      ],
    ],
    [
      "a unique constraint",
      [
        "create unique index concurrently if not exists plays_spin_key on plays (game_id, spin)",
        "alter table plays add constraint plays_spin_key unique using index plays_spin_key",
      ],
    ],
    [
      "a new table with a foreign key",
      [
        `create table scouts (
           game_id uuid not null,
           id bigint generated always as identity,
           constraint scouts_pkey primary key (game_id, id)
         );
         alter table scouts add constraint scouts_game_fkey foreign key (game_id) references games (id);
         create index scouts_game_idx on scouts (game_id)`,
        "alter table plays add column scout_id bigint",
        `alter table plays add constraint plays_scout_fkey foreign key (game_id, scout_id)
           references scouts (game_id, id) not valid`,
        "alter table plays validate constraint plays_scout_fkey",
      ],
    ],
  ])("%s", async (_, steps) => {
    for (let last = 1; last <= steps.length; last++) {
      expect(formatFindings(await lintUps(...steps.slice(0, last)))).toBe("");
    }
  });
});

describe("a down part", () => {
  const file = (up: string, down: string) => `-- Up Migration\n${up}\n-- Down Migration\n${down}\n`;

  test("may not drop an index of a table that its up part did not make", async () => {
    const up = "create index concurrently if not exists plays_hit_idx on plays (game_id, hit);";
    const findings = await lintFiles(file(up, "drop index plays_hit_idx;"));
    expect(findings.map(({ line, rule }) => [line, rule])).toContainEqual([
      4,
      "drop-index-without-concurrently",
    ]);
  });

  test("may not drop an unknown index", async () => {
    const [finding] = await lintFiles(file("select 1;", "drop index elsewhere_idx;"));
    expect(finding).toMatchObject({ line: 4, rule: "drop-index-without-concurrently" });
  });

  test("may drop it concurrently, or with its table, or if its up part created the table", async () => {
    const made = "create table scouts (game_id uuid); create index scouts_idx on scouts (game_id);";
    expect(await lintFiles(file(made, "drop index scouts_idx; drop table scouts;"))).toEqual([]);
    const concurrently = "drop index concurrently if exists plays_id_idx;";
    expect(await lintFiles(file("select 1;", concurrently))).toEqual([]);
  });

  test("may drop what the up part added", async () => {
    const down = "alter table plays drop column spin; drop table roster_links;";
    expect(await lintFiles(file("alter table plays add column spin int;", down))).toEqual([]);
  });

  test("does not count for later migrations", async () => {
    const first = file(
      "create table scouts (id int constraint scouts_id_present check (id is not null));",
      "alter table scouts drop constraint scouts_id_present;",
    );
    const second = file("alter table scouts alter id set not null;", "select 1;");
    expect(await lintFiles(first, second)).toEqual([]);
  });
});

test("findings are printed with their place, their danger and the SQL to write, a blank line between them", () => {
  const finding = {
    file: "migrations/004_x.sql",
    line: 12,
    rule: "drop-index-without-concurrently",
    statement: "drop index x",
    danger: "It locks.",
    safeWay: "in a part marked `(no transaction)`:\ndrop index concurrently if exists x;",
  };
  const text = [
    "migrations/004_x.sql:12  drop-index-without-concurrently",
    "  drop index x",
    "  danger: It locks.",
    "  safe way: in a part marked `(no transaction)`:",
    "    drop index concurrently if exists x;",
  ].join("\n");
  expect(formatFindings([finding])).toBe(text);
  expect(formatFindings([finding, finding])).toBe(`${text}\n\n${text}`);
  expect(formatFindings([])).toBe("");
});
