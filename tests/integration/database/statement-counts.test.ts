import { describe, expect, it } from "vitest";
import { type Database, DatabaseOperations, type GameStatus } from "../../../src/index.js";
import { everyOperation, operationNames } from "../../support/every-operation.js";
import { fullGame, startersOf } from "../../support/full-game.js";
import { homeTeamId, newGame, newPlay, type StagedGame, stageGame } from "../../support/game-fixtures.js";
import { needs } from "../../support/needs.js";
import { onServer } from "../../support/places.js";
import { countStatements } from "../../support/statement-counter.js";
import { createTestDatabase, isOnCitus } from "../../support/test-database.js";

const at = onServer();
const state = { inning: 1, half: "top", homeScore: 0, awayScore: 0 } as const;

async function statementsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  using statements = countStatements();
  await work();
  return statements.sent;
}

/** The status that a game must have for an operation, where it is not the one that it is created with. */
const neededStatus: Readonly<Record<string, GameStatus>> = {
  pauseGame: "active",
  resumeGame: "paused",
  completeGame: "active",
};

/** Operations that read, decide by the rules of the game what to write, and write it. */
const deciding = ["setStartingLineup", "substitute", "setDecisions", "rewindGame"];

/** A game that has one of everything. */
async function furnishedGame(database: Database): Promise<StagedGame> {
  const game = await stageGame(database);
  const operations = new DatabaseOperations(database);
  for (const playNumber of [1, 2, 3]) await operations.savePlay(newPlay(game, { playNumber }));
  await operations.createGameSession({ gameId: game.gameId });
  return game;
}

const onOneServer = needs(!isOnCitus, "on a cluster some operations are several statements");

describe("the statements on the wire", onOneServer, () => {
  it("are one for the first write of a database: its connection already knows that the server is not a cluster", async () => {
    const own = await createTestDatabase();
    const [staging, database] = [await own.open(), await own.open({ poolSize: 1 })];
    const game = await stageGame(staging);
    const sent = await statementsOf(() => new DatabaseOperations(database).recordPlay(newPlay(game), state));
    await Promise.all([staging.close(), database.close()]);
    await own.drop();
    expect(sent).toHaveLength(1);
  });

  it("are tested for every operation", () => {
    expect(Object.keys(everyOperation).sort()).toEqual([...operationNames].sort());
  });

  for (const [name, call] of Object.entries(everyOperation)) {
    if (deciding.includes(name)) continue;
    it(`are one, and no more, for ${name}`, async () => {
      const sba = await furnishedGame(at().database);
      const operations = new DatabaseOperations(at().database);
      const pd = (await operations.createGame(newGame({ leagueId: "pd" }))).id;
      const status = neededStatus[name];
      if (status !== undefined) await operations.updateGameState(sba.gameId, { ...state, status });
      expect(await statementsOf(() => call(operations, sba, pd))).toHaveLength(1);
    });
  }

  it("are two for what is decided by the rules: a read, and a write on the condition that the game has not changed", async () => {
    const operations = new DatabaseOperations(at().database);
    const { gameId, home } = await fullGame(operations);
    const changes = [{ replaces: home.P, playerId: 1, position: "P" as const }];
    const { id: other } = await operations.createGame(newGame());
    const calls = {
      setStartingLineup: () =>
        operations.setStartingLineup({ gameId: other, teamId: homeTeamId, players: startersOf("Home") }),
      substitute: () => operations.substitute({ gameId, teamId: homeTeamId, changes }),
      setDecisions: () => operations.setDecisions(gameId, { win: home.P }),
      rewindGame: () => operations.rewindGame(gameId, 0),
    };
    expect(Object.keys(calls)).toEqual(deciding);
    for (const call of Object.values(calls)) {
      const [look, write, ...more] = await statementsOf(call);
      expect(look).toMatch(/^select .* from "games" where /s);
      expect(write).toMatch(/^with game as \(\s*update "games" set /);
      expect(more).toEqual([]);
    }
  });

  it("of updateGameState are an UPDATE, with no read before it, whatever version is expected", async () => {
    const { gameId } = await stageGame(at().database);
    const operations = new DatabaseOperations(at().database);
    for (const options of [undefined, {}, { expectedVersion: 2 }]) {
      const sent = await statementsOf(() => operations.updateGameState(gameId, state, options));
      expect(sent).toEqual([expect.stringMatching(/^update "games" set /)]);
    }
  });

  it("of a recorded play are one, with any expectation and without one", async () => {
    const game = await stageGame(at().database);
    const operations = new DatabaseOperations(at().database);
    const expectations = [
      undefined,
      {},
      { expectedVersion: 2 },
      { expectedLastPlay: 3 },
      { expectedVersion: 4, expectedLastPlay: 4 },
    ];
    const sent: string[] = [];
    for (const [index, options] of expectations.entries()) {
      const play = newPlay(game, { playNumber: index + 1 });
      sent.push(...(await statementsOf(() => operations.recordPlay(play, state, options))));
    }
    expect(sent).toHaveLength(expectations.length);
    expect(new Set(sent).size).toBe(1);
    expect(sent[0]).toMatch(/^with game as \(\s*update "games" set /);
  });

  it("of a step in a game's life are one UPDATE, and a read only if it is refused", async () => {
    const { gameId } = await stageGame(at().database);
    const operations = new DatabaseOperations(at().database);
    const update = expect.stringMatching(/^update "games" set "status" = 'active'/);
    expect(await statementsOf(() => operations.startGame(gameId))).toEqual([update]);
    const refused = await statementsOf(() => operations.startGame(gameId).catch(() => {}));
    expect(refused).toEqual([update, expect.stringMatching(/^select "status", "state_version"/)]);
  });

  it("of getPlaysWithPlayers join batter and pitcher, however many plays there are", async () => {
    const game = await furnishedGame(at().database);
    const operations = new DatabaseOperations(at().database);
    const sent = await statementsOf(() => operations.getPlaysWithPlayers(game.gameId));
    expect(sent).toEqual([expect.stringMatching(/^select .* join .* join /s)]);
  });

  it("of a play and a state in one session are four: BEGIN, the two, COMMIT", async () => {
    const game = await stageGame(at().database);
    const sent = await statementsOf(() =>
      at().database.transaction(async (session) => {
        const operations = new DatabaseOperations(session);
        await Promise.all([
          operations.savePlay(newPlay(game)),
          operations.updateGameState(game.gameId, state),
        ]);
      }),
    );
    expect(sent).toEqual([
      "begin",
      expect.stringMatching(/^with game as \(.*insert into "plays"/s),
      expect.stringMatching(/^update "games"/),
      "commit",
    ]);
  });

  it("of a repeated play are two: the insert that finds its number taken, and a read of the stored play", async () => {
    const game = await furnishedGame(at().database);
    const operations = new DatabaseOperations(at().database);
    const again = await statementsOf(() => operations.savePlay(newPlay(game)));
    expect(again).toEqual([
      expect.stringMatching(/^with game as .*insert into "plays"/s),
      expect.stringMatching(/^select /),
    ]);
    expect(await statementsOf(() => operations.recordPlay(newPlay(game), state))).toHaveLength(2);
  });

  it("of a session that was not used are none", async () => {
    const sent = await statementsOf(async () => {
      await using session = await at().database.session();
      await session.commit();
    });
    expect(sent).toEqual([]);
  });
});
