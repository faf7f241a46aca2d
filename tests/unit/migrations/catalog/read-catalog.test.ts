import { describe, expect, test } from "vitest";
import { lowerCased, withoutNeedlessPrefixes } from "../../../../src/migrations/catalog/read-catalog.js";

describe("a view's query of PostgreSQL 15 is normalized to that of later versions", () => {
  test.each([
    [
      "of one table",
      "SELECT games.id,\n    games.home_score + games.away_score AS runs\n   FROM games",
      "SELECT id,\n    home_score + away_score AS runs\n   FROM games",
    ],
    [
      "of a table by another name",
      "SELECT g.id FROM games g WHERE g.inning > 9 ORDER BY g.id",
      "SELECT id FROM games g WHERE inning > 9 ORDER BY id",
    ],
    [
      "of a query",
      "SELECT t.id FROM ( SELECT games.id FROM games) t",
      "SELECT id FROM ( SELECT games.id FROM games) t",
    ],
    [
      "with names in quotes",
      'SELECT "My Games"."Id", \'"My Games".Id\' FROM "My Games"',
      'SELECT "Id", \'"My Games".Id\' FROM "My Games"',
    ],
    [
      "behind letters of several bytes",
      "SELECT 'ü€😀' AS \"ü\", games.id FROM games WHERE games.half = 'ü' AND games.id > 1",
      "SELECT 'ü€😀' AS \"ü\", id FROM games WHERE half = 'ü' AND id > 1",
    ],
    [
      "with a query in it, which is prefixed everywhere",
      "SELECT games.id FROM games WHERE (games.id IN ( SELECT plays.game_id FROM plays WHERE plays.id = games.id))",
      "SELECT id FROM games WHERE (id IN ( SELECT plays.game_id FROM plays WHERE plays.id = games.id))",
    ],
    [
      "with groups and windows",
      "SELECT games.half, sum(games.inning) OVER (PARTITION BY games.half) FROM games GROUP BY games.half HAVING count(games.id) > 1",
      "SELECT half, sum(inning) OVER (PARTITION BY half) FROM games GROUP BY half HAVING count(id) > 1",
    ],
  ])("%s", async (_, earlier, later) => {
    expect(await withoutNeedlessPrefixes(earlier)).toBe(later);
    expect(await withoutNeedlessPrefixes(later)).toBe(later);
  });
});

describe("a query is not changed", () => {
  test.each([
    ["where it reads two tables", "SELECT g.id, p.id FROM games g JOIN plays p ON p.game_id = g.id"],
    ["where it reads two tables without a join", "SELECT g.id FROM games g, plays p"],
    ["where it is of two queries", "SELECT games.id FROM games UNION SELECT plays.id FROM plays"],
    ["where it reads none", "SELECT 1 AS one"],
    ["where our parser does not know its words", "SELECT games.id FROM games WITH WONDERS"],
  ])("%s", async (_, query) => {
    expect(await withoutNeedlessPrefixes(query)).toBe(query);
  });
});

test.each([
  ["CHECK (half = 'TOP')", "check (half = 'TOP')"],
  [`"Odd Name" COLLATE "C"`, `"Odd Name" collate "C"`],
  ["'it''s A' || E'\\\\B'", "'it''s A' || e'\\\\B'"],
  [`"Say ""HI""" IS NULL`, `"Say ""HI""" is null`],
  ["'A' \"B\" C 'D'", "'A' \"B\" c 'D'"],
])("keywords of %s become lower case, and quoted text stays unchanged", (sql, expected) => {
  expect(lowerCased(sql)).toBe(expected);
});
