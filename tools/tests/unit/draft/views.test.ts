import { expect, test } from "vitest";
import { mentions } from "../../../draft/views.js";

test.each([
  ["select id from plays", "plays", true],
  ["select id from plays_of_old", "plays", false],
  ["select displays.id from displays", "plays", false],
  ['select id from "My Plays"', '"My Plays"', true],
  ['select id from "Plays"', '"My Plays"', false],
])("%s mentions %s: %s", (sql, name, expected) => {
  expect(mentions(sql, name)).toBe(expected);
});
