import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";

// Runs before each test file of a project with databases. Most of the CPU time of an embedded database goes into initdb:
// databases in memory start from a copy of what it makes, which is made once and kept as a file.
const modules = join(import.meta.dirname, "../../node_modules");
const folder = join(modules, ".cache/dugout");

type Create = (options?: object) => Promise<PGlite>;
const shared = PGlite as unknown as { create: Create; createInitialized?: Create };

// Test files that share a process share the class, too.
if (shared.createInitialized === undefined) {
  const create = shared.create.bind(PGlite);
  let files: Promise<Blob> | undefined;
  shared.createInitialized = async (options) => {
    if (options !== undefined) return create(options);
    files ??= initializedFiles(create);
    return create({ loadDataDir: await files });
  };
  shared.create = shared.createInitialized;
}

async function initializedFiles(create: Create): Promise<Blob> {
  const { version } = JSON.parse(await readFile(join(modules, "@electric-sql/pglite/package.json"), "utf8"));
  const path = join(folder, `pglite-${version}.tar`);
  const found = await readFile(path).catch(() => undefined);
  if (found !== undefined) return new Blob([found]);
  const database = await create();
  const dump = await database.dumpDataDir("none");
  await database.close();
  await mkdir(folder, { recursive: true });
  const unfinished = `${path}.${randomUUID()}`;
  await writeFile(unfinished, Buffer.from(await dump.arrayBuffer()));
  await rename(unfinished, path);
  return dump;
}
