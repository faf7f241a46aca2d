import { describe, expect, test } from "vitest";
import { partProblems } from "../../../src/migrations/part-rules.js";
import { parseStatements } from "../../../src/migrations/sql-parser.js";

async function problemsOf(sql: string, isTransactional: boolean): Promise<string[]> {
  const part = { statements: await parseStatements(sql), isTransactional, irreversible: undefined };
  return partProblems(part, "up", isTransactional ? "" : "no transaction");
}

describe("the runner begins and ends transactions; a migration must not contain", () => {
  test.each(["begin", "start transaction", "commit", "end", "rollback", "abort", "savepoint a", "release a"])(
    "%s",
    async (sql) => {
      const problem = "line 1: the runner sends BEGIN, COMMIT and ROLLBACK itself: remove them";
      expect(await problemsOf(sql, true)).toEqual([problem]);
      expect(await problemsOf(sql, false)).toEqual([problem]);
    },
  );
});

test("a function's body may contain BEGIN and END", async () => {
  const atomic = "create function f() returns void begin atomic select 1; end;";
  const quoted = "create function g() returns void language plpgsql as 'begin return; end';";
  expect(await problemsOf(atomic + quoted, true)).toEqual([]);
});

describe("a statement that cannot run in a transaction is refused there, and accepted without one:", () => {
  test.each([
    ["create index concurrently if not exists a on plays (id)", "CREATE INDEX CONCURRENTLY"],
    ["drop index concurrently if exists a", "DROP INDEX CONCURRENTLY"],
    ["reindex index concurrently a", "REINDEX CONCURRENTLY"],
    ["reindex (concurrently) table plays", "REINDEX CONCURRENTLY"],
    ["vacuum plays", "VACUUM"],
  ])("%s", async (sql, name) => {
    expect(await problemsOf(sql, true)).toEqual([
      `line 1: ${name} cannot run in a transaction: put it into a separate file, and mark its part \`(no transaction)\``,
    ]);
    expect(await problemsOf(sql, false)).toEqual([]);
  });
});

describe("statements about the server or about many tables cannot run in a transaction:", () => {
  test.each([
    ["alter table plays detach partition plays_2020 concurrently", "DETACH PARTITION CONCURRENTLY"],
    ["reindex database games", "REINDEX DATABASE"],
    ["reindex schema public", "REINDEX SCHEMA"],
    ["reindex system games", "REINDEX SYSTEM"],
    ["create database games", "CREATE DATABASE"],
    ["drop database games", "DROP DATABASE"],
    ["alter system set work_mem = '1GB'", "ALTER SYSTEM"],
    ["create tablespace fast location '/fast'", "CREATE TABLESPACE"],
    ["drop tablespace fast", "DROP TABLESPACE"],
  ])("%s", async (sql, name) => {
    expect(await problemsOf(sql, true)).toEqual([
      `line 1: ${name} cannot run in a transaction: put it into a separate file, and mark its part \`(no transaction)\``,
    ]);
  });
});

describe("statements that can run in a transaction are accepted:", () => {
  test.each([
    "create index a on plays (id)",
    "drop index a",
    "reindex table plays",
    "reindex (concurrently off) table plays",
    "alter table plays detach partition plays_2020",
    "analyze plays",
    "insert into games (id) values (null)",
    "alter type color add value 'red'",
  ])("%s", async (sql) => {
    expect(await problemsOf(sql, true)).toEqual([]);
  });
});

describe("without a transaction, a repeatable statement is accepted:", () => {
  test.each([
    "drop table if exists a",
    "alter type color add value if not exists 'red'",
    "alter table plays validate constraint a, validate constraint b",
    "update plays set wpa = 0 where wpa is null",
    "delete from plays where wpa is null",
    "comment on table plays is 'Plays.'",
    "reset maintenance_work_mem",
    "analyze plays",
  ])("%s", async (sql) => {
    expect(await problemsOf(sql, false)).toEqual([]);
  });
});

describe("without a transaction, a statement that would fail or take effect twice when repeated is refused:", () => {
  test.each([
    "create index concurrently a on plays (id)",
    "create index concurrently on plays (id)",
    "drop index concurrently a",
    "alter type color add value 'red'",
    "alter table plays add column wpa real",
    "alter table plays validate constraint a, drop constraint b",
    "create table scouts (id integer)",
    "insert into games (id) values (null)",
  ])("%s", async (sql) => {
    expect(await problemsOf(sql, false)).toEqual([
      expect.stringMatching(
        /^line 1: in a part without a transaction, every statement must be safe to run again/,
      ),
    ]);
  });
});

test("every problem is reported with its line", async () => {
  const problems = await problemsOf("begin;\nselect 1;\nvacuum;\n\ncommit;", true);
  expect(problems.map((problem) => problem.split(":")[0])).toEqual(["line 1", "line 3", "line 5"]);
});

describe("migrations run in the schema of their history; refused is", () => {
  test.each([
    "set search_path = app",
    "set local search_path to app, public",
    "set schema 'app'",
    "reset search_path",
    "reset all",
    "select set_config('search_path', '', false)",
    "select pg_catalog.set_config('SEARCH_PATH', 'app', true)",
  ])("%s", async (sql) => {
    for (const isTransactional of [true, false]) {
      expect((await problemsOf(sql, isTransactional)).join()).toMatch(
        /^line 1: it changes search_path, .*other\.scouts/,
      );
    }
  });

  test("but a function may set its own search path", async () => {
    const sql = "create function f() returns int language sql set search_path = pg_catalog as 'select 1'";
    expect(await problemsOf(sql, true)).toEqual([]);
    expect(
      await problemsOf("set local work_mem = '64MB'; select set_config('work_mem', '1MB', true)", true),
    ).toEqual([]);
  });
});

describe("in a transaction, a setting must end with the migration:", () => {
  test.each([
    "set statement_timeout = '1s'",
    "set work_mem to default",
    "set role scout",
    "set session authorization scout",
    "set session characteristics as transaction read only",
    "select set_config('work_mem', '1MB', false)",
    "select 1, pg_catalog.set_config('work_mem', '1MB', $1)",
  ])("%s is refused", async (sql) => {
    expect((await problemsOf(sql, true)).join()).toMatch(/^line 1: it changes a setting .* write SET LOCAL/);
  });

  test.each([
    "set local statement_timeout = '1s'",
    "set local role scout",
    "reset role",
    "set transaction read write",
    "select set_config('work_mem', '1MB', true)",
  ])("%s is accepted", async (sql) => {
    expect(await problemsOf(sql, true)).toEqual([]);
  });
});

describe("without a transaction, a setting must be reset:", () => {
  const index = "create index concurrently if not exists a on plays (inning)";

  test.each([
    `set statement_timeout = 0; ${index}`,
    `set statement_timeout = 0; ${index}; reset lock_timeout`,
    `reset statement_timeout; set statement_timeout = 0; ${index}`,
    `set role scout; ${index}`,
    `set session characteristics as transaction isolation level serializable; ${index}`,
  ])("%s is refused", async (sql) => {
    expect((await problemsOf(sql, false)).join()).toMatch(/it changes a setting .* reset it at the end/);
  });

  test.each([
    `set statement_timeout = 0; ${index}; reset statement_timeout`,
    `set session authorization scout; ${index}; reset session authorization`,
    `set maintenance_work_mem = '1GB'; ${index}; reset maintenance_work_mem`,
  ])("%s is accepted", async (sql) => {
    expect(await problemsOf(sql, false)).toEqual([]);
  });
});

describe("without a transaction, repeatable statements that replace a constraint or a function are accepted:", () => {
  test.each([
    ["alter table plays drop constraint if exists a, add constraint a check (pa > 0) not valid", true],
    ["alter table plays validate constraint a, validate constraint b", true],
    ["create or replace function f() returns int language sql as 'select 1'", true],
    ["alter table plays add constraint a check (pa > 0)", false],
    ["alter table plays add constraint a check (pa > 0), drop constraint if exists a", false],
    ["alter table plays drop constraint if exists a, add constraint b check (pa > 0)", false],
    ["alter table plays drop constraint a", false],
    ["create function f() returns int language sql as 'select 1'", false],
  ])("%s: %s", async (sql, isRepeatable) => {
    expect(await problemsOf(sql, false)).toHaveLength(isRepeatable ? 0 : 1);
  });
});
