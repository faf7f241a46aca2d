import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { DatabaseOperations } from "../../../src/index.js";
import { codeBlocksOf, pageOf } from "../../support/markdown.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

const blocks = codeBlocksOf(pageOf("docs/pd-game.md"));
const textOf = (language: string) =>
  blocks.filter((block) => block.language === language).map(({ code }) => code);
let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  folder = await mkdtemp(join(import.meta.dirname, "pd-game-"));
  vi.stubEnv("DATABASE_URL", database.url);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
  await database.drop();
});

test("the guide's card game runs from the first pitch to the box score that the guide shows", async () => {
  const print = vi.spyOn(console, "log").mockImplementation(() => {});
  const program = textOf("ts")
    .join("\n")
    .replace(/from "dugout(?:\/(\w+))?"/g, (_, entry = "index") => `from "../../../../src/${entry}.js"`);
  const path = join(folder, "game.ts");
  await writeFile(path, `${program}\nexport { gameId };\n`);
  const { gameId } = (await import(path)) as { gameId: string };
  const printed = print.mock.calls.map(([line]) => line).join("\n");
  print.mockRestore();
  expect(printed).toBe(textOf("text").join("\n"));

  await using opened = await database.open();
  const state = await new DatabaseOperations(opened).loadGameState(gameId);
  expect(state?.game).toMatchObject({ status: "completed", awayScore: 4, homeScore: 5, winnerTeamId: 2 });
});
