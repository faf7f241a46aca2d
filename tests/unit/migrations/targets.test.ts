import { describe, expect, test } from "vitest";
import { RevisionNotFoundError } from "../../../src/errors/index.js";
import { describeRevision, findTarget } from "../../../src/migrations/targets.js";
import { readMigrationFiles } from "../../support/migration-files.js";
import { threeMigrations } from "../../support/migration-folders.js";
import { thrownBy } from "../../support/sample-inputs.js";

const migrations = await readMigrationFiles(threeMigrations);

test.each([
  ["head", 1, 3],
  ["base", 1, 0],
  ["2", 0, 2],
  ["002", 3, 2],
  ["0002", 3, 2],
  ["002_name_scouts", 0, 2],
  ["002_name_scouts.sql", 0, 2],
  ["+1", 1, 2],
  ["+3", 0, 3],
  ["+0", 2, 2],
  ["-1", 2, 1],
  ["-3", 3, 0],
])("%s, seen from %i, is %i migrations", (target, revision, expected) => {
  expect(findTarget(target, migrations, revision)).toBe(expected);
});

test.each([
  "4",
  "0",
  "000",
  "004_draft_scouts",
  "name_scouts",
  "002_NAME_SCOUTS",
  "Head",
  "",
  " 2",
  "2.0",
  "1e0",
  "+",
  "-",
  "--1",
  "+ 1",
])("%j is no revision, and the refusal lists those that there are", (target) => {
  const refusal = thrownBy(() => findTarget(target, migrations, 1));
  expect(refusal).toBeInstanceOf(RevisionNotFoundError);
  expect(refusal).toMatchObject({
    code: "REVISION_NOT_FOUND",
    message:
      `There is no revision ${target}. There are: base, 001_hire_scouts, 002_name_scouts, 003_send_scouts (head). ` +
      "`+1` and `-1` count steps.",
    details: { target },
  });
});

describe("steps beyond the ends", () => {
  test.each([
    ["+4", 0, "There is no revision +4 from base (no migration)."],
    ["+1", 3, "There is no revision +1 from 003_send_scouts."],
    ["-2", 1, "There is no revision -2 from 001_hire_scouts."],
    ["+99999999999999999999", 0, "There is no revision +99999999999999999999 from base (no migration)."],
  ])("%s from %i are refused, with the place that they were counted from", (target, revision, words) => {
    expect((thrownBy(() => findTarget(target, migrations, revision)) as Error).message).toContain(words);
  });
});

test("without any migration there is base, which is head", () => {
  expect(findTarget("head", [], 0)).toBe(0);
  expect(findTarget("base", [], 0)).toBe(0);
  expect((thrownBy(() => findTarget("1", [], 0)) as Error).message).toBe(
    "There is no revision 1. There are: base (head). `+1` and `-1` count steps.",
  );
});

test("a revision is called by its newest migration", () => {
  expect([0, 1, 3].map((revision) => describeRevision(revision, migrations))).toEqual([
    "base (no migration)",
    "001_hire_scouts",
    "003_send_scouts",
  ]);
});
