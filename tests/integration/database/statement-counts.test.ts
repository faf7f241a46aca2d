import { describe, expect, it } from "vitest";
import { type Database, DatabaseOperations } from "../../../src/index.js";
import { everyOperation } from "../../support/every-operation.js";
import { newGame, newPlay, type StagedGame, stageGame } from "../../support/game-fixtures.js";
import { onServer } from "../../support/places.js";
import { countStatements } from "../../support/statement-counter.js";

const at = onServer();
const state = { inning: 1, half: "top", homeScore: 0, awayScore: 0 } as const;

async function statementsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  using statements = countStatements();
  await work();
  return statements.sent;
}

/** A game that has one of everything. */
async function furnishedGame(database: Database): Promise<StagedGame> {
  const game = await stageGame(database);
  const operations = new DatabaseOperations(database);
  for (const playNumber of [1, 2, 3]) await operations.savePlay(newPlay(game, { playNumber }));
  await operations.createGameSession({ gameId: game.gameId });
  return game;
}

describe("the statements on the wire", () => {
  it("are tried for every operation there is", () => {
    const operations = Object.getOwnPropertyNames(DatabaseOperations.prototype);
    expect(Object.keys(everyOperation).sort()).toEqual(
      operations.filter((name) => name !== "constructor").sort(),
    );
  });

  for (const [name, call] of Object.entries(everyOperation)) {
    it(`are one, and no more, for ${name}`, async () => {
      const sba = await furnishedGame(at().database);
      const operations = new DatabaseOperations(at().database);
      const pd = (await operations.createGame(newGame({ leagueId: "pd" }))).id;
      expect(await statementsOf(() => call(operations, sba, pd))).toHaveLength(1);
    });
  }

  it("of updateGameState are an UPDATE, with no read before it", async () => {
    const { gameId } = await stageGame(at().database);
    const operations = new DatabaseOperations(at().database);
    const sent = await statementsOf(() => operations.updateGameState(gameId, state));
    expect(sent).toEqual([expect.stringMatching(/^update "games" set /)]);
  });

  it("of getPlaysWithPlayers join batter and pitcher, however many plays there are", async () => {
    const game = await furnishedGame(at().database);
    const operations = new DatabaseOperations(at().database);
    const sent = await statementsOf(() => operations.getPlaysWithPlayers(game.gameId));
    expect(sent).toEqual([expect.stringMatching(/^select .* join .* join /s)]);
  });

  it("of a play and a state in one session are four: begin, the two, commit", async () => {
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
      expect.stringMatching(/^insert into "plays"/),
      expect.stringMatching(/^update "games"/),
      "commit",
    ]);
  });

  it("of a play sent again are two: the insert that finds its number taken, and a look at what is there", async () => {
    const game = await furnishedGame(at().database);
    const operations = new DatabaseOperations(at().database);
    const again = await statementsOf(() => operations.savePlay(newPlay(game)));
    expect(again).toEqual([expect.stringMatching(/^insert into "plays"/), expect.stringMatching(/^select /)]);
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
