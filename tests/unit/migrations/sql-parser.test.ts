import { describe, expect, test } from "vitest";
import { lineComments, parseStatements, SqlSyntaxError } from "../../../src/migrations/sql-parser.js";

async function textsAndLines(sql: string, firstLine?: number): Promise<[text: string, line: number][]> {
  return (await parseStatements(sql, firstLine)).map(({ text, line }) => [text, line]);
}

test("a statement has its text, line and syntax tree", async () => {
  const [first, second, ...rest] = await parseStatements("select 1;\n\ndrop table\n  plays;\n");
  expect(first).toMatchObject({ text: "select 1", line: 1, tree: { SelectStmt: {} } });
  expect(second).toMatchObject({ text: "drop table\n  plays", line: 3, tree: { DropStmt: {} } });
  expect(rest).toEqual([]);
});

test("lines are counted from where the SQL begins in its file", async () => {
  expect(await textsAndLines("\nselect 1;\nselect 2", 40)).toEqual([
    ["select 1", 41],
    ["select 2", 42],
  ]);
});

describe("text and line do not include what surrounds the statement:", () => {
  test.each<[string, string, [string, number][]]>([
    ["after comments", "-- one; two\n/* three;\n */ select 1;", [["select 1", 3]]],
    ["before comments", "select 1 -- one\n/* two */\n; -- three; four", [["select 1", 1]]],
    ["before a comment at the end, without a semicolon", "select 1 /* one */\n-- two", [["select 1", 1]]],
    [
      "with comments within",
      "select /* one; */ 1 -- two\n  + 1;",
      [["select /* one; */ 1 -- two\n  + 1", 1]],
    ],
    [
      "between empty statements",
      ";;\nselect 1;;\n;select 2;;",
      [
        ["select 1", 2],
        ["select 2", 3],
      ],
    ],
    [
      "on one line",
      "select 1; select 2",
      [
        ["select 1", 1],
        ["select 2", 1],
      ],
    ],
    [
      "after letters of several bytes",
      "-- ⚾😀\nselect 'é😀';\nselect 'ü';",
      [
        ["select 'é😀'", 2],
        ["select 'ü'", 3],
      ],
    ],
    [
      "with a semicolon in a string, a name and a comment",
      `select ';', "a;b" from (select 1 as "a;b") /* ; */ x; select 2`,
      [
        [`select ';', "a;b" from (select 1 as "a;b") /* ; */ x`, 1],
        ["select 2", 1],
      ],
    ],
    ["in parentheses", "\n(select 1) union (select 2);", [["(select 1) union (select 2)", 2]]],
  ])("%s", async (_, sql, expected) => {
    expect(await textsAndLines(sql)).toEqual(expected);
  });
});

test("a body in dollar quotes is part of its statement", async () => {
  const block = "do $body$\nbegin\n  perform 1; -- $$\n  perform '$$;';\nend;\n$body$";
  expect(await textsAndLines(`${block};\nselect 1;`)).toEqual([
    [block, 1],
    ["select 1", 7],
  ]);
});

describe("a control character is accepted", () => {
  const characters = [...Array(31).keys()].map((code) => String.fromCharCode(code + 1));

  test.each<[string, (character: string) => string]>([
    ["in quotes", (character) => `select 'a${character}b'`],
    ["in quotes with escapes", (character) => `select E'a${character}\\'b'`],
    ["in dollar quotes", (character) => `do $$a${character}b$$`],
    ["in a name", (character) => `select 1 as "a${character}b"`],
    ["in a comment of several lines", (character) => `select /* a${character}b */ 1`],
  ])("%s", async (_, write) => {
    for (const character of characters) {
      const statement = write(character);
      const found = await parseStatements(`${statement}; -- a${character}\n-- end\nselect 2`);
      expect(found.map(({ text }) => text)).toEqual([statement, "select 2"]);
      expect((await lineComments(`${statement}; -- end`)).map(({ text }) => text)).toEqual(["-- end"]);
    }
  });

  test("except NUL, after which nothing would run", async () => {
    const refusal = parseStatements("select 1;\nselect '\0'; drop table plays");
    await expect(refusal).rejects.toMatchObject({ name: "SqlSyntaxError", line: 2 });
    expect((await lineComments("select '\0'; -- end")).map(({ text }) => text)).toEqual(["-- end"]);
  });
});

test("a body of BEGIN ATOMIC is part of its statement", async () => {
  const made = "create function f() returns integer\nbegin atomic\n  select 1;\n  select 2;\nend";
  expect(await textsAndLines(`${made};\nselect 3;`)).toEqual([
    [made, 1],
    ["select 3", 6],
  ]);
});

test.each([
  ["nothing at all", ""],
  ["blank lines", " \n\n"],
  ["comments", "-- one\n/* two */"],
  ["semicolons", ";;\n;"],
])("%s has no statements", async (_, sql) => {
  expect(await parseStatements(sql)).toEqual([]);
});

describe("a syntax error names the problem and the line", () => {
  test.each([
    ["on the first line", "selec 1", "selec", 1],
    ["after other statements", "select 1;\nselect 2;\n\nselec 3;\nselect 4;", "selec", 4],
    ["within a statement", "create table a (\n  b integer,\n  c integr integer\n);", "integer", 3],
    ["at the end", "select 1;\n\nselect (\n", "end of input", 4],
    ["in a string without its end", "select 1;\nselect 'abc", "unterminated", 2],
    ["in a comment without its end", "select 1;\n\n/* abc", "unterminated", 3],
    ["after letters of two bytes", `-- ${"é".repeat(50)}\nselect 1;\nselec 2;\n\n\n`, "selec", 3],
    ["after letters of four bytes", `-- ${"😀".repeat(50)}\nselect 1;\nselec 2;\n\n\n`, "selec", 3],
  ])("%s", async (_, sql, message, line) => {
    const error = await parseStatements(sql).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SqlSyntaxError);
    expect(error).toMatchObject({ name: "SqlSyntaxError", message: expect.stringContaining(message), line });
  });

  test("of the file that the SQL is from", async () => {
    await expect(parseStatements("select 1;\nselec 2", 10)).rejects.toMatchObject({ line: 11 });
  });
});

describe("an ALTER TABLE with several actions is also split into one statement for each:", () => {
  test.each<[string, string[]]>([
    ["alter table plays add a int", ["alter table plays add a int"]],
    ["alter table plays add a int, drop b", ["alter table plays add a int", "alter table plays drop b"]],
    [
      'alter table if exists "my, own"."a b" * add constraint c check (a in (1, 2) and b <> \',\'), drop if exists "c,d" /* e, f */, set (fillfactor = 50, user_catalog_table = false)',
      [
        'alter table if exists "my, own"."a b" * add constraint c check (a in (1, 2) and b <> \',\')',
        'alter table if exists "my, own"."a b" * drop if exists "c,d"',
        'alter table if exists "my, own"."a b" * set (fillfactor = 50, user_catalog_table = false)',
      ],
    ],
    [
      'alter table ä.ö\n  add ü int, -- one, two\n  add "ß" int',
      ["alter table ä.ö add ü int", 'alter table ä.ö add "ß" int'],
    ],
    ["drop table a, b", ["drop table a, b"]],
  ])("%s", async (sql, actions) => {
    const statements = await parseStatements(`select 1;\n${sql};`);
    expect(statements.map((statement) => statement.actions)).toEqual([["select 1"], actions]);
    for (const action of actions) expect(await parseStatements(action)).toHaveLength(1);
  });
});
