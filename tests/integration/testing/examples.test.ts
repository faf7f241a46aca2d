import { copyFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rowCounts } from "../../support/refusals.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";
import { tool, UserProject } from "../../support/user-project.js";

const examples = resolve(import.meta.dirname, "../../../examples");
/** As a user's own: strict, and against the types that the package is published with. */
const compilerOptions = {
  ...{ target: "ES2023", module: "NodeNext", lib: ["ES2023", "ESNext.Disposable"], types: ["node"] },
  ...{ strict: true, skipLibCheck: true, verbatimModuleSyntax: true },
};

let project: UserProject;
let testDatabase: TestDatabase;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  project = await UserProject.create();
  await writeFile(join(project.folder, "package.json"), '{ "type": "module" }');
  await writeFile(join(project.folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  for (const runner of ["vitest", "node"]) {
    const example = join(examples, `testing-${runner}.example.ts`);
    await copyFile(example, join(project.folder, `${runner}.test.ts`));
  }
  const { code, output } = await project.run(tool("tsc"), [], undefined);
  if (code !== 0) throw new Error(`the examples do not compile in a user's project: ${output}`);
});
afterAll(async () => {
  await project?.dispose();
  await testDatabase?.drop();
});

const runners = [
  ["vitest", tool("vitest"), ["run", "vitest.test.ts"], /Tests\s+3 passed \(3\)/],
  ["node:test", process.execPath, ["--test", "node.test.js"], /pass 3\n[\s\S]*fail 0/],
] as const;

describe.each(runners)("the example for %s", (_, program, given, passed) => {
  it("passes in a user's project, and leaves nothing in the database", async () => {
    await using database = await testDatabase.open();
    const before = await rowCounts(database);
    const { code, output } = await project.run(program, given, testDatabase.url);
    expect(output).toMatch(passed);
    expect(code).toBe(0);
    expect(await rowCounts(database)).toEqual(before);
  });
});

it("the example for node:test passes on an embedded database, with nothing installed", async () => {
  const { code, output } = await project.run(process.execPath, ["--test", "node.test.js"], undefined);
  expect(output).toMatch(/pass 3\n/);
  expect(code).toBe(0);
});
