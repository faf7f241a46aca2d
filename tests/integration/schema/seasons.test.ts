import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Database, DatabaseOperations, verifyGame } from "../../../src/index.js";
import { describeDifference, differences } from "../../../src/migrations/catalog/catalog-differences.js";
import type { Catalog } from "../../../src/migrations/catalog/catalog-objects.js";
import { readCatalog } from "../../../src/migrations/catalog/read-catalog.js";
import { newGame, newPlay, stageGame } from "../../support/game-fixtures.js";
import { needs } from "../../support/needs.js";
import { withClient } from "../../support/plain-client.js";
import { createTestDatabase, isOnCitus, type TestDatabase } from "../../support/test-database.js";
import { describeConflictRefusals } from "../database/suites/conflict-refusals.js";
import { describeDeleteGame } from "../database/suites/delete-game.js";
import { describeReferenceRefusals } from "../database/suites/reference-refusals.js";
import { describeRepeatedPlays } from "../database/suites/repeated-plays.js";
import { describeSubstitutions } from "../database/suites/substitutions.js";

/** A game of 2024, long before the first bound. */
const oldGameId = "018cc251-f400-7000-8000-000000000001";

let server: TestDatabase;
let database: Database;
let elsewhere: Database;
let undivided: Catalog;

/** Runs one of the examples, in one transaction, as its head says. */
async function run(file: string, setting: string): Promise<void> {
  const text = await readFile(new URL(`../../../examples/seasons/${file}`, import.meta.url), "utf8");
  await withClient(server.url, (client) => client.query(`begin; set local ${setting}; ${text}; commit`));
}

async function rowsOf(table: string): Promise<number> {
  return withClient(server.url, async (client) => {
    const { rows } = await client.query(`select count(*)::int as count from ${table}`);
    return rows[0].count;
  });
}

beforeAll(async () => {
  server = await createTestDatabase();
  database = await server.open();
  undivided = await withClient(server.url, readCatalog);
  const game = await stageGame(database, newGame({ gameId: oldGameId }));
  await new DatabaseOperations(database).savePlay(newPlay(game));
  await run("divide.sql", "dugout.seasons = '{2025-03-01 00:00Z, 2090-03-01 00:00Z}'");
  elsewhere = await server.open();
});

afterAll(async () => {
  await database?.close();
  await elsewhere?.close();
  await server?.drop();
});

const onOneServer = needs(!isOnCitus, "a database is either distributed or partitioned by seasons");

describe("a database that was partitioned by seasons", onOneServer, () => {
  const at = () => ({ name: "divided by seasons", database, elsewhere });

  test("has the earlier rows in its first partition, and new rows in its second", async () => {
    const { gameId } = await stageGame(database);
    const operations = new DatabaseOperations(database);
    expect((await operations.loadGameState(oldGameId))?.plays).toHaveLength(1);
    expect((await operations.loadGameState(gameId))?.lineups).toHaveLength(8);
    await verifyGame(database, oldGameId);
    expect(await rowsOf("plays_1")).toBe(1);
    expect(await rowsOf("lineups_2")).toBe(8);
    expect(await rowsOf("games_3")).toBe(0);
  });

  test("differs from what the migrations make only by the partitions", async () => {
    const found = differences(undivided, await withClient(server.url, readCatalog)).map(describeDifference);
    expect(found.length).toBeGreaterThan(0);
    expect(
      found.filter((line) => !/found (?:table partition of|partitioned table)| on only /.test(line)),
    ).toEqual([]);
  });

  describeRepeatedPlays(at);
  describeConflictRefusals(at);
  describeReferenceRefusals(at);
  describeSubstitutions(at);
  describeDeleteGame(at);

  test("a season can be detached, and is then a separate set of tables", async () => {
    const game = await stageGame(database);
    await run("detach.sql", "dugout.part = '1'");
    const operations = new DatabaseOperations(database);
    expect(await operations.loadGameState(oldGameId)).toBeNull();
    expect(await operations.savePlay(newPlay(game))).toBeGreaterThan(0);
    expect([await rowsOf("games_1"), await rowsOf("plays_1"), await rowsOf("lineups_1")]).toEqual([1, 1, 8]);
    const missing = operations.savePlay(newPlay(game, { playNumber: 2, batterId: 999_999 }));
    await expect(missing).rejects.toMatchObject({ code: "LINEUP_ENTRY_NOT_FOUND" });
  });
});
