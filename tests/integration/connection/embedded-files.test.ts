import fs from "node:fs";
import { chmod, cp, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Database, DatabaseOperations } from "../../../src/index.js";
import { migrate } from "../../../src/migrations.js";

let parent: string;
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), "dugout-files-"));
});
afterAll(() => rm(parent, { recursive: true, force: true }));

const game = { leagueId: "sba", homeTeamId: 1, awayTeamId: 2 } as const;

/** The files of a folder, and the folder itself, that other users may read or write. */
async function openToOthers(path: string): Promise<string[]> {
  const found = await stat(path);
  const own = (found.mode & 0o077) === 0 ? [] : [path];
  if (!found.isDirectory()) return own;
  const names = await readdir(path);
  return [...own, ...(await Promise.all(names.map((name) => openToOthers(join(path, name))))).flat()];
}

test("an embedded database's files are accessible only to their owner, even if others had access before, and a commit is on disk", async () => {
  const folder = join(parent, "season");
  const umask = process.umask(0o022);
  const synced = vi.spyOn(fs, "fdatasyncSync");
  syncBuiltinESMExports();
  try {
    {
      await using database = await Database.open(`pglite:${folder}`);
      await migrate(database);
      expect(await openToOthers(folder)).toEqual([]);
      const settings = await database.transaction((session) =>
        session.run((db) =>
          db.execute(
            "select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit",
          ),
        ),
      );
      expect(settings.rows).toEqual([{ fsync: "on", commit: "on" }]);
      for (let commit = 0; commit < 3; commit += 1) {
        const before = synced.mock.calls.length;
        await new DatabaseOperations(database).createGame(game);
        expect(synced.mock.calls.length).toBeGreaterThan(before);
      }
    }
    await chmod(folder, 0o755);
    await chmod(join(folder, "base"), 0o777);
    await chmod(join(folder, "PG_VERSION"), 0o666);
    await using again = await Database.open(`pglite:${folder}`);
    await new DatabaseOperations(again).createGame(game);
    expect(await openToOthers(folder)).toEqual([]);
  } finally {
    process.umask(umask);
    synced.mockRestore();
    syncBuiltinESMExports();
  }
}, 240_000);

test("a copy of a closed folder can be opened, and so can a folder with files that PostgreSQL does not know", async () => {
  const copy = join(parent, "copy");
  await cp(join(parent, "season"), copy, { recursive: true, filter: (path) => !path.endsWith(".sock") });
  await writeFile(join(copy, "notes.txt"), "of the owner");
  await using database = await Database.open(`pglite:${copy}`);
  expect((await new DatabaseOperations(database).listGames()).games).not.toEqual([]);
}, 240_000);

test("an embedded database needs no access to its parent folder", async () => {
  const around = join(parent, "around");
  const folder = join(around, "data");
  await mkdir(folder, { recursive: true });
  await chmod(around, 0o555);
  try {
    await using database = await Database.open(`pglite:${folder}`);
    await database.transaction((session) => session.run((db) => db.execute("select 1")));
    expect(await readdir(around)).toEqual(["data"]);
  } finally {
    await chmod(around, 0o755);
  }
}, 240_000);
