import { expect, test } from "vitest";
import {
  lowerCased,
  mentions,
  onOneLine,
  quotedText,
} from "../../../../src/migrations/catalogue/sql-text.js";

test.each([
  ["CHECK (half = 'TOP')", "check (half = 'TOP')"],
  [`"Odd Name" COLLATE "C"`, `"Odd Name" collate "C"`],
  ["'it''s A' || E'\\\\B'", "'it''s A' || e'\\\\B'"],
  [`"Say ""HI""" IS NULL`, `"Say ""HI""" is null`],
  ["'A' \"B\" C 'D'", "'A' \"B\" c 'D'"],
])("the keywords of %s are small, and what stands in quotes is as it was", (sql, expected) => {
  expect(lowerCased(sql)).toBe(expected);
});

test("a definition of several lines is told in one", () => {
  expect(onOneLine("\n select id\n   from games\n")).toBe("select id from games");
});

test("a text in quotes has its own doubled", () => {
  expect(quotedText("the game's")).toBe("'the game''s'");
});

test.each([
  ["select id from plays", "plays", true],
  ["select id from plays_of_old", "plays", false],
  ["select displays.id from displays", "plays", false],
  ['select id from "My Plays"', '"My Plays"', true],
  ['select id from "Plays"', '"My Plays"', false],
])("%s mentions %s: %s", (sql, name, expected) => {
  expect(mentions(sql, name)).toBe(expected);
});
