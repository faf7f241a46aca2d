import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** One of the package's own files. Paths begin at `src/`: `session/database.ts`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** The package's own files that it imports or re-exports, types included. */
  readonly imports: readonly string[];
}

const root = fileURLToPath(new URL("../../src/", import.meta.url));

/** What a file's text imports, re-exports or loads later, in its own words. */
export function importsOf(text: string): string[] {
  const statements = text.matchAll(/^(?:import|export)\s(?:[^;"]*?\sfrom\s+)?"([^"]+)"/gm);
  const calls = text.matchAll(/(?<!\*.*)\bimport\(\s*"([^"]+)"/g);
  return [...statements, ...calls].map(([, name]) => name as string);
}

export async function readSources(): Promise<SourceFile[]> {
  const paths = (await readdir(root, { recursive: true })).filter((path) => path.endsWith(".ts"));
  return Promise.all(
    paths.toSorted().map(async (path) => {
      const text = await readFile(join(root, path), "utf8");
      const own = importsOf(text).filter((name) => name.startsWith("."));
      const imports = own.map((name) =>
        relative(root, join(root, dirname(path), name.replace(/\.js$/, ".ts"))),
      );
      return { path, text, imports };
    }),
  );
}

/** Files that import each other in a circle, one circle for each way that was found. */
export function circlesIn(files: readonly Pick<SourceFile, "path" | "imports">[]): string[][] {
  const importsByPath = new Map(files.map(({ path, imports }) => [path, imports]));
  const done = new Set<string>();
  const circles: string[][] = [];
  const walk = (path: string, way: readonly string[]): void => {
    const start = way.indexOf(path);
    if (start >= 0) circles.push([...way.slice(start), path]);
    if (start >= 0 || done.has(path)) return;
    for (const next of importsByPath.get(path) ?? []) walk(next, [...way, path]);
    done.add(path);
  };
  for (const { path } of files) walk(path, []);
  return circles;
}

const floors: Readonly<Record<string, number>> = {
  rules: 1,
  errors: 1,
  models: 2,
  connection: 2,
  statements: 3,
  session: 4,
  operations: 5,
  recovery: 5,
  migrations: 5,
  adapters: 5,
  stats: 6,
  import: 6,
  feed: 6,
  serve: 7,
  cli: 7,
  "index.ts": 7,
  "testing.ts": 7,
  "adapters.ts": 7,
  "rules.ts": 7,
  "feed.ts": 7,
  "stats.ts": 7,
  "import.ts": 7,
  "migrations.ts": 7,
};

/** On which floor of the house a file lives; undefined when its folder has none. */
export const floorOf = (path: string): number | undefined => floors[path.split("/")[0] as string];
