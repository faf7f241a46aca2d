import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Database, DatabaseOperations, type GameStatus, recoverActiveGames } from "../../../src/index.js";
import { migrate } from "../../../src/migrations.js";
import { boxScore } from "../../../src/stats.js";
import { CitusServer, describeOnCitus } from "../../support/citus-server.js";
import { everyOperation, operationNames } from "../../support/every-operation.js";
import { fullGame } from "../../support/full-game.js";
import { newGame, newPlay, type StagedGame, stageGame } from "../../support/game-fixtures.js";
import { countWorkerCommands, reportingCommands } from "../../support/worker-commands.js";

/** As `createDatabase` makes it. */
const shards = 4;
const state = { inning: 1, half: "top", homeScore: 0, awayScore: 0 } as const;

/** The status that a game must have for an operation, where it is not the one that it is created with. */
const neededStatus: Readonly<Record<string, GameStatus>> = {
  pauseGame: "active",
  resumeGame: "paused",
  completeGame: "active",
};

const change = ["UPDATE"];
const read = ["SELECT"];
const play = ["BEGIN", "UPDATE", "INSERT", "COMMIT"];
/** The last SELECT reads the game's league, its teams and the roster, which say why nothing was inserted. */
const lineupEntry = ["BEGIN", "UPDATE", "INSERT", "SELECT", "COMMIT"];
const rosterEntry = ["BEGIN", "SELECT", "INSERT", "SELECT", "COMMIT"];
const inserts = (count: number) => Array.from({ length: count }, () => "INSERT");

/** What an operation sends to its worker, in order. A WITH is one statement of several parts. */
const commandsOfOperations: Readonly<Record<string, readonly string[]>> = {
  createGame: ["INSERT"],
  updateGameState: change,
  loadGameState: read,
  listGames: Array.from({ length: shards }, () => "SELECT"),
  deleteGame: ["WITH"],
  startGame: change,
  pauseGame: change,
  resumeGame: change,
  completeGame: ["BEGIN", "UPDATE", ...inserts(3), "COMMIT"],
  abandonGame: change,
  savePlay: play,
  recordPlay: play,
  getPlays: read,
  getPlaysWithPlayers: read,
  addPdLineupCard: lineupEntry,
  addSbaLineupPlayer: lineupEntry,
  getActiveLineup: read,
  deactivateLineupPlayer: ["WITH"],
  setStartingLineup: ["SELECT", "BEGIN", "UPDATE", ...inserts(10), "COMMIT"],
  substitute: ["SELECT", "BEGIN", "WITH", "INSERT", "COMMIT"],
  storeLines: ["BEGIN", "SELECT", "COMMIT"],
  setDecisions: ["SELECT", "BEGIN", "UPDATE", "UPDATE", "UPDATE", "COMMIT"],
  getLineupAt: read,
  rewindGame: ["SELECT", "WITH"],
  reviseLastPlay: ["WITH"],
  addPdRosterCard: rosterEntry,
  addSbaRosterPlayer: rosterEntry,
  getPdRoster: read,
  getSbaRoster: read,
  createGameSession: ["BEGIN", "SELECT", "INSERT", "COMMIT"],
  getGameSession: read,
  updateSessionSnapshot: change,
};

describeOnCitus("the commands that a coordinator sends to its workers", () => {
  let server: CitusServer;
  let database: Database;
  let game: StagedGame;

  beforeAll(async () => {
    server = await CitusServer.create();
    database = await Database.open(await server.createDatabase(), {
      options: reportingCommands,
      poolSize: 1,
    });
    await migrate(database, { distributed: "citus" });
  });
  afterAll(async () => {
    await database?.close();
    await server?.dispose();
  });
  beforeEach(async () => {
    game = await stageGame(database);
  });

  async function commandsOf(work: () => Promise<unknown>): Promise<string[]> {
    using commands = countWorkerCommands();
    await work();
    return commands.sent;
  }

  const kinds = (commands: readonly string[]) => commands.map((command) => /^\w+/.exec(command)?.[0]);

  /** An operation on a game that has one of everything, in the status that it needs. */
  async function commandsOfOperation(name: string) {
    const operations = new DatabaseOperations(database);
    if (name === "substitute") {
      const { gameId: full, away, home } = await fullGame(operations);
      game = { ...game, gameId: full, batterId: away.P, pitcherId: home.P };
    }
    const { gameId } = game;
    for (const playNumber of [1, 2, 3]) await operations.recordPlay(newPlay(game, { playNumber }), state);
    await operations.createGameSession({ gameId });
    const { id: pd } = await operations.createGame(newGame({ leagueId: "pd" }));
    const status = neededStatus[name];
    if (status !== undefined) await operations.updateGameState(game.gameId, { ...state, status });
    using commands = countWorkerCommands();
    await everyOperation[name]?.(operations, game, pd);
    return { sent: commands.sent, workers: commands.workers };
  }

  test.each(operationNames)(
    "of %s are as few as they can be, to one worker, without two-phase commit",
    async (name) => {
      const { sent, workers } = await commandsOfOperation(name);
      expect(kinds(sent)).toEqual(commandsOfOperations[name]);
      if (name !== "listGames") expect(workers.size).toBe(1);
    },
  );

  test("are BEGIN, UPDATE, INSERT and COMMIT for a play that is recorded, or saved", async () => {
    const operations = new DatabaseOperations(database);
    const recorded = await commandsOf(() => operations.recordPlay(newPlay(game), state));
    expect(kinds(recorded)).toEqual(["BEGIN", "UPDATE", "INSERT", "COMMIT"]);
    const saved = await commandsOf(() => operations.savePlay(newPlay(game, { playNumber: 2 })));
    expect(kinds(saved)).toEqual(["BEGIN", "UPDATE", "INSERT", "COMMIT"]);
  });

  test("are one for each read of one game", async () => {
    const operations = new DatabaseOperations(database);
    await operations.savePlay(newPlay(game));
    expect(await commandsOf(() => operations.getPlays(game.gameId))).toHaveLength(1);
    expect(await commandsOf(() => operations.loadGameState(game.gameId))).toHaveLength(1);
  });

  test("are eight for a box score, which is several reads of one instant", async () => {
    expect(await commandsOf(() => boxScore(database, game.gameId))).toHaveLength(8);
  });

  test("are one per shard for a page of a list, and two for a team's page, however many games there are", async () => {
    for (let more = 0; more < 20; more += 1) await stageGame(database);
    const operations = new DatabaseOperations(database);
    for (const filter of [{}, { status: "active" }, { teamId: 1 }, { order: "oldest" }] as const) {
      const commands = await commandsOf(() => operations.listGames({ ...filter, limit: 5 }));
      expect(commands, JSON.stringify(filter)).toHaveLength("teamId" in filter ? 2 * shards : shards);
    }
  });

  test("are at most two per shard for a page of active games", async () => {
    const operations = new DatabaseOperations(database);
    for (let more = 0; more < 20; more += 1) await operations.startGame((await stageGame(database)).gameId);
    let pages = 0;
    const commands = await commandsOf(async () => {
      for await (const _ of recoverActiveGames(database, { pageSize: 10 })) pages += 0.1;
    });
    expect(pages).toBeGreaterThanOrEqual(2);
    expect(commands.length).toBeLessThanOrEqual(Math.ceil(pages + 0.01) * 2 * shards);
  });
});
