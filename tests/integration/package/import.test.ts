import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../../..");

/** The JavaScript files that a program loads in a new process, and what it prints. Paths begin at the checkout. */
async function loadedBy(program: string): Promise<{ files: string[]; output: string }> {
  const coverage = await mkdtemp(join(tmpdir(), "dugout-import-"));
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--input-type=module", "--eval", program],
      {
        cwd: root,
        env: { ...process.env, NODE_V8_COVERAGE: coverage },
      },
    );
    const [report] = await readdir(coverage);
    const { result } = JSON.parse(await readFile(join(coverage, report as string), "utf8")) as {
      readonly result: readonly { readonly url: string }[];
    };
    const urls = result.map(({ url }) => url).filter((url) => url.startsWith("file:") && url.endsWith("js"));
    return { files: urls.map((url) => decodeURI(url.slice(`file://${root}/`.length))), output: stdout };
  } finally {
    await rm(coverage, { recursive: true });
  }
}

const withoutHash = (path: string) => path.replace(/-[\w-]{8}\.js$/, ".js");
const ofDrizzle = (path: string) => path.startsWith("node_modules/drizzle-orm/");

/** Each file costs about as much as a hundred lines of code. */
const mostFilesOfDrizzle = 91;

test('import("dugout") loads few files: the code that it needs, and of all packages only a part of Drizzle', async () => {
  const { files } = await loadedBy('await import("./dist/index.js")');
  expect(files.filter((path) => !ofDrizzle(path)).map(withoutHash)).toEqual(
    expect.arrayContaining(["dist/index.js", "dist/chunks/index.js", "dist/chunks/rules.js"]),
  );
  const others = files.filter((path) => !ofDrizzle(path) && !path.startsWith("dist/"));
  expect(others).toEqual([]);
  expect(files.filter((path) => path.startsWith("dist/")).length).toBeLessThanOrEqual(5);
  expect(files.filter(ofDrizzle).length).toBeGreaterThan(0);
  expect(files.filter(ofDrizzle).length).toBeLessThanOrEqual(mostFilesOfDrizzle);
});

test('import("dugout/rules") loads no package', async () => {
  const { files } = await loadedBy('await import("./dist/rules.js")');
  expect(files.map(withoutHash)).toContain("dist/rules.js");
  expect(files.filter((path) => !path.startsWith("dist/"))).toEqual([]);
});

test('import("dugout") loads neither sockets nor cryptography of Node\'s', async () => {
  const { output } = await loadedBy(
    'await import("./dist/index.js"); console.log(process.moduleLoadList.join("\\n"))',
  );
  const loaded = output.split("\n");
  expect(loaded).toContain("NativeModule path");
  for (const name of ["net", "tls", "crypto", "http", "worker_threads"])
    expect(loaded).not.toContain(`NativeModule ${name}`);
});

test("input schemas are made when an input needs them", async () => {
  // zod calls this for each schema that is made.
  const { output } = await loadedBy(`
    let made = 0;
    globalThis.__zod_globalConfig = { postProcessor: () => { made += 1; } };
    const { DatabaseOperations } = await import("./dist/index.js");
    const operations = new DatabaseOperations({ execute: async () => [] });
    const { gameId } = { gameId: "00000000-0000-4000-8000-000000000000" };
    console.log("import:", made);
    await operations.loadGameState(gameId);
    console.log("valid arguments:", made);
    await operations.loadGameState("no id").catch(() => {});
    console.log("an invalid argument:", made > 0);
  `);
  expect(output.trim().split("\n")).toEqual(["import: 0", "valid arguments: 0", "an invalid argument: true"]);
});
