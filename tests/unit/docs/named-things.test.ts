import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { createProgram } from "../../../src/cli/program.js";
import { codeBlocksOf, inlineCodeOf, type Page, pages, root } from "../../support/markdown.js";

const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};
const sourceFolders = readdirSync(join(root, "src"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const topFolders = ["src", "tests", "docs", "examples", "bench", "migrations", "scripts", "tools", "site"];

// The changelog also names things that no longer exist.
const present = pages.filter(({ path }) => path !== "CHANGELOG.md");
const named = present.map((page) => [page.path, page] as const);

/** Lines of shell blocks, and text in backticks. */
function commandsOf(page: Page): string[] {
  const blocks = codeBlocksOf(page).filter(({ language }) => language === "sh");
  const lines = blocks.flatMap(({ code }) => code.replaceAll("\\\n", " ").split("\n"));
  return [...lines, ...inlineCodeOf(page)].flatMap((line) => line.split(/\s(?:&&|\|)\s|;\s/));
}

/** `a/{b,c}.ts` is two paths. */
function expanded(path: string): string[] {
  const [, before = "", list, after = ""] = /^([^{]*)\{([^}]*)\}(.*)$/.exec(path) ?? [];
  return list === undefined ? [path] : list.split(",").flatMap((one) => expanded(before + one + after));
}

/** A path as the pages write it: from the root, or for source files from `src/`. */
function exists(path: string): boolean {
  const [folder = ""] = path.split("/");
  const full = sourceFolders.includes(folder) && !topFolders.includes(folder) ? join("src", path) : path;
  return expanded(full).every(
    (one) =>
      existsSync(join(root, one)) || (one.startsWith("migrations/") && existsSync(join(root, "src", one))),
  );
}

/** A test is named by its path, or by the beginning of it. */
function existsTest(path: string): boolean {
  return exists(path) || expanded(path).every((one) => existsSync(join(root, `${one}.test.ts`)));
}

test.each(named)("every file that %s names exists", (_, page) => {
  const isPath = new RegExp(
    `^(?:${[...topFolders, ...sourceFolders].join("|")})/[\\w.{},/-]*$|^[\\w-]+\\.(?:md|config\\.ts)$`,
  );
  const named = inlineCodeOf(page).filter((code) => isPath.test(code));
  const beside = (path: string) => existsSync(join(root, dirname(page.path), path));
  expect(named.filter((path) => !existsTest(path) && !beside(path))).toEqual([]);
});

test.each(named)("every npm script that %s names exists", (_, page) => {
  const missing = commandsOf(page).flatMap((command) => {
    const [, name, rest = ""] = /^\s*npm (?:run (?:--silent )?|)([\w:]+)(.*)/.exec(command) ?? [];
    const builtIn = ["ci", "install", "pack", "audit", "publish", "run"];
    if (name === undefined || (builtIn.includes(name) && !command.includes("npm run"))) return [];
    if (scripts[name] === undefined) return [command];
    if (name !== "prove") return [];
    const [proof] = rest.replace("--", "").trim().split(/\s/);
    return !proof || existsSync(join(root, `tests/prove/${proof}.test.ts`)) ? [] : [command];
  });
  expect(missing).toEqual([]);
});

test.each(named)("every test that %s says to run exists", (_, page) => {
  const missing = commandsOf(page).flatMap((command) => {
    if (!/^\s*(?:[A-Z_]+=\S+ )*npx vitest run\b/.test(command)) return [];
    const paths = command.split(/\s+/).filter((word) => word.startsWith("tests/"));
    return paths.filter((path) => !existsTest(path));
  });
  expect(missing).toEqual([]);
});

test.each(named)("every command and option of dugout that %s names exists", (_, page) => {
  expect(commandsOf(page).flatMap((command) => problemsOf(command))).toEqual([]);
});

/** The problems of a call of `dugout`; none for other programs. */
function problemsOf(call: string): string[] {
  const [, given] =
    /^\s*(?:[A-Z_]+=\S+ )*(?:npx dugout|npm run dugout --|dugout)(?:\s+(.*))?$/.exec(
      call.replace(/\s#.*$/, ""),
    ) ?? [];
  if (given === undefined || !/^[a-z]/.test(given)) return [];
  let command: Command = createProgram();
  const words = given.split(/\s+/);
  while (command.commands.length > 0) {
    const next = command.commands.find((below) => below.name() === words[0]);
    if (next === undefined) break;
    command = next;
    words.shift();
  }
  if (command.parent === null || (command.commands.length > 0 && /^[a-z]/.test(words[0] ?? ""))) {
    // `dugout import season` is a subcommand of a command that also has an argument.
    if (command.parent === null || command.registeredArguments.length === 0) return [`there is no ${call}`];
  }
  return words
    .map((word) => /^\[?(-{1,2}[a-z][\w-]*)/.exec(word)?.[1])
    .filter((option) => option !== undefined)
    .filter((option) => !command.options.some(({ short, long }) => [short, long].includes(option)))
    .map((option) => `${call}: there is no ${option}`);
}

test("a command or an option that does not exist is detected", () => {
  expect(problemsOf("dugout migrate sideways")).not.toEqual([]);
  expect(problemsOf("npx dugout games --color blue")).not.toEqual([]);
  expect(problemsOf("DATABASE_URL=x npx dugout migrate up 002 --sql")).toEqual([]);
  expect(problemsOf("dugout import season ./2020 --dry-run # checks")).toEqual([]);
});
