import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tool, UserProject } from "../../support/user-project.js";

/** Something of each entry point. */
const program = `
import { and, eq } from "drizzle-orm";
import { Database, DatabaseOperations, plays, recordEvent, recoverGame } from "dugout";
import { fromPg } from "dugout/adapters";
import { Feed } from "dugout/feed";
import { importSeason } from "dugout/import";
import { migrate } from "dugout/migrations";
import { scorePlay, situationAfter } from "dugout/rules";
import { boxScore } from "dugout/stats";
import { isolate } from "dugout/testing";

const database = await Database.open("pglite:memory");
await migrate(database);
export const play = await database.transaction(async (session) => {
  const homers = await session.run((db) => db.select().from(plays).where(and(eq(plays.homerun, 1))));
  return homers[0]?.gameId satisfies string | undefined;
});
export const all = [fromPg, Feed, importSeason, scorePlay, situationAfter, boxScore, isolate, recoverGame, recordEvent];
export const wrong: number = new DatabaseOperations(database);
`;

let project: UserProject;
beforeAll(async () => {
  project = await UserProject.create(["drizzle-orm", "pg", "libpg-query", "@types/node", "undici-types"]);
  await writeFile(join(project.folder, "package.json"), '{ "type": "module" }');
  await writeFile(join(project.folder, "program.ts"), program);
});
afterAll(() => project.dispose());

test.each([
  ["nodenext", "nodenext"],
  ["node16", "node16"],
  ["esnext", "bundler"],
])(
  "without @types/pg, and with skipLibCheck off, the declarations have no error: module %s, resolution %s",
  async (module, moduleResolution) => {
    const compilerOptions = {
      ...{
        module,
        moduleResolution,
        target: "es2022",
        lib: ["es2023", "esnext.disposable"],
        types: ["node"],
      },
      ...{ strict: true, skipLibCheck: false, noEmit: true, preserveSymlinks: true },
    };
    await writeFile(
      join(project.folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions, files: ["program.ts"] }),
    );
    const { output } = await project.run(tool("tsc"), ["-p", "."], undefined);
    const errors = output.split("\n").filter((line) => /^\S.*error TS/.test(line));
    // Drizzle's declarations have errors. The program contains one on purpose, to detect a compiler that reads nothing.
    const ours = errors.filter((line) => !line.startsWith("node_modules/drizzle-orm/"));
    expect(ours).toEqual([expect.stringMatching(/^program\.ts.*TS2322/)]);
  },
);
