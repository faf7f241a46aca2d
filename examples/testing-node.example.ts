/**
 * Tests that leave nothing behind, with Node's own test runner. Each test has a database handle of its own, on which
 * everything happens inside one transaction that is never committed, even if the code under test commits.
 *
 * Without DATABASE_URL the tests run on an embedded database in memory.
 */
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, it } from "node:test";
import { Database, DatabaseOperations } from "dugout";
import { migrate } from "dugout/migrations";
import { type IsolatedDatabase, isolate } from "dugout/testing";

let database: Database;
let isolated: IsolatedDatabase;

before(async () => {
  database = await Database.open(process.env.DATABASE_URL ?? "pglite:memory");
  await migrate(database);
});
after(() => database.close());

beforeEach(async () => {
  isolated = await isolate(database);
});
afterEach(() => isolated.rollback());

/** The code under test, as in a server: it does not know that it is tested, and commits. */
function startGame(database: Database, gameId: string): Promise<void> {
  return database.transaction(async (session) => {
    const operations = new DatabaseOperations(session);
    await operations.createGame({ gameId, leagueId: "sba", homeTeamId: 1, awayTeamId: 2 });
    await operations.createGameSession({ gameId });
  });
}

const gameId = "01920000-0000-7000-8000-000000000001";

it("starts a game together with its websocket session", async () => {
  await startGame(isolated.database, gameId);
  const operations = new DatabaseOperations(isolated.database);
  assert.equal((await operations.loadGameState(gameId))?.game.status, "pending");
  assert.equal((await operations.getGameSession(gameId))?.gameId, gameId);
});

it("starts a game only once", async () => {
  await startGame(isolated.database, gameId);
  await assert.rejects(startGame(isolated.database, gameId), { code: "GAME_EXISTS" });
});

it("sees nothing of the tests before it", async () => {
  assert.equal(await new DatabaseOperations(isolated.database).loadGameState(gameId), null);
});
