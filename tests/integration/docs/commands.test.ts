import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseDatabaseUrl } from "../../../src/connection/url.js";
import { games } from "../../../src/index.js";
import { parseStatements } from "../../../src/migrations/sql-parser.js";
import { dugout } from "../../support/command-line.js";
import { worldSeriesFile } from "../../support/examples.js";
import { type CodeBlock, codeBlocksOf, pages, root } from "../../support/markdown.js";
import { needs } from "../../support/needs.js";
import { withClient } from "../../support/plain-client.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

const run = promisify(execFile);
let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "dugout-docs-"));
  expect(await dugout(["import", worldSeriesFile], { DATABASE_URL: database.url })).toMatchObject({
    code: 0,
  });
  await using opened = await database.open();
  // The pages use the season of 2020.
  await opened.transaction((session) => session.run((db) => db.update(games).set({ season: "2020" })));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
  await database.drop();
});

const blocksOf = (language: string): [string, CodeBlock][] =>
  pages
    .flatMap(codeBlocksOf)
    .filter((block) => block.language === language && block.notRun === undefined)
    .map((block) => [block.place, block]);

test.each(blocksOf("sh"))("the commands of %s run, or name what is there", async (_, { code }) => {
  for (const command of commandsOf(code)) await tryCommand(command);
});

function commandsOf(code: string): string[] {
  return code
    .replaceAll("\\\n", " ")
    .split("\n")
    .flatMap((line) => line.replace(/(^|\s)#.*$/, "").split(" && "))
    .map((command) => command.trim())
    .filter((command) => command !== "");
}

/** Runs the commands that can run here. For other programs, only the options are checked. */
async function tryCommand(command: string): Promise<void> {
  const [first = "", ...others] = wordsOf(command);
  if (/^(?:export|[A-Z_]+=)/.test(first)) {
    const [, name = "", value = ""] = /([A-Z_]+)=(.*)/.exec([first, ...others].join(" ")) ?? [];
    if (name.endsWith("DATABASE_URL")) parseDatabaseUrl(value, {}, {});
    return;
  }
  const ofOurs =
    first === "dugout"
      ? others
      : /^npx dugout |^npm run dugout -- /.test(command) && others.slice(others[0] === "run" ? 3 : 1);
  if (ofOurs) return runDugout(ofOurs);
  if (first === "node") return expect(existsSync(join(root, others[0] ?? ""))).toBe(true);
  if (["npm", "npx", "git"].includes(first)) return; // tests/unit/docs/ knows scripts and tests
  if (postgresPrograms.includes(first)) return; // below
  throw new Error(`${command}: this test does not know what to do with it`);
}

const wordsOf = (command: string) =>
  [...command.matchAll(/(?:'([^']*)'|"([^"]*)"|[^\s'"])+/g)].map(([word]) => word.replace(/['"]/g, ""));

async function runDugout(words: readonly string[]): Promise<void> {
  const given = words.map((word, index) => {
    if (word === "<game>") return "CLE201611020";
    return words[index - 1] === "--output" ? join(folder, word) : word;
  });
  const { code, errors } = await dugout(given, { DATABASE_URL: database.url });
  expect({ given, code, errors }).toMatchObject({ code: 0 });
}

const postgresPrograms = ["psql", "pg_dump", "pg_restore", "createdb"];
const helps = await Promise.all(
  postgresPrograms.map((program) => run(program, ["--help"]).catch(() => undefined)),
);

test(
  "the pages use only existing options of PostgreSQL's programs",
  needs(
    helps.every((help) => help !== undefined),
    "PostgreSQL's client programs are not installed",
  ),
  () => {
    const calls = blocksOf("sh").flatMap(([, { code }]) => commandsOf(code).map(wordsOf));
    const unknown = calls.flatMap(([program = "", ...words]) => {
      const help = helps[postgresPrograms.indexOf(program)]?.stdout;
      if (help === undefined) return [];
      return words.filter((word) => word.startsWith("--") && !help.includes(word.split("=")[0] as string));
    });
    expect(calls.filter(([program = ""]) => postgresPrograms.includes(program))).not.toEqual([]);
    expect(unknown).toEqual([]);
  },
);

test.each(blocksOf("sql"))("PostgreSQL runs %s", async (_, { code }) => {
  await withClient(database.url, async (client) => {
    await client.query("begin");
    // One by one, as `migrate` does: Citus takes one change of a distributed table at a time.
    for (const { text } of await parseStatements(code)) await client.query(text);
    await client.query("rollback");
  });
});
