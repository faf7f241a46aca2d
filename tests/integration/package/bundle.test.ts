import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type Format } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { UserProject } from "../../support/user-project.js";

/** A user's program: it migrates an embedded database, stores a game, reads it, and prints the result. */
const program = `
import { Database, DatabaseOperations, GameNotFoundError } from "dugout";
import { migrate } from "dugout/migrations";

async function main() {
  const database = await Database.open("pglite:memory");
  await migrate(database);
  const operations = new DatabaseOperations(database);
  const { id } = await operations.createGame({ leagueId: "sba", homeTeamId: 1, awayTeamId: 2 });
  const loaded = await operations.loadGameState(id);
  const missing = await operations.startGame("00000000-0000-4000-8000-000000000000").catch((error) => error);
  console.log(loaded?.game.homeTeamId, missing instanceof GameNotFoundError, missing.name);
  await database.close();
}
main().catch((error) => { console.log(error.name + ": " + error.message); process.exitCode = 1; });
`;

let project: UserProject;
let alone: string;
beforeAll(async () => {
  project = await UserProject.create(["drizzle-orm", "pg", "libpg-query", "@electric-sql"]);
  await writeFile(join(project.folder, "program.js"), program);
  alone = await mkdtemp(join(tmpdir(), "dugout-alone-"));
});
afterAll(async () => {
  await project.dispose();
  await rm(alone, { recursive: true });
});

describe.each([
  ["esm", "mjs"],
  ["cjs", "cjs"],
] as const)("a user's bundle as %s, minified", (format: Format, ending) => {
  const path = () => join(project.folder, "out", `program.${ending}`);
  beforeAll(async () => {
    await mkdir(join(project.folder, "out"), { recursive: true });
    const banner =
      "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);";
    await build({
      ...{
        absWorkingDir: project.folder,
        entryPoints: ["program.js"],
        outfile: path(),
        format,
        minify: true,
      },
      ...{ bundle: true, platform: "node", logLevel: "error", external: ["pg-native"] },
      // pg is CommonJS, and in a bundle of modules needs this.
      ...(format === "esm" && { banner: { js: banner } }),
    });
  });

  test("finds the migrations and the embedded database near it, and errors keep their names", async () => {
    const { code, output } = await project.run(process.execPath, [path()], undefined);
    expect(output.trim()).toBe("1 true GameNotFoundError");
    expect(code).toBe(0);
  });

  test("says what is missing if it has no node_modules folder", async () => {
    await cp(path(), join(alone, `program.${ending}`));
    const { code, output } = await project.run(
      process.execPath,
      [join(alone, `program.${ending}`)],
      undefined,
    );
    expect(output).toMatch(/^ConfigurationError: .*not installed.*npm install/);
    expect(code).toBe(1);
  });
});
