import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../../..");

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** The folders of the packages in a production install besides the package itself: its direct and indirect dependencies. */
function installed(folder: string, found = new Set<string>()): Set<string> {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  const { dependencies, optionalDependencies, peerDependencies = {}, peerDependenciesMeta } = manifest;
  const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta?.[name]?.optional);
  const names = [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers];
  for (const path of names.map((name) => packageFolder(name, folder))) {
    if (path === undefined || found.has(path)) continue;
    found.add(path);
    installed(path, found);
  }
  return found;
}

function packageFolder(name: string, from: string): string | undefined {
  const path = join(from, "node_modules", name);
  if (existsSync(path)) return path;
  return from === dirname(from) ? undefined : packageFolder(name, dirname(from));
}

/** The size of a folder on disk in bytes, without nested packages. */
async function sizeOnDisk(folder: string): Promise<number> {
  let size = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.name === "node_modules") continue;
    size += entry.isDirectory() ? await sizeOnDisk(path) : (await lstat(path)).blocks * 512;
  }
  return size;
}

interface Packed {
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

const { stdout } = await promisify(execFile)("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
  cwd: root,
  maxBuffer: 10_000_000,
});
const [packed] = JSON.parse(stdout) as [Packed];

test("a production install is at most 20 packages and 30 MB", async () => {
  const folders = [...installed(root)];
  expect(folders.length + 1).toBeLessThanOrEqual(20);
  const sizes = await Promise.all(folders.map(sizeOnDisk));
  const megabytes = sizes.reduce((sum, size) => sum + size, packed.unpackedSize) / 2 ** 20;
  expect(megabytes).toBeLessThanOrEqual(30);
});

test("the tarball is at most 400 kB, and has the code, its types, the migrations and a command that can be run", () => {
  expect(packed.size).toBeLessThanOrEqual(400_000);
  const paths = packed.files.map(({ path }) => path);
  for (const path of [
    "dist/index.js",
    "dist/index.d.ts",
    "dist/page/page-script.js",
    "migrations/001_create_tables.sql",
  ])
    expect(paths).toContain(path);
  expect(packed.files.find(({ path }) => path === "dist/cli/main.js")?.mode).toBe(0o755);
  expect(paths.filter((path) => /\.(?:map|ts)$/.test(path) && !path.endsWith(".d.ts"))).toEqual([]);
});

test("the package passes on the license of each package that is bundled", () => {
  const text = readFileSync(join(root, "dist/third-party-licenses.txt"), "utf8");
  for (const name of ["zod", "commander", "d3-scale", "d3-shape", "lit-html", "pg-types"])
    expect(text).toMatch(new RegExp(`^(?:.*, )?${name} \\d`, "m"));
  const licenses = text.split(`\n${"-".repeat(80)}\n`).slice(1);
  for (const license of licenses) expect(license).toMatch(/Copyright|License: \w+/);
});
