import { describe, expect, test } from "vitest";
import { migrate } from "../../../src/migrations.js";
import { spawnDugout } from "../../support/command-line.js";
import { emptyDatabases } from "../../support/empty-databases.js";
import { migrationFolders, migrationText, ownMigrationsAnd } from "../../support/migration-folders.js";
import { migrationState } from "../../support/migration-state.js";

const processes = 20;

const folderOf = migrationFolders();
const emptyDatabase = emptyDatabases();

const indexes = [
  ["inning", "plays (game_id, inning)"],
  ["half", "plays (game_id, half)"],
  ["position", "lineups (game_id, position)"],
].map(
  ([name, target]) =>
    [
      `index_${name}`,
      migrationText(
        `create index concurrently if not exists extra_${name}_idx on ${target};`,
        `drop index concurrently if exists extra_${name}_idx;`,
        "no transaction",
      ),
    ] as const,
);

describe(`of ${processes} processes that migrate one empty database at once`, () => {
  test("one runs each migration, concurrent index builds included, and all succeed", async () => {
    const [{ url }, alone] = [await emptyDatabase(), await emptyDatabase()];
    const { files, own, added } = await ownMigrationsAnd(indexes);
    const folder = await folderOf(files);
    const results = await Promise.all(
      Array.from({ length: processes }, () =>
        spawnDugout(["migrate", "up", "--folder", folder], { DATABASE_URL: `${url}?connect_timeout=600` }),
      ),
    );
    expect(results.filter(({ code }) => code !== 0)).toEqual([]);
    const run = results.flatMap(({ output }) => [...output.matchAll(/^up (\S+) \(\d+ ms\)$/gm)]);
    expect(run.map(([, name]) => name).toSorted()).toEqual([...own, ...added]);
    const said = results.map(
      ({ output }) => output.replaceAll(/^up \S+ \(\d+ ms\)\n/gm, "").split(" on ")[0],
    );
    expect(said.filter((words) => words !== "")).toEqual(Array(processes - 1).fill("Nothing to do"));

    await migrate(alone.database, { folder });
    expect(await migrationState(url)).toEqual(await migrationState(alone.url));
  });
});
