import { readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp } from "node:fs/promises";
import { join, posix, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../..");

/** A page of the documentation. */
export interface Page {
  /** From the root: `docs/live.md`. */
  readonly path: string;
  readonly text: string;
}

/** A block of code between fences. */
export interface CodeBlock {
  /** `docs/live.md:12`, the line of its first fence. */
  readonly place: string;
  readonly page: string;
  readonly language: string;
  readonly code: string;
  /** Why it is not run or checked, where a comment before it says so: `<!-- not run: … -->`. */
  readonly notRun: string | undefined;
}

/** Every page that is written by hand. */
export const pages: readonly Page[] = [
  ...["README", "ARCHITECTURE", "CONTRIBUTING", "CHANGELOG", "SECURITY"].map((name) => `${name}.md`),
  ...["bench/README.md"],
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
].map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));

export function pageOf(path: string): Page {
  const page = pages.find((it) => it.path === path);
  if (page === undefined) throw new Error(`there is no page ${path}`);
  return page;
}

const marker = /^<!-- not run: (.+) -->$/;

export function codeBlocksOf({ path, text }: Page): CodeBlock[] {
  const lines = text.split("\n");
  const blocks: CodeBlock[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const opening = /^( *)(```+)(\w*)/.exec(lines[at] ?? "");
    if (opening === null) continue;
    const [, indent = "", fence = "", language = ""] = opening;
    const end = lines.findIndex((line, index) => index > at && line.trimEnd() === indent + fence);
    if (end < 0) throw new Error(`${path}:${at + 1} opens a block that does not end`);
    blocks.push({
      place: `${path}:${at + 1}`,
      page: path,
      language,
      code: lines
        .slice(at + 1, end)
        .map((line) => line.slice(indent.length))
        .join("\n"),
      notRun: marker.exec(lines[at - 1]?.trim() ?? "")?.[1],
    });
    at = end;
  }
  return blocks;
}

/** The page without its blocks of code and its comments. */
export function proseOf({ text }: Page): string {
  return text.replace(/^( *)(```+)[\s\S]*?^\1\2 *$/gm, "").replace(/<!--[\s\S]*?-->/g, "");
}

/** Everything between single backticks. */
export function inlineCodeOf(page: Page): string[] {
  return [...proseOf(page).matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
}

/** The targets of links and images. */
export function linksOf(page: Page): string[] {
  const prose = proseOf(page).replace(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
}

/** What a link of a page leads to, from the root: a path, and an anchor where it has one. */
export function targetOf(page: Page, link: string): { path: string; anchor: string | undefined } {
  const [path = "", anchor] = link.split("#");
  return { path: path === "" ? page.path : posix.join(posix.dirname(page.path), path), anchor };
}

/** The anchors of a page's headings, as GitHub makes them. */
export function anchorsOf(page: Page): Set<string> {
  const anchors = new Set<string>();
  for (const [, title = ""] of proseOf(page).matchAll(/^#{1,6} +(.+)$/gm)) {
    const plain = title.replace(/\[([^\]]+)\]\([^)]*\)/g, "$1").toLowerCase();
    const anchor = plain.replace(/[^\p{L}\p{N}\s_-]/gu, "").replace(/\s/g, "-");
    let unique = anchor;
    for (let count = 1; anchors.has(unique); count += 1) unique = `${anchor}-${count}`;
    anchors.add(unique);
  }
  return anchors;
}

/**
 * A new folder in which code of a page finds the package and its types, as a user's would. It lies in `build/`, which no
 * other test reads.
 */
export async function folderInProject(name: string): Promise<string> {
  await mkdir(join(root, "build"), { recursive: true });
  return mkdtemp(join(root, "build", `${name}-`));
}
