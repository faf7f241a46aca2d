import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, DatabaseOperations } from "../../../src/index.js";
import { migrate, migrateDown } from "../../../src/migrations.js";
import { newPlay, stageGame } from "../../support/game-fixtures.js";
import { insertManyPlays } from "../../support/many-plays.js";
import { migrationFolders, migrationText, ownMigrationsAnd } from "../../support/migration-folders.js";
import { withClient } from "../../support/plain-client.js";
import { PlayWriter } from "../../support/play-writer.js";
import { queryAlone } from "../../support/raw-sql.js";
import { untilBlocked } from "../../support/server-activity.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

/** DUGOUT_MIGRATION_PLAYS=2000000 builds the index over as many plays, and prints figures. */
const wanted = process.env.DUGOUT_MIGRATION_PLAYS;
const plays = Number(wanted ?? 20_000);
const writers = 4;

let testDatabase: TestDatabase;
let database: Database;
const folderOf = migrationFolders();

const beside = migrationText(
  "create index concurrently if not exists plays_inning_idx on plays (game_id, inning, half);",
  "drop index concurrently if exists plays_inning_idx;",
  "no transaction",
);
/** Builds the index, and cannot end while `games` is locked. */
const inTheWay = migrationText(
  "create index plays_inning_idx on plays (game_id, inning, half);\ncomment on table games is 'One row a game.';",
  "drop index plays_inning_idx;",
);

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = await testDatabase.open();
  await withClient(testDatabase.url, (client) => insertManyPlays(client, plays));
}, 600_000);
afterAll(async () => {
  await database?.close();
  await testDatabase?.drop();
});

/** The phase of the index build that the server reports; undefined if none is being built. */
async function phase(): Promise<string | undefined> {
  const [row] = await queryAlone(
    database,
    "select phase from pg_stat_progress_create_index where datname = current_database()",
  );
  return row?.phase as string | undefined;
}

async function indexes(): Promise<unknown[]> {
  return queryAlone(
    database,
    "select indisvalid as valid from pg_index where indexrelid = to_regclass('plays_inning_idx')",
  );
}

/** Several games whose plays are written one after the other, for as long as `work` takes. */
async function whileWriting(work: (written: PlayWriter) => Promise<void>): Promise<void> {
  const writer = new PlayWriter(database);
  const writing = Promise.all(Array.from({ length: writers }, () => writer.write()));
  try {
    await Promise.race([work(writer), writing]);
  } finally {
    writer.isOver = true;
    await writing;
  }
  const [row] = await queryAlone(database, "select count(*)::int as count from plays");
  expect(Number(row?.count) - plays).toBe(writer.acknowledged);
}

test(`plays are acknowledged while an index over ${plays} plays is built concurrently`, async () => {
  const { files, added } = await ownMigrationsAnd([["index_innings", beside]]);
  const folder = await folderOf(files);
  await whileWriting(async (writer) => {
    await writer.untilMore(100);
    const usual = writer.longest();
    await withClient(testDatabase.url, async (reader) => {
      // A snapshot older than the index: the build cannot end before its holder has.
      await reader.query("begin isolation level repeatable read; select 1");
      const before = writer.acknowledged;
      const begun = performance.now();
      const migrating = migrate(database, { folder });
      while ((await phase()) !== "waiting for old snapshots") await sleep(5);
      const [built, during] = [performance.now(), writer.acknowledged];
      await writer.untilMore(20);
      expect(await phase()).toBe("waiting for old snapshots");
      if (wanted !== undefined) {
        const ratio = writer.longest(begun) / usual;
        console.log(
          `${plays} plays: built in ${Math.round(built - begun)} ms, in which ${during - before} plays were ` +
            `acknowledged; the longest write took ${ratio.toFixed(1)} times that of the hundred before`,
        );
      }
      await reader.query("commit");
      expect(await migrating).toMatchObject([{ name: added[0] }]);
    });
  });
  expect(await indexes()).toEqual([{ valid: true }]);
  await migrateDown(database, { folder });
  expect(await indexes()).toEqual([]);
}, 900_000);

test("an index that is built in a transaction keeps every writer waiting until that ends", async () => {
  const { files, added } = await ownMigrationsAnd([["index_innings", inTheWay]]);
  const folder = await folderOf(files);
  const game = await stageGame(database);
  await withClient(testDatabase.url, async (other) => {
    await other.query("begin; lock table games in share update exclusive mode");
    const migrating = migrate(database, { folder, lockTimeout: 0 });
    await untilBlocked(database, 1);
    let isAcknowledged = false;
    const writing = new DatabaseOperations(database).savePlay(newPlay(game)).then(() => {
      isAcknowledged = true;
    });
    await untilBlocked(database, 2);
    expect(isAcknowledged).toBe(false);
    await other.query("rollback");
    expect(await migrating).toMatchObject([{ name: added[0] }]);
    await writing;
  });
  expect(await indexes()).toEqual([{ valid: true }]);
});
