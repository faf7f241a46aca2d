import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../../..");
let folder: string;

/** The built package in a project with everything installed except the embedded database. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dugout-without-pglite-"));
  const modules = join(folder, "node_modules");
  await mkdir(modules);
  for (const name of await readdir(join(root, "node_modules"))) {
    if (name !== "@electric-sql") await symlink(join(root, "node_modules", name), join(modules, name));
  }
  for (const name of ["dist", "migrations", "package.json"])
    await symlink(join(root, name), join(folder, name));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test("without PGlite, the error for a pglite: URL says what to install, and a server needs nothing", async () => {
  const program = `
    import { Database } from "./dist/index.js";
    for (const url of ["pglite:memory", "postgresql://127.0.0.1:1/none"]) {
      await Database.open(url).catch((error) => console.log(error.code, error.message));
    }`;
  // Modules are resolved from where their links lie, and not from where they point to.
  const options = ["--preserve-symlinks", "--preserve-symlinks-main", "--input-type=module", "-e", program];
  const { stdout } = await promisify(execFile)(process.execPath, options, { cwd: folder });
  const [embedded, server] = stdout.trim().split("\n");
  expect(embedded).toMatch(/^CONFIGURATION .*npm install @electric-sql\/pglite @electric-sql\/pglite-socket/);
  expect(server).toMatch(/^CONNECTION_FAILED /);
});
