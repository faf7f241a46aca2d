/**
 * Tests that leave nothing behind, with vitest. Each test has a database handle of its own, on which everything
 * happens inside one transaction that is never committed, even if the code under test commits.
 *
 * Without DATABASE_URL the tests run on an embedded database in memory.
 */
import { Database, DatabaseOperations } from "dugout";
import { migrate } from "dugout/migrations";
import { type IsolatedDatabase, isolate } from "dugout/testing";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";

let database: Database;
let isolated: IsolatedDatabase;

beforeAll(async () => {
  database = await Database.open(process.env.DATABASE_URL ?? "pglite:memory");
  await migrate(database);
});
afterAll(() => database.close());

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
  expect(await operations.loadGameState(gameId)).toMatchObject({ game: { status: "pending" } });
  expect(await operations.getGameSession(gameId)).toMatchObject({ gameId });
});

it("starts a game only once", async () => {
  await startGame(isolated.database, gameId);
  await expect(startGame(isolated.database, gameId)).rejects.toMatchObject({ code: "GAME_EXISTS" });
});

it("sees nothing of the tests before it", async () => {
  expect(await new DatabaseOperations(isolated.database).loadGameState(gameId)).toBeNull();
});
