import { readdir } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { DatabaseOperations } from "../../../src/operations/database-operations.js";
import { sampleGameId } from "../../support/sample-inputs.js";
import { statements, valuesFor } from "../../support/statements.js";

const operations = Object.getOwnPropertyNames(DatabaseOperations.prototype).filter(
  (name) => name !== "constructor",
);
/** Statements that are a part of an operation, and not one of their own. */
const parts = ["findPlay", "loadWholeGame"];
const named = statements.map((statement) => [statement.name, statement] as const);

test("no two statements have the same name: it is the prepared statement's", () => {
  expect(new Set(statements.map(({ name }) => name)).size).toBe(statements.length);
});

test("no two statements have the same text", () => {
  expect(new Set(statements.map(({ text }) => text)).size).toBe(statements.length);
});

test("every operation has a statement of its name, and every other statement is known as a part", () => {
  const others = statements.map(({ name }) => name).filter((name) => !operations.includes(name));
  expect(others.filter((name) => !parts.includes(name))).toEqual([]);
  expect(operations.filter((name) => !statements.some((statement) => statement.name === name))).toEqual([]);
});

test("every file of statements is looked at here", async () => {
  const files = await readdir(new URL("../../../src/statements/", import.meta.url));
  const tools = ["columns.ts", "json-rows.ts", "league-insert.ts", "rows.ts", "statement.ts"];
  const known = ["game-sessions.ts", "games.ts", "lineups.ts", "plays.ts", "rosters.ts", "whole-game.ts"];
  expect(files.filter((file) => !tools.includes(file)).toSorted()).toEqual(known);
});

/** Each join of a stored table, with its condition. */
const joinsOf = (text: string) =>
  text.match(/join "(?:games|plays|lineups|game_sessions|roster_links)" .*?(?= inner join | where |$)/g) ??
  [];

test("the joins that there are, are found", () => {
  expect(statements.flatMap(({ text }) => joinsOf(text))).toHaveLength(3);
});

describe.each(named)("%s", (_, statement) => {
  const { name, text, access } = statement;
  const numbers = [...text.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number));
  const values = statement.encode(valuesFor(statement));

  test("gives as many values as its text has parameters, numbered from 1 without a gap", () => {
    const distinct = [...new Set(numbers)].toSorted((one, other) => one - other);
    expect(distinct).toEqual(Array.from({ length: values.length }, (_, index) => index + 1));
  });

  test("names its columns one by one", () => {
    expect(text).not.toMatch(/select\s+\*|\.\*|returning\s+\*/i);
    expect(text).toMatch(/\b(?:select|returning)\b/i);
  });

  test("is bound to one game", () => {
    const ofTheGame = values.flatMap((value, index) => (value === sampleGameId ? [index + 1] : []));
    expect(ofTheGame.length).toBeGreaterThan(0);
    if (/^\s*insert/i.test(text))
      return expect(text).toMatch(/insert into "\w+" \("(?:game_)?id", .* values \(\$1,/);
    const conditions = ofTheGame.filter((number) =>
      new RegExp(`(?:"game_id"|"games"\\."id") = \\$${number}\\b`).test(text),
    );
    expect(conditions.length).toBeGreaterThan(0);
  });

  test("joins other tables by the game", () => {
    for (const join of joinsOf(text)) expect(join).toContain('"game_id"');
  });

  test("tells whether it writes", () => {
    const writes = /\b(?:insert into|update|delete from)\b/i.test(text);
    expect(access).toBe(writes ? "write" : "read");
  });

  test("takes the time from its caller, and has no other volatile function either", () => {
    expect(text).not.toMatch(/now\(\)|clock_timestamp|random\(\)|current_timestamp/i);
  });

  test("encodes the same values the same way each time", () => {
    expect(statement.encode(valuesFor(statement))).toEqual(values);
    expect(name).toMatch(/^[a-z][A-Za-z]{3,62}$/);
  });
});
