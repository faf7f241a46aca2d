import { describe, expect, test } from "vitest";
import { type Database, DatabaseOperations } from "../../../src/index.js";
import { migrate, migrateDown } from "../../../src/migrations.js";
import { stageGame } from "../../support/game-fixtures.js";
import { migrationFolders, migrationText, ownMigrationsAnd } from "../../support/migration-folders.js";
import { type At, embedded, onServer } from "../../support/places.js";
import { queryAlone } from "../../support/raw-sql.js";
import { tellingPlays } from "../../support/telling-plays.js";

const folderOf = migrationFolders();

const kept = [
  ["add_weather", migrationText("alter table games add weather text;", "alter table games drop weather;")],
  [
    "index_innings",
    migrationText(
      "create index concurrently if not exists plays_inning_idx on plays (game_id, inning);",
      "drop index concurrently if exists plays_inning_idx;",
      "no transaction",
    ),
  ],
  [
    "count_pitches",
    migrationText(
      "alter table plays add pitches smallint;\nupdate plays set pitches = 1 where pa = 1;",
      "alter table plays drop pitches;",
    ),
  ],
] as const;

/** Every row of the tables that games are kept in, as text, in the order of their keys. */
async function rowsOf(database: Database): Promise<unknown[]> {
  const tables = await Promise.all(
    [
      "select to_jsonb(g) - 'weather' as row from games g order by id",
      "select to_jsonb(l) as row from lineups l order by game_id, id",
      "select to_jsonb(p) - 'pitches' as row from plays p order by game_id, play_number",
    ].map((query) => queryAlone(database, query)),
  );
  return tables.flat();
}

async function writeGame(database: Database): Promise<void> {
  const game = await stageGame(database);
  for (const play of tellingPlays(game)) await new DatabaseOperations(database).savePlay(play);
}

const places: [name: string, at: At][] = [
  ["on a server", onServer()],
  ["in an embedded database", embedded()],
];

describe.each(places)("%s", (_, at) => {
  test("what was written stays through migrations that keep its tables, up and down", async () => {
    const { database } = at();
    const { files, own, added } = await ownMigrationsAnd(kept);
    const folder = await folderOf(files);
    await writeGame(database);
    const written = await rowsOf(database);
    expect(written).toHaveLength(1 + 8 + 11);

    for (const name of added) {
      expect(await migrate(database, { folder, to: "+1" })).toMatchObject([{ name }]);
      expect(await rowsOf(database)).toEqual(written);
    }
    expect(await queryAlone(database, "select sum(pitches)::int as pitches from plays")).toEqual([
      { pitches: 10 },
    ]);
    for (const name of added.toReversed()) {
      expect(await migrateDown(database, { folder })).toMatchObject([{ name }]);
      expect(await rowsOf(database)).toEqual(written);
    }
    expect(await migrateDown(database, { folder, to: own.at(-1) as string })).toEqual([]);

    await migrate(database, { folder });
    await writeGame(database);
    await migrateDown(database, { folder, to: own.at(-1) as string });
    expect(await rowsOf(database)).toEqual(expect.arrayContaining(written));
    expect(await rowsOf(database)).toHaveLength(2 * written.length);
  });
});
