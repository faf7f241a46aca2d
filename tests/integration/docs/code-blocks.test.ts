import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { exampleNames } from "../../support/example-names.js";
import { type CodeBlock, codeBlocksOf, folderInProject, pages, root } from "../../support/markdown.js";
import { needs } from "../../support/needs.js";

const run = promisify(execFile);
const blocks = pages.flatMap(codeBlocksOf);
const ofLanguage = (...languages: string[]) => blocks.filter(({ language }) => languages.includes(language));

const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { exports: object };
const entryPoints = Object.keys(exports).filter((entry) => entry !== "./package.json");

/** Pages whose blocks are one program, from top to bottom. */
const programs = ["docs/pd-game.md"];

test("every block names its language", () => {
  const known = ["ts", "js", "sh", "sql", "python", "html", "mermaid", "text"];
  expect(blocks.filter(({ language }) => !known.includes(language)).map(({ place }) => place)).toEqual([]);
});

test("few blocks are not run, and each says why", () => {
  const notRun = blocks.filter(({ notRun }) => notRun !== undefined);
  expect(notRun.length).toBeLessThanOrEqual(8);
  expect(notRun.filter(({ language }) => ["ts", "js", "python"].includes(language))).toEqual([]);
  const markers = pages.flatMap(({ text }) => text.match(/^<!-- not run: /gm) ?? []);
  expect(markers.length, "a comment stands right above its block").toBe(notRun.length);
});

test("every block of TypeScript and JavaScript is free of type errors", async () => {
  const folder = await folderInProject("blocks");
  onTestFinished(() => rm(folder, { recursive: true }));
  const options = {
    ...{ allowJs: true, checkJs: true, moduleDetection: "force", noEmit: true },
    ...{ noUnusedLocals: false, noUnusedParameters: false },
    lib: ["ES2024", "ESNext.Disposable", "ESNext.Array", "ESNext.Collection", "DOM"],
  };
  const include = [".", "../../src/**/*.d.ts"];
  const config = { extends: "../../tsconfig.json", compilerOptions: options, include };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
  await writeFile(join(folder, "names.d.ts"), exampleNames + (await exportedNames()));
  const files = modules();
  expect(files.size).toBeGreaterThan(40);
  for (const [name, code] of files) await writeFile(join(folder, name), code);
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const result = await run(process.execPath, [compiler, "-p", folder], { cwd: folder }).catch(
    (error: { stdout: string }) => error,
  );
  expect(result.stdout).toBe("");
});

/** The blocks as files, each at the lines that it has in its page, so that errors name these. */
function modules(): Map<string, string> {
  const files = new Map<string, string>();
  for (const block of ofLanguage("ts", "js")) {
    const isProgram = programs.includes(block.page);
    const line = Number(block.place.split(":")[1]);
    const name = `${block.page.replace(/\W/g, "-")}${isProgram ? "" : `-${line}`}.${block.language}`;
    const before = files.get(name) ?? "";
    files.set(name, before + "\n".repeat(line - before.split("\n").length + 1) + block.code);
  }
  return files;
}

/** Every value that the package exports can be used in a block without its import, as in a text that has imported it before. */
async function exportedNames(): Promise<string> {
  const declared = new Set<string>(exampleNames.match(/(?<=^declare (?:const|let|function) )\w+/gm));
  const lines: string[] = [];
  for (const entry of entryPoints) {
    const specifier = entry === "." ? "dugout" : `dugout/${entry.slice(2)}`;
    const exported: object = await import(join(root, "src", entry === "." ? "index.ts" : `${entry}.ts`));
    for (const name of Object.keys(exported).filter((name) => !declared.has(name))) {
      declared.add(name);
      lines.push(`declare const ${name}: typeof import("${specifier}").${name};`);
    }
  }
  return lines.join("\n");
}

const hasPython = await run("python3", ["--version"]).then(
  () => true,
  () => false,
);

test("every block of Python can be parsed", needs(hasPython, "Python is not installed"), async () => {
  const script = "import ast, sys; compile(sys.argv[1], sys.argv[2], 'exec', ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)";
  const python: CodeBlock[] = ofLanguage("python");
  expect(python).not.toEqual([]);
  for (const { code, place } of python) await run("python3", ["-c", script, code, place]);
});
