import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dugout } from "../../support/command-line.js";
import { worldSeriesFile, worldSeriesText } from "../../support/examples.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

let database: TestDatabase;
let folder: string;
let gameId: string;

const run = (...options: string[]) => dugout(options, { DATABASE_URL: database.url });

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "dugout-files-test-"));
  gameId = JSON.parse(await worldSeriesText()).game.id;
});

afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

describe("dugout import and export", () => {
  it("record a game and write it again as the same file, to the letter", async () => {
    expect(await run("import", worldSeriesFile)).toMatchObject({
      code: 0,
      output: `Imported game ${gameId}: 94 plays, 38 lineup entries.\n`,
    });
    const copy = join(folder, "copy.json");
    expect(await run("export", gameId, "--output", copy)).toMatchObject({ code: 0, output: "" });
    expect(await readFile(copy, "utf8")).toBe(await worldSeriesText());
    expect((await run("export", gameId)).output).toBe(await worldSeriesText());
  });

  it("refuse a game that already exists", async () => {
    expect(await run("import", worldSeriesFile)).toMatchObject({
      code: 1,
      errors: `dugout: Game ${gameId} exists already.\n`,
    });
  });

  it("name a game that does not exist", async () => {
    const missing = "00000000-0000-7000-8000-000000000000";
    expect(await run("export", missing)).toMatchObject({
      code: 1,
      errors: `dugout: There is no game ${missing}.\n`,
    });
  });

  it("refuse a damaged file by its fields, and record nothing of it", async () => {
    const file = JSON.parse(await worldSeriesText());
    file.game.id = "00000000-0000-7000-8000-000000000001";
    file.plays[40].outsBefore = 3;
    file.plays[41].batterId = 99;
    const path = join(folder, "damaged.json");
    await writeFile(path, JSON.stringify(file));
    const result = await run("import", path);
    expect(result.code).toBe(1);
    expect(result.errors).toContain("plays.40.outsBefore must be at most 2");
    expect((await run("export", file.game.id)).errors).toContain("There is no game");
  });

  it.each([
    ["a folder", () => folder, "EISDIR"],
    ["a path without its folder", () => join(folder, "missing", "game.json"), "ENOENT"],
  ])("cannot be written to %s, and the error names it", async (_, path, reason) => {
    const { code, errors } = await run("export", gameId, "--output", path());
    expect(code).toBe(1);
    expect(errors).toContain(`dugout: The file ${path()} cannot be written: ${reason}: `);
  });

  it.each([
    ["missing.json", undefined, /cannot be read: ENOENT/],
    ["text.json", "not JSON", /is not JSON/],
  ])("refuse %s in one sentence", async (name, text, sentence) => {
    const path = join(folder, name);
    if (text !== undefined) await writeFile(path, text);
    const result = await run("import", path);
    expect(result.code).toBe(1);
    expect(result.errors).toMatch(sentence);
    expect(result.errors.trimEnd().split("\n")).toHaveLength(1);
  });
});
