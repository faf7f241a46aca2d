import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runIn, tool } from "../../support/user-project.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const copied = ["src", "tests", "tools", "examples", "migrations", "package.json"];
const configured = ["tsconfig.json", "tsconfig.build.json", "vitest.config.ts", "vitest.prove.config.ts"];
const left = new Set(["node_modules", "dist", "build"]);

let folder: string;

/** A copy of the project in which `plays` has one column more: a line of the model, and a migration. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dugout-column-"));
  for (const part of [...copied, ...configured]) {
    await cp(join(root, part), join(folder, part), {
      recursive: true,
      filter: (path) => !left.has(basename(path)),
    });
  }
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  const model = join(folder, "src/models/plays-table.ts");
  const lines = (await readFile(model, "utf8")).split("\n");
  const last = lines.findIndex((line) => line.includes('re24: real("re24")'));
  lines.splice(last + 1, 0, '  spinRate: smallint("spin_rate"),');
  await writeFile(model, lines.join("\n"));
  const migrations = join(folder, "migrations");
  const count = (await readdir(migrations)).filter((name) => name.endsWith(".sql")).length;
  const number = String(count + 1).padStart(3, "0");
  await writeFile(
    join(migrations, `${number}_spin_rate.sql`),
    `-- Up Migration
alter table plays add column spin_rate smallint;
comment on column plays.spin_rate is 'Spin of the pitch, in revolutions per minute.';

-- Down Migration
alter table plays drop column spin_rate;
`,
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test("the whole tree compiles, and the types have the column", async () => {
  await writeFile(
    join(folder, "tests/uses-the-column.ts"),
    `import type { Play, PlayInput } from "../src/index.js";
export const read = (play: Play): number | null => play.spinRate;
export const given = (play: PlayInput): number | null | undefined => play.spinRate;
`,
  );
  expect(await runIn(folder, tool("tsc"), ["--noEmit"])).toEqual({ code: 0, output: "" });
});

const script = `
import { readFile } from "node:fs/promises";
import { Database, DatabaseOperations } from "./dist/index.js";
import { parseGameFile, readGame, recordGame, writeGameFile } from "./dist/import.js";
import { migrate } from "./dist/migrations.js";

const file = parseGameFile(JSON.parse(await readFile("examples/world-series-2016-game-7.json", "utf8")));
const gameId = file.game.id;
const database = await Database.open("pglite:memory");
await migrate(database);
const operations = new DatabaseOperations(database);
file.plays[0].spinRate = 2400;
await recordGame(operations, file);
const recorded = await operations.getPlays(gameId);
const loaded = await operations.loadGameState(gameId);
const { id, onBaseCode, runsScored, ...first } = recorded[0];
const conflict = await operations.savePlay({ ...first, spinRate: 1 }).catch((error) => error);
const invalid = await operations.savePlay({ ...first, spinRate: "fast" }).catch((error) => error);
const exported = writeGameFile(await readGame(database, gameId));
await operations.deleteGame(gameId);
await recordGame(operations, parseGameFile(JSON.parse(exported)));
const imported = await operations.getPlays(gameId);
await database.close();
const rates = [recorded, loaded.plays, imported].map((plays) => plays.slice(0, 2).map((play) => play.spinRate));
console.log(JSON.stringify({ rates, differs: conflict.details.differs, field: invalid.issues[0].field }));
`;

test("the column is recorded, compared, checked, read, exported and imported", async () => {
  await writeFile(join(folder, "script.mjs"), script);
  const built = await runIn(folder, tool("tsc"), [
    ...["-p", "tsconfig.build.json", "--emitDeclarationOnly", "false", "--declaration", "false"],
  ]);
  expect(built).toEqual({ code: 0, output: "" });
  const { code, output } = await runIn(folder, process.execPath, ["script.mjs"]);
  expect({ code, output: JSON.parse(output) }).toEqual({
    code: 0,
    output: {
      rates: [
        [2400, null],
        [2400, null],
        [2400, null],
      ],
      differs: ["spinRate"],
      field: "spinRate",
    },
  });
});
