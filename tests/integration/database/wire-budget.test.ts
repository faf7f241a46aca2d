import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Database, DatabaseOperations, type GameStatus } from "../../../src/index.js";
import { everyOperation, operationNames } from "../../support/every-operation.js";
import { fullGame } from "../../support/full-game.js";
import { homeTeamId, newGame, newPlay, type StagedGame, stageGame } from "../../support/game-fixtures.js";
import { queryAlone } from "../../support/raw-sql.js";
import { createTestDatabase, isOnCitus, type TestDatabase } from "../../support/test-database.js";
import { WireCounter, type WireCounts } from "../../support/wire-counter.js";

/**
 * What each operation may send and receive after its statement is prepared and its answer described: exact numbers of
 * statements and round trips, and maximum bytes. Bytes depend on the game: here it has three plays and eight lineup entries.
 * They are a tenth or so above what was counted, for longer numbers. What comes to more than this costs every game server that
 * there is: raise a number only with a reason.
 */
const budgets: Readonly<
  Record<string, [statements: number, roundTrips: number, sent: number, received: number]>
> = {
  createGame: [1, 1, 290, 230],
  updateGameState: [1, 1, 170, 50],
  loadGameState: [1, 1, 200, 1_450],
  listGames: [1, 1, 100, 430],
  storeLines: [1, 1, 460, 50],
  deleteGame: [1, 1, 290, 65],
  startGame: [1, 1, 140, 260],
  pauseGame: [1, 1, 110, 230],
  resumeGame: [1, 1, 110, 230],
  completeGame: [1, 1, 560, 165],
  abandonGame: [1, 1, 140, 270],
  savePlay: [1, 1, 690, 50],
  recordPlay: [1, 1, 800, 55],
  getPlays: [1, 1, 110, 1_480],
  getPlaysWithPlayers: [1, 1, 120, 2_260],
  addPdLineupCard: [1, 1, 270, 70],
  addSbaLineupPlayer: [1, 1, 270, 70],
  getActiveLineup: [1, 1, 110, 710],
  deactivateLineupPlayer: [1, 1, 180, 170],
  setStartingLineup: [2, 2, 3_000, 980],
  substitute: [2, 2, 930, 1_200],
  getLineupAt: [1, 1, 100, 1_150],
  setDecisions: [2, 2, 520, 740],
  rewindGame: [2, 2, 590, 1_500],
  reviseLastPlay: [1, 1, 930, 55],
  addPdRosterCard: [1, 1, 180, 70],
  addSbaRosterPlayer: [1, 1, 190, 70],
  getPdRoster: [1, 1, 110, 35],
  getSbaRoster: [1, 1, 110, 35],
  createGameSession: [1, 1, 160, 140],
  getGameSession: [1, 1, 100, 140],
  updateSessionSnapshot: [1, 1, 170, 140],
};

/** On a cluster, what runs in steps: BEGIN, the steps and COMMIT. The play recorded here follows a saved one: a step more. */
const inSteps: Readonly<Record<string, [statements: number, roundTrips: number]>> = {
  storeLines: [3, 2],
  completeGame: [6, 4],
  savePlay: [4, 3],
  recordPlay: [5, 3],
  addPdLineupCard: [5, 4],
  addSbaLineupPlayer: [5, 4],
  setStartingLineup: [14, 4],
  substitute: [5, 4],
  setDecisions: [6, 4],
  addPdRosterCard: [5, 4],
  addSbaRosterPlayer: [5, 4],
  createGameSession: [4, 2],
};

const state = { inning: 1, half: "top", homeScore: 0, awayScore: 0 } as const;
const neededStatus: Readonly<Record<string, GameStatus>> = {
  pauseGame: "active",
  resumeGame: "paused",
  completeGame: "active",
};

let testDatabase: TestDatabase;
let counter: WireCounter;
let database: Database;
let operations: DatabaseOperations;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  counter = await WireCounter.start(testDatabase.url);
  // One connection, so that what a first call prepares is there for the second.
  database = await Database.open(counter.url, { poolSize: 1 });
  operations = new DatabaseOperations(database);
});

afterAll(async () => {
  await database.close();
  counter.close();
  await testDatabase.drop();
});

type Call = () => Promise<unknown>;

/** A call of an operation on a game of its own, in which it is legal. */
async function preparedCall(name: string): Promise<Call> {
  if (name === "substitute") {
    const { gameId, home } = await fullGame(operations);
    const changes = [{ replaces: home.P, playerId: 1, position: "P" as const }];
    return () => operations.substitute({ gameId, teamId: homeTeamId, changes });
  }
  const game = await gameWithPlays();
  const { id: pd } = await operations.createGame(newGame({ leagueId: "pd" }));
  const status = neededStatus[name];
  if (status !== undefined) await operations.updateGameState(game.gameId, { ...state, status });
  return () => (everyOperation[name] as (typeof everyOperation)[string])(operations, game, pd);
}

async function gameWithPlays(): Promise<StagedGame> {
  const game = await stageGame(database);
  for (const playNumber of [1, 2, 3]) await operations.savePlay(newPlay(game, { playNumber }));
  await operations.createGameSession({ gameId: game.gameId });
  return game;
}

async function countedOf(call: Call): Promise<WireCounts> {
  // A connection that was idle for a second would be checked first.
  await queryAlone(database, "select");
  counter.reset();
  await call();
  return { ...counter.counts };
}

describe("the budget on the wire", () => {
  it("has an entry for every operation", () => {
    expect(Object.keys(budgets).sort()).toEqual([...operationNames].sort());
  });

  it.each(Object.entries(budgets))(
    "is kept by %s",
    async (name, [statements, roundTrips, sent, received]) => {
      await (await preparedCall(name))();
      const counts = await countedOf(await preparedCall(name));
      const steps = isOnCitus ? inSteps[name] : undefined;
      if (steps !== undefined) {
        expect(counts).toMatchObject({ statements: steps[0], roundTrips: steps[1] });
        return;
      }
      expect(counts).toMatchObject({ statements, roundTrips });
      expect(counts.bytesSent).toBeLessThanOrEqual(sent);
      expect(counts.bytesReceived).toBeLessThanOrEqual(received);
    },
  );

  it("is kept by a play and a state in one transaction: begin with both together, commit", async () => {
    const game = await stageGame(database);
    const record = (playNumber: number) =>
      database.transaction(async (session) => {
        const inSession = new DatabaseOperations(session);
        await Promise.all([
          inSession.savePlay(newPlay(game, { playNumber })),
          inSession.updateGameState(game.gameId, state),
        ]);
      });
    await record(1);
    const counts = await countedOf(() => record(2));
    if (isOnCitus) {
      expect(counts).toMatchObject({ statements: 5, roundTrips: 4 });
      return;
    }
    expect(counts).toMatchObject({ statements: 4, roundTrips: 2 });
    expect(counts.bytesSent).toBeLessThanOrEqual(870);
    expect(counts.bytesReceived).toBeLessThanOrEqual(130);
  });

  it("grows with a play of a loaded game by its values, and no names", async () => {
    const game = await stageGame(database);
    const load = () => operations.loadGameState(game.gameId);
    await load();
    const { bytesReceived: empty } = await countedOf(load);
    for (let playNumber = 1; playNumber <= 20; playNumber += 1) {
      await operations.savePlay(newPlay(game, { playNumber }));
    }
    const { bytesReceived: loaded } = await countedOf(load);
    expect((loaded - empty) / 20).toBeLessThanOrEqual(190);
  });
});
