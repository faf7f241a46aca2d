import { describe, expect, test } from "vitest";
import { describeDifference, differences } from "../../../../src/migrations/catalog/catalog-differences.js";
import type { Catalog } from "../../../../src/migrations/catalog/catalog-objects.js";
import { column, constraint, index, table } from "../../../support/catalog-objects.js";

const told = (expected: Catalog, actual: Catalog) => differences(expected, actual).map(describeDifference);

test("two equal catalogs have no differences, in any order", () => {
  const parts = [table("plays"), column("plays", "hit"), column("plays", "id")];
  expect(told(parts, parts.toReversed())).toEqual([]);
});

describe("a difference names what is expected and what was found,", () => {
  const plays = table("plays");

  test("if an object differs", () => {
    const hit = column("plays", "hit", { type: "smallint", nullability: "not null", default: "0" });
    expect(told([plays, hit], [plays, { ...hit, type: "integer" }])).toEqual([
      "column plays.hit: expected smallint not null default 0, found integer not null default 0",
    ]);
  });

  test("if an object is missing, and if one is not expected", () => {
    const extra = column("plays", "extra");
    expect(told([plays, extra], [plays])).toEqual(["column plays.extra: expected text, found none"]);
    expect(told([plays], [plays, extra])).toEqual(["column plays.extra: expected none, found text"]);
  });

  test("if only the comment differs", () => {
    const id = column("plays", "id", { comment: "The play's\nidentity." });
    expect(told([plays, id], [plays, { ...id, comment: null }])).toEqual([
      "comment on column plays.id: expected 'The play''s identity.', found none",
    ]);
    expect(told([plays, { ...id, comment: null }], [plays, id])).toEqual([
      "comment on column plays.id: expected none, found 'The play''s identity.'",
    ]);
  });

  test("without the comment of an object that is missing or differs", () => {
    const id = column("plays", "id", { comment: "Identity." });
    expect(told([plays, id], [plays, { ...id, type: "integer", comment: null }])).toHaveLength(1);
    expect(told([plays, id], [plays])).toHaveLength(1);
  });

  test("if there is a view instead of a table", () => {
    const view = {
      kind: "view",
      reads: [],
      table: null,
      name: "plays",
      comment: null,
      query: "select 1",
      options: null,
    } as const;
    expect(told([plays], [view])).toEqual([
      "table plays: expected table, found none",
      "view plays: expected none, found as select 1",
    ]);
  });
});

test("the parts of a missing or unexpected table are not listed", () => {
  const whole = [
    table("plays"),
    column("plays", "id"),
    constraint("plays", "plays_pkey"),
    index("plays", "plays_idx"),
  ];
  expect(told(whole, [])).toEqual(["table plays: expected table, found none"]);
  expect(told([], whole)).toEqual(["table plays: expected none, found table"]);
});

describe("an invalid index is reported as such,", () => {
  const plays = table("plays");
  const broken = index("plays", "plays_idx", { isValid: false });

  test("to be created again if it is expected", () => {
    expect(told([plays, index("plays", "plays_idx")], [plays, broken])).toEqual([
      "index plays_idx on plays is invalid, and no query uses it: a CREATE INDEX CONCURRENTLY failed, or is still running; if it failed, " +
        "drop it (drop index concurrently plays_idx), and create it again",
    ]);
  });

  test("to be dropped if it is not", () => {
    expect(told([plays], [plays, broken])).toEqual([
      "index plays_idx on plays is invalid, and no query uses it: a CREATE INDEX CONCURRENTLY failed, or is still running; if it failed, " +
        "drop it (drop index concurrently plays_idx)",
    ]);
  });
});

test("a constraint that is not validated, or whose triggers are disabled, differs from a valid one", () => {
  const plays = table("plays");
  const check = constraint("plays", "plays_check");
  expect(told([plays, check], [plays, { ...check, isValidated: false }])).toEqual([
    "constraint plays_check on plays: expected check (id > 0), found check (id > 0) not valid",
  ]);
  expect(told([plays, check], [plays, { ...check, isEnforced: false }])).toEqual([
    "constraint plays_check on plays: expected check (id > 0), found check (id > 0) with its triggers disabled",
  ]);
});
