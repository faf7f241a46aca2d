import { expect, test } from "vitest";
import { describeTarget } from "../../../src/connection/settings.js";
import { parseDatabaseUrl } from "../../../src/connection/url.js";

test.each([
  ["postgresql://umpire:strike3@db:5433/league", "postgresql://umpire@db:5433/league"],
  ["postgres://db/league", "postgresql://db:5432/league"],
  ["postgresql://umpire@db", "postgresql://umpire@db:5432/umpire"],
  ["postgresql://", "postgresql://localhost:5432/"],
  ["postgresql:///league?host=/var/run", "postgresql:///var/run:5432/league"],
  ["pglite:./season", "the embedded database in ./season"],
  ["pglite:memory", "the embedded database in memory"],
])("%s is shown as %s", (url, shown) => {
  expect(describeTarget(parseDatabaseUrl(url))).toBe(shown);
});
