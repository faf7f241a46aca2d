import { describe, expect, test } from "vitest";
import {
  MigrationHistoryError,
  RevisionNotFoundError,
  SchemaNewerError,
} from "../../../src/errors/errors.js";
import type { AppliedMigration } from "../../../src/migrations/migration-history.js";
import {
  describeRevision,
  findRevision,
  findTarget,
  historyProblems,
} from "../../../src/migrations/revisions.js";
import { readMigrationFiles } from "../../support/migration-files.js";
import { threeMigrations } from "../../support/migration-folders.js";
import { thrownBy } from "../../support/sample-inputs.js";

const migrations = await readMigrationFiles(threeMigrations);
const [first, second, third] = migrations.map(({ name, checksum }) => applied(name, checksum)) as [
  AppliedMigration,
  AppliedMigration,
  AppliedMigration,
];

function applied(name: string, checksum: string | null = null): AppliedMigration {
  return { name, checksum, appliedAt: new Date("2026-04-01T00:00:00Z") };
}

describe("the revision", () => {
  test.each([
    [0, []],
    [1, [first]],
    [2, [first, second]],
    [3, [first, second, third]],
  ])("is %i if that many are applied", (revision, history) => {
    expect(findRevision(history, migrations, "the database")).toBe(revision);
  });

  test("is found if an older release applied the migrations without checksums", () => {
    expect(findRevision([applied(first.name), applied(second.name)], migrations, "the database")).toBe(2);
    expect(findRevision([applied(first.name), second], migrations, "the database")).toBe(2);
  });
});

describe("a newer database", () => {
  const newer = [first, second, third, applied("004_draft_scouts"), applied("005_pay_scouts")];

  test("has its own error, which says what to do", () => {
    const refusal = thrownBy(() => findRevision(newer, migrations, "the database"));
    expect(refusal).toBeInstanceOf(SchemaNewerError);
    expect(refusal).toMatchObject({
      code: "SCHEMA_NEWER",
      message:
        "the database is newer than this release of dugout: it is at 005_pay_scouts, and the newest revision of this " +
        "release is 003_send_scouts. Use a newer release, or revert with that release: " +
        "`dugout migrate down 003_send_scouts`.",
      details: { newer: ["004_draft_scouts", "005_pay_scouts"], head: "003_send_scouts" },
    });
  });

  test("is reported as newer even if a known file was edited", () => {
    const edited = [applied(first.name, "another"), second, third, applied("004_draft_scouts")];
    expect(thrownBy(() => findRevision(edited, migrations, "the database"))).toBeInstanceOf(SchemaNewerError);
  });
});

describe("a history is refused", () => {
  test.each([
    [
      "with a file that was edited",
      [first, applied(second.name, "another")],
      ["002_name_scouts.sql was edited after it was applied: change the schema with a new migration"],
    ],
    ["with a hole", [first, third], ["002_name_scouts was not applied, but later migrations were"]],
    [
      "with a hole at its beginning",
      [third],
      [
        "001_hire_scouts was not applied, but later migrations were",
        "002_name_scouts was not applied, but later migrations were",
      ],
    ],
    ["out of order", [second, first], ["001_hire_scouts was applied out of order, or twice"]],
    ["with a migration twice", [first, first], ["001_hire_scouts was applied out of order, or twice"]],
    [
      "with a migration that no file has",
      [first, applied("002_rename_scouts")],
      ["002_rename_scouts was applied, but its file does not exist"],
    ],
    [
      "with a migration that another tool called by no number",
      [applied("hire_scouts")],
      ["hire_scouts was applied, but its file does not exist"],
    ],
    [
      "with all that is wrong at once",
      [applied(first.name, "another"), applied("002_rename_scouts"), third],
      [
        "001_hire_scouts.sql was edited after it was applied: change the schema with a new migration",
        "002_rename_scouts was applied, but its file does not exist",
        "002_name_scouts was not applied, but later migrations were",
      ],
    ],
  ])("%s", (_, history, problems) => {
    const refusal = thrownBy(() => findRevision(history, migrations, "the database"));
    expect(refusal).toBeInstanceOf(MigrationHistoryError);
    expect(refusal).toMatchObject({ code: "MIGRATION_HISTORY", details: { problems } });
    const { message } = refusal as Error;
    expect(message).toMatch(
      /^The history of the database does not match the migration files. Nothing was run:\n- /,
    );
    for (const problem of problems) expect(message).toContain(`\n- ${problem}\n`);
    expect(message).toContain("`dugout migrate stamp <revision>`");
  });
});

test("a history that is a prefix of the migrations has no problems", () => {
  expect(historyProblems([], migrations)).toEqual([]);
  expect(historyProblems([first, second], migrations)).toEqual([]);
});

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
])("%j is not a revision, and the error lists the existing ones", (target) => {
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

test("without migrations, base and head are the same", () => {
  expect(findTarget("head", [], 0)).toBe(0);
  expect(findTarget("base", [], 0)).toBe(0);
  expect((thrownBy(() => findTarget("1", [], 0)) as Error).message).toBe(
    "There is no revision 1. There are: base (head). `+1` and `-1` count steps.",
  );
});

test("a revision has the name of its newest migration", () => {
  expect([0, 1, 3].map((revision) => describeRevision(revision, migrations))).toEqual([
    "base (no migration)",
    "001_hire_scouts",
    "003_send_scouts",
  ]);
});
