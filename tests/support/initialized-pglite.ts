import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { vi } from "vitest";

const { PGlite } = await vi.importActual<typeof import("@electric-sql/pglite")>("@electric-sql/pglite");

const modules = join(import.meta.dirname, "../../node_modules");
const { version } = JSON.parse(await readFile(join(modules, "@electric-sql/pglite/package.json"), "utf8"));
const folder = join(modules, ".cache/dugout");
const path = join(folder, `pglite-${version}.tar`);

/** PGlite whose databases in memory begin as a copy of what initdb makes, which is made once and kept as a file. */
export class InitializedPGlite extends PGlite {
  static override async create(...given: never[]): Promise<never> {
    const start = PGlite.create as (...values: unknown[]) => Promise<never>;
    return given.length > 0 ? start(...given) : start({ loadDataDir: await initializedFiles() });
  }
}

let files: Promise<Blob> | undefined;

function initializedFiles(): Promise<Blob> {
  files ??= readFile(path).then((content) => new Blob([content]), initialize);
  return files;
}

async function initialize(): Promise<Blob> {
  const database = await PGlite.create();
  const dump = await database.dumpDataDir("none");
  await database.close();
  await mkdir(folder, { recursive: true });
  const unfinished = `${path}.${randomUUID()}`;
  await writeFile(unfinished, Buffer.from(await dump.arrayBuffer()));
  await rename(unfinished, path);
  return dump;
}
