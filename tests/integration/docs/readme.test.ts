import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DatabaseOperations } from "../../../src/index.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  folder = await mkdtemp(join(import.meta.dirname, "readme-"));
  process.env.DATABASE_URL = database.url;
});

afterAll(async () => {
  delete process.env.DATABASE_URL;
  await rm(folder, { recursive: true });
  await database.drop();
});

it("README's first example runs as it stands, and stores what it says", async () => {
  const readme = await readFile(new URL("../../../README.md", import.meta.url), "utf8");
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const source = example.replace('"dugout"', '"../../../../src/index.js"');
  const path = join(folder, "example.ts");
  await writeFile(path, `${source}\nexport { gameId };\n`);
  const { gameId } = (await import(path)) as { gameId: string };

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
