import fc from "fast-check";
import { expect, test } from "vitest";
import { parseStatements } from "../../../src/migrations/sql-parser.js";

const word = fc.string({ unit: "grapheme", maxLength: 12 }).map((made) => made.replaceAll("\0", ""));

const statement = fc.oneof(
  fc.constantFrom(
    "select 1",
    "with a as (select 1)\nselect * from a",
    "(select 1)\n\nunion (select 2)",
    "create table a (\n  b integer, -- one; two\n  c text\n)",
    "do $$ begin perform ';'; end $$",
    "create function f() returns void begin atomic\n select 1;\n select 2;\nend",
    'drop table "a;b"',
    "comment on table a is E'\\';'",
    "analyze",
    "select '⚾' as \"😀\"",
  ),
  word.map((text) => `select '${text.replaceAll("'", "''")}'`),
  word.map((text) => `select 1 as "a${text.replaceAll('"', '""')}"`),
);

const filler = fc.oneof(
  fc.constantFrom(" ", "\n", "\t", "\n\n", "/* a /* b */ ; */", "--\n"),
  word.map((text) => `--${text.replaceAll(/[\r\n]/g, "")};\n`),
  word.map((text) => `/*${text.replaceAll(/[*/]/g, "")}\n;*/`),
);
const fillers = fc.array(filler, { maxLength: 4 }).map((made) => made.join(""));

/** Statements, the text before the first and after each, and whether the last one has a semicolon. */
const script = fc.record({
  before: fillers,
  parts: fc.array(
    fc.record({ text: statement, toSemicolon: fillers, behind: fc.array(fillers, { maxLength: 3 }) }),
    { maxLength: 6 },
  ),
  firstLine: fc.integer({ min: 1, max: 1000 }),
  isEnded: fc.boolean(),
});

test("statements are returned exactly as written, with their lines, whatever is between them", async () => {
  await fc.assert(
    fc.asyncProperty(script, async ({ before, parts, firstLine, isEnded }) => {
      let sql = before;
      const expected = parts.map(({ text, toSemicolon, behind }, index) => {
        const line = firstLine + sql.split("\n").length - 1;
        sql += text + toSemicolon;
        if (isEnded || index < parts.length - 1) sql += `;${behind.join(";")}`;
        return { text, line };
      });
      const statements = await parseStatements(sql, firstLine);
      expect(statements.map(({ text, line }) => ({ text, line }))).toEqual(expected);
    }),
  );
});

test("a syntax error has the line of the wrong word, whatever precedes it", async () => {
  await fc.assert(
    fc.asyncProperty(script, async ({ before, parts, firstLine }) => {
      const sql =
        before +
        parts.map(({ text, toSemicolon, behind }) => `${text}${toSemicolon};${behind.join(";")}`).join("");
      const line = firstLine + sql.split("\n").length - 1;
      await expect(parseStatements(`${sql}selec 1;\n\nselect 2`, firstLine)).rejects.toMatchObject({ line });
    }),
  );
});
