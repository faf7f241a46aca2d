import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrateCommand } from "../../support/migrate-command.js";
import { migrationFolders, migrationText, threeMigrations } from "../../support/migration-folders.js";
import { migrationState } from "../../support/migration-state.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

const folderOf = migrationFolders();
const three = Object.keys(threeMigrations);
let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  [database, folder] = await Promise.all([createTestDatabase({ empty: true }), folderOf(threeMigrations)]);
});
afterAll(() => database.drop());

const migrateIn = (from: string, ...options: string[]) =>
  migrateCommand([...options, "--folder", from], { DATABASE_URL: database.url });
const migrate = (...options: string[]) => migrateIn(folder, ...options);

/** What `current`, `history` and `pending` say, plain and as JSON. */
async function statusIn(from: string) {
  const plain: Record<string, string> = {};
  const json: Record<string, ReturnType<typeof JSON.parse>> = {};
  const errors = new Set<string>();
  for (const verb of ["current", "history", "pending"]) {
    const words = await migrateIn(from, verb);
    const data = await migrateIn(from, verb, "--json");
    expect([words.code, data.code]).toEqual([0, 0]);
    plain[verb] = words.output;
    json[verb] = JSON.parse(data.output);
    errors.add(words.errors).add(data.errors);
  }
  return { plain, json, errors: [...errors] };
}

const time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;
const timed = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

describe("dugout migrate", () => {
  it("reports an empty database as base, with everything pending", async () => {
    const { plain, json, errors } = await statusIn(folder);
    expect(plain).toEqual({
      current: "base\n",
      history: "001_hire_scouts  pending\n002_name_scouts  pending\n003_send_scouts  pending\n",
      pending: `${three.join("\n")}\n`,
    });
    expect(json.current).toEqual({ current: null, head: "003_send_scouts", isAtHead: false, problems: [] });
    expect(json.pending).toEqual({ pending: three });
    expect(errors).toEqual([""]);
  });

  it("lists the applied migrations of a partly migrated database, and when they were applied", async () => {
    await migrate("up", "2");
    const { plain, json, errors } = await statusIn(folder);
    expect(plain.current).toBe("002_name_scouts\n");
    expect(plain.history?.replaceAll(time, "then")).toBe(
      "001_hire_scouts  applied then\n002_name_scouts  applied then\n003_send_scouts  pending\n",
    );
    expect(plain.pending).toBe("003_send_scouts\n");
    expect(json).toEqual({
      current: { current: "002_name_scouts", head: "003_send_scouts", isAtHead: false, problems: [] },
      history: {
        revisions: [
          { name: "001_hire_scouts", state: "applied", appliedAt: timed },
          { name: "002_name_scouts", state: "applied", appliedAt: timed },
          { name: "003_send_scouts", state: "pending", appliedAt: null },
        ],
        problems: [],
      },
      pending: { pending: ["003_send_scouts"] },
    });
    expect(errors).toEqual([""]);
  });

  it("reports nothing pending for a database at head", async () => {
    await migrate("up");
    const { plain, json } = await statusIn(folder);
    expect(plain.current).toBe("003_send_scouts (head)\n");
    expect(plain.pending).toBe("Nothing is pending.\n");
    expect(json.current).toMatchObject({ isAtHead: true });
    expect(json.pending).toEqual({ pending: [] });
  });

  it("names the migrations that are unknown here in a database of a newer release", async () => {
    const { "003_send_scouts": _, ...older } = threeMigrations;
    const { plain, json, errors } = await statusIn(await folderOf(older));
    expect(plain.current).toBe("003_send_scouts\n");
    expect(plain.history?.replaceAll(time, "then")).toBe(
      "001_hire_scouts  applied then\n002_name_scouts  applied then\n003_send_scouts  no file here, applied then\n",
    );
    expect(plain.pending).toBe("Nothing is pending.\n");
    expect(json.history.revisions[2]).toEqual({
      name: "003_send_scouts",
      state: "unknown",
      appliedAt: timed,
    });
    expect(errors).toEqual(["dugout: 003_send_scouts was applied, but its file does not exist\n"]);
  });

  it("prints problems of a history to standard error, so that the output stays JSON", async () => {
    const edited = await folderOf({
      ...threeMigrations,
      "001_hire_scouts": migrationText("create table scouts (id bigint primary key);", "drop table scouts;"),
    });
    const problem =
      "001_hire_scouts.sql was edited after it was applied: change the schema with a new migration";
    const { json, errors } = await statusIn(edited);
    expect(json.current.problems).toEqual([problem]);
    expect(json.history.problems).toEqual([problem]);
    expect(errors).toEqual([`dugout: ${problem}\n`]);
    expect(await migrateIn(edited, "up")).toMatchObject({ code: 1, output: "" });

    const stamp = await migrateIn(edited, "stamp", "head");
    expect(stamp).toMatchObject({ code: 0, errors: "" });
    expect(stamp.output).toMatch(
      /^postgresql:\/\/\S+ now counts as 003_send_scouts\. `dugout migrate check` compares/,
    );
    expect(await migrateIn(edited, "up")).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^Nothing to do/),
    });
    await migrate("stamp", "head");
  });

  it("stamps a database without running anything", async () => {
    const before = await migrationState(database.url);
    expect((await migrate("stamp", "base")).output).toMatch(/ now counts as base\. /);
    expect(await migrationState(database.url)).toEqual({ ...before, applied: [] });
    expect((await migrate("current")).output).toBe("base\n");
    await migrate("stamp", "003");
    expect(await migrationState(database.url)).toEqual(before);
  });

  it("refuses to stamp a revision that does not exist, and to stamp none", async () => {
    expect(await migrate("stamp", "4")).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/^dugout: There is no revision 4\./),
    });
    expect(await migrate("stamp")).toMatchObject({ code: 1, errors: expect.stringContaining("'revision'") });
    expect((await migrate("current")).output).toBe("003_send_scouts (head)\n");
  });

  it("refuses files that are out of order, for every command", async () => {
    const broken = await folderOf({
      ...threeMigrations,
      "005_x": threeMigrations["003_send_scouts"] as string,
    });
    for (const verb of ["up", "down", "current", "history", "pending"]) {
      const { code, output, errors } = await migrateIn(broken, verb);
      expect({ code, output }).toEqual({ code: 1, output: "" });
      expect(errors).toContain("- 005_x.sql: the number 4 is missing before it");
    }
  });
});
