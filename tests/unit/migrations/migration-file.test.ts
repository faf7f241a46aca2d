import { describe, expect, test } from "vitest";
import { readMigrationFile } from "../../../src/migrations/migration-file.js";

const path = "migrations/004_add_scouts.sql";

async function problemsOf(content: string, at = path): Promise<readonly string[]> {
  return (await readMigrationFile(at, content)).problems;
}

const file = `-- Scouts watch games.

-- Up Migration

create table scouts (id integer);
-- lint: nothing
comment on table scouts is 'Who ⚾ watches; and why.';

-- Down Migration

drop table scouts;
`;

test("a file is read into its number, its name and its two parts", async () => {
  const { migration, problems } = await readMigrationFile(path, file);
  expect(problems).toEqual([]);
  expect(migration).toMatchObject({
    number: 4,
    name: "004_add_scouts",
    path,
    up: {
      line: 4,
      isTransactional: true,
      irreversible: undefined,
      statements: [
        { text: "create table scouts (id integer)", line: 5 },
        { text: "comment on table scouts is 'Who ⚾ watches; and why.'", line: 7 },
      ],
    },
    down: {
      line: 10,
      isTransactional: true,
      irreversible: undefined,
      statements: [{ text: "drop table scouts", line: 11 }],
    },
  });
});

test("a part's text begins on the line after its marker", async () => {
  const { migration } = await readMigrationFile(path, file);
  const lines = file.split("\n");
  for (const { text, line } of [migration.up, migration.down]) {
    expect(text.split("\n")[1]).toBe(lines[line]);
    expect(file).toContain(text);
  }
  expect(migration.up.text).toContain("-- lint: nothing\n");
  expect(migration.up.text).not.toContain("drop table");
});

describe("the same file", () => {
  test.each([
    ["with the line endings of Windows", file.replaceAll("\n", "\r\n")],
    ["with a byte order mark", `\uFEFF${file}`],
    ["with both", `\uFEFF${file.replaceAll("\n", "\r\n")}`],
  ])("%s is the same migration", async (_, content) => {
    expect(await readMigrationFile(path, content)).toEqual(await readMigrationFile(path, file));
  });

  test.each([
    ["one letter", file.replace("scouts (id", "scouts (ib")],
    ["a blank", file.replace("(id integer)", "(id  integer)")],
    ["a comment", file.replace("watch games", "watched games")],
  ])("with %s changed has another checksum", async (_, content) => {
    expect(content).not.toBe(file);
    const [changed, original] = await Promise.all(
      [content, file].map((text) => readMigrationFile(path, text)),
    );
    expect(changed?.migration.checksum).not.toBe(original?.migration.checksum);
    expect(changed?.migration.checksum).toMatch(/^[0-9a-f]{64}$/);
  });
});

test("the parts may be in either order, and the markers in upper or lower case", async () => {
  const { migration, problems } = await readMigrationFile(
    path,
    "--down migration\ndrop table a;\n--  UP Migration  \ncreate table a ();",
  );
  expect(problems).toEqual([]);
  expect(migration.up.statements).toMatchObject([{ text: "create table a ()", line: 4 }]);
  expect(migration.down.statements).toMatchObject([{ text: "drop table a", line: 2 }]);
});

test("a remark says that a part runs without a transaction, or cannot be reverted", async () => {
  const { migration, problems } = await readMigrationFile(
    path,
    "-- Up Migration (no transaction)\ndrop table if exists a;\n-- Down Migration (irreversible: the rows (all) are gone)",
  );
  expect(problems).toEqual([]);
  expect(migration.up).toMatchObject({ isTransactional: false, irreversible: undefined });
  expect(migration.down).toMatchObject({
    isTransactional: true,
    irreversible: "the rows (all) are gone",
    statements: [],
  });
});

describe("the reason for irreversible may end", () => {
  test.each([
    ["with its marker", ""],
    ["with a line", "\n"],
    ["with a comment", "\n-- There is no way.\n"],
  ])("%s", async (_, end) => {
    expect(
      await problemsOf(`-- Up Migration\nselect 1;\n-- Down Migration (irreversible: why)${end}`),
    ).toEqual([]);
  });
});

describe("text that only looks like a marker is ignored:", () => {
  test.each([
    [
      "within dollar quotes",
      "create function f() returns int language sql as $$\n-- Down Migration\nselect 1 $$",
    ],
    [
      "within named dollar quotes",
      "do $do$\nbegin\n-- Down Migration\nexecute $$\n-- Up Migration\n$$; end $do$",
    ],
    ["within quotes", "select 'it''s\n-- Down Migration\n'"],
    ["within quotes with escapes", "select E'\\'\n-- Down Migration\n'"],
    ["in a name", 'select 1 as "a\n-- Down Migration\n"'],
    ["in a comment of several lines", "select 1 /* /* */\n-- Down Migration\n*/"],
    ["behind a statement", "select 1; -- Down Migration"],
  ])("%s", async (_, sql) => {
    const { migration, problems } = await readMigrationFile(
      path,
      `-- Up Migration\n${sql};\n-- Down Migration\nselect 'ä';\n`,
    );
    expect(problems).toEqual([]);
    expect(migration.up.statements).toHaveLength(1);
    expect(migration.down.statements).toMatchObject([{ text: "select 'ä'" }]);
  });
});

const up = "-- Up Migration\nselect 1;\n";
const down = "-- Down Migration\nselect 1;\n";

describe("a problem is", () => {
  test.each([
    ["no up part", down, ["it has no up part: write it after a line `-- Up Migration`"]],
    [
      "no down part",
      up,
      [
        "it has no down part: write it after a line `-- Down Migration`, or `-- Down Migration (irreversible: why)` if it cannot be reverted",
      ],
    ],
    ["nothing at all", "", [expect.stringContaining("no up part"), expect.stringContaining("no down part")]],
    [
      "an edited up marker, before which its SQL then stands",
      up.replace("Migration", "Migration:") + down,
      [expect.stringContaining("the SQL before"), expect.stringContaining("no up part")],
    ],
    ["an edited down marker", up + down.replace("Down", "Done"), [expect.stringContaining("no down part")]],
    [
      "a marker with something behind it",
      up + down.replace("Migration", "Migration (no transaction) yet"),
      [expect.stringContaining("no down part")],
    ],
    ["SQL before the first part", `select 0;\n${up}${down}`, [expect.stringContaining("the SQL before")]],
    ["a part twice", up + down + up, ["it has an up or a down part twice"]],
    ["an empty up part", `-- Up Migration\n${down}`, ["its up part is empty"]],
    ["an up part of comments", `-- Up Migration\n-- Later;\n;\n${down}`, ["its up part is empty"]],
    ["an empty down part", `${up}-- Down Migration`, ["its down part is empty"]],
    [
      "an unknown remark",
      `-- Up Migration (concurrently)\nselect 1;\n${down}`,
      [expect.stringContaining("`-- Up Migration (concurrently)` is unknown")],
    ],
    [
      "no word on why there is no way back",
      `${up}-- Down Migration (irreversible: )`,
      [expect.stringContaining("is unknown; use")],
    ],
    [
      "an irreversible part with statements",
      `${up}-- Down Migration (irreversible: why)\nselect 1;`,
      ["its down part is marked irreversible, but has statements"],
    ],
    [
      "an irreversible up part",
      `-- Up Migration (irreversible: why)\n${down}`,
      ["its up part cannot be irreversible: only a down part can"],
    ],
    [
      "a statement that may not be there",
      `${up}commit;\n${down}`,
      [expect.stringMatching(/^line 3: the runner sends BEGIN/)],
    ],
  ])("%s", async (_, content, problems) => {
    expect(await problemsOf(content)).toEqual(problems);
  });

  test.each([
    ["in the up part", "-- Up Migration\n\nselec 1;\n-- Down Migration\nselect 1;\n", "line 3: ", "selec"],
    [
      "in the down part",
      "-- Up Migration\nselect 1;\n-- Down Migration\n\n\nselec 2;\n",
      "line 6: ",
      "selec",
    ],
    [
      "behind letters of several bytes",
      `-- ⚾\n-- Up Migration\nselect '${"é😀".repeat(20)}';\n-- Down Migration\n-- ${"é😀".repeat(20)}\nselec 2;\n\n\n`,
      "line 6: ",
      "selec",
    ],
    [
      "in a file with the line endings of Windows",
      "-- Up Migration\r\nselect 1;\r\n-- Down Migration\r\n\r\nselec 2;\r\n",
      "line 5: ",
      "selec",
    ],
    [
      "that the next part cuts off",
      "-- Up Migration\nselect (\n-- Down Migration\nselect 1;",
      "line 3: ",
      "end of input",
    ],
  ])("a syntax error %s, by its line", async (_, content, line, word) => {
    const problems = await problemsOf(content);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${line}`));
    expect(problems[0]).toContain(word);
  });

  test.each([
    "4_add_scouts.sql",
    "04_add_scouts.sql",
    "000_add_scouts.sql",
    "004-add-scouts.sql",
    "004_Add_scouts.sql",
    "004_add__scouts.sql",
    "004_.sql",
    "004.sql",
    "add_scouts.sql",
    "004_add_scouts.down.sql",
  ])("the name %s", async (name) => {
    expect(await problemsOf(up + down, `folder/${name}`)).toEqual([
      expect.stringContaining("its name must have the form 001_what_it_does.sql"),
    ]);
  });
});

test.each(["004_a.sql", "010_2_innings.sql", "1000_add_scouts.sql"])("the name %s is one", async (name) => {
  expect(await problemsOf(up + down, `folder/${name}`)).toEqual([]);
});

test("all problems of a file are reported, including those of both parts", async () => {
  const content = "select 0;\n-- Up Migration\nselec 1;\n-- Down Migration\nbegin;\ncommit;\n";
  expect(await problemsOf(content, "x.sql")).toEqual([
    expect.stringContaining("its name"),
    expect.stringContaining("the SQL before"),
    expect.stringContaining("line 3: "),
    expect.stringContaining("line 5: "),
    expect.stringContaining("line 6: "),
  ]);
});
