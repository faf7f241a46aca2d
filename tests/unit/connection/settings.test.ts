import { userInfo } from "node:os";
import { expect, test } from "vitest";
import { describeTarget } from "../../../src/connection/settings.js";
import { parseDatabaseUrl } from "../../../src/connection/url.js";

const me = userInfo().username;

test.each([
  ["postgresql://umpire:strike3@db:5433/league", "postgresql://umpire@db:5433/league"],
  ["postgres://db/league", `postgresql://${me}@db:5432/league`],
  ["postgresql://umpire@db", "postgresql://umpire@db:5432/umpire"],
  ["postgresql://", `postgresql://${me}@localhost:5432/${me}`],
  ["postgresql:///league?host=/var/run", `postgresql://${me}@/var/run:5432/league`],
  ["postgresql://umpire@one:1,two:2/league", "postgresql://umpire@one:1,two:2/league"],
  ["postgresql://umpire@[::1]:5433/league", "postgresql://umpire@[::1]:5433/league"],
  ["postgresql://umpire@[::1]:1,two/league", "postgresql://umpire@[::1]:1,two:5432/league"],
  [
    "postgresql://umpire@one,two/league?hostaddr=,10.0.0.2",
    "postgresql://umpire@one:5432,two:5432/league?hostaddr=,10.0.0.2",
  ],
  ["pglite:./season", "the embedded database in ./season"],
  ["pglite:memory", "the embedded database in memory"],
])("%s is shown as %s", (url, shown) => {
  expect(describeTarget(parseDatabaseUrl(url, {}, {}))).toBe(shown);
});

test("an address that PGHOSTADDR sets is shown", () => {
  const settings = parseDatabaseUrl("postgresql://umpire@db/league", {}, { PGHOSTADDR: "10.0.0.2" });
  expect(describeTarget(settings)).toBe("postgresql://umpire@db:5432/league?hostaddr=10.0.0.2");
});

test("what the environment fills in is shown", () => {
  const environment = {
    PGHOST: "db",
    PGPORT: "6543",
    PGUSER: "umpire",
    PGDATABASE: "league",
    PGPASSWORD: "x",
  };
  expect(describeTarget(parseDatabaseUrl("postgresql://", {}, environment))).toBe(
    "postgresql://umpire@db:6543/league",
  );
});
