import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { DatabaseOperations } from "../../../src/index.js";
import { codeBlocksOf, folderInProject, pageOf, proseOf } from "../../support/markdown.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

const [first, second] = codeBlocksOf(pageOf("README.md")).filter(({ language }) => language === "ts");
const example = first?.code ?? "";
const says = "away 2, home 0; batting: player 23";

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  folder = await folderInProject("readme");
});
afterAll(() => rm(folder, { recursive: true }));

beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
  vi.stubEnv("DATABASE_URL", database.url);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await database.drop();
});

/** The same with the sources instead of the package. */
const withSources = (source: string) =>
  source.replaceAll(/"dugout(?:\/(\w+))?"/g, (_, entry = "index") => `"../../src/${entry}.js"`);

it("README says what its first example prints", () => {
  expect(proseOf(pageOf("README.md"))).toContain(says);
});

it("README's examples run as they are, in TypeScript, and store what they say", async () => {
  const print = vi.spyOn(console, "log").mockImplementation(() => {});
  // The second one continues where the first one closes.
  const source = example.replace("await database.close();", `${second?.code}\nawait database.close();`);
  const path = join(folder, "example.ts");
  await writeFile(path, `${withSources(source)}\nexport { gameId };\n`);
  const { gameId } = (await import(path)) as { gameId: string };
  expect(print.mock.calls).toEqual([[says]]);
  print.mockRestore();

  await using opened = await database.open();
  const loaded = await new DatabaseOperations(opened).loadGameState(gameId);
  expect(loaded).toMatchObject({
    game: { awayScore: 2, status: "paused" },
    plays: [
      { playNumber: 1, hit: 1, runsScored: 0 },
      { playNumber: 2, homerun: 1, runsScored: 2, rbi: 2 },
      { playNumber: 3, so: 1, outsRecorded: 1 },
    ],
  });
});

it("README's first example runs as it is, in JavaScript, with the built package", async () => {
  const path = join(folder, "example.mjs");
  await writeFile(path, example);
  const { stdout } = await promisify(execFile)(process.execPath, [path]);
  expect(stdout).toBe(`${says}\n`);
});
