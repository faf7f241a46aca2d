import { describe, expect, it } from "vitest";
import { DatabaseOperations } from "../../../src/index.js";
import { awayTeamId, newGame, newPlay, stageGame } from "../../support/game-fixtures.js";
import { onServer } from "../../support/places.js";
import { rowCounts } from "../../support/refusals.js";

const at = onServer();
const elsewhere = () => new DatabaseOperations(at().elsewhere);
const state = { inning: 2, half: "top", homeScore: 0, awayScore: 3 } as const;

describe("what a session writes", () => {
  it("is visible inside it at once, and outside only after the commit", async () => {
    const game = await stageGame(at().database);
    const { gameId } = game;
    const outside = async () => ({
      loaded: await elsewhere().loadGameState(gameId),
      roster: await elsewhere().getSbaRoster(gameId),
      session: await elsewhere().getGameSession(gameId),
    });
    const before = await outside();
    await using session = await at().database.session();
    const inside = new DatabaseOperations(session);

    await inside.recordPlay(newPlay(game), state);
    await inside.addSbaRosterPlayer({ gameId, teamId: awayTeamId, playerId: 1 });
    await inside.createGameSession({ gameId });
    await inside.deactivateLineupPlayer(gameId, game.runnerId);

    const seen = {
      loaded: await inside.loadGameState(gameId),
      roster: await inside.getSbaRoster(gameId),
      session: await inside.getGameSession(gameId),
    };
    expect(seen.loaded?.plays).toHaveLength(1);
    expect(seen.loaded?.lineups).toHaveLength(7);
    expect(seen.loaded?.game).toMatchObject(state);
    expect([seen.roster.length, seen.session?.gameId]).toEqual([1, gameId]);
    expect(await outside()).toEqual(before);
    await session.commit();
    expect(await outside()).toEqual(seen);
  });

  it("becomes visible completely, and never in part", async () => {
    const game = await stageGame(at().database);
    const numbers = Array.from({ length: 30 }, (_, index) => index + 1);
    let done = false;
    const writing = at()
      .database.transaction(async (session) => {
        const operations = new DatabaseOperations(session);
        for (const playNumber of numbers) {
          await operations.recordPlay(newPlay(game, { playNumber }), { ...state, awayScore: playNumber });
        }
      })
      .finally(() => {
        done = true;
      });
    const seen = new Set<string>();
    while (!done) {
      const loaded = await elsewhere().loadGameState(game.gameId);
      seen.add(`${loaded?.plays.length} plays, ${loaded?.game.awayScore} runs`);
    }
    await writing;
    const loaded = await elsewhere().loadGameState(game.gameId);
    seen.add(`${loaded?.plays.length} plays, ${loaded?.game.awayScore} runs`);
    expect([...seen]).toEqual(["0 plays, 0 runs", "30 plays, 30 runs"]);
  });

  it("of a single operation is visible from another connection when the operation returns", async () => {
    for (let turn = 0; turn < 20; turn += 1) {
      const created = await new DatabaseOperations(at().database).createGame(newGame());
      expect((await elsewhere().loadGameState(created.id))?.game).toEqual(created);
    }
  });
});

describe("a test in a session that is rolled back", () => {
  // As a user's own tests do: the same fixed identifiers in each, and nothing to clean up.
  const { gameId } = newGame();

  for (const turn of ["first", "second", "third"]) {
    it(`finds nothing that the others did, as the ${turn} test`, async () => {
      const before = await rowCounts(at().elsewhere);
      await using session = await at().database.session();
      const operations = new DatabaseOperations(session);
      await operations.createGame(newGame({ gameId }));
      await operations.addSbaRosterPlayer({ gameId, teamId: awayTeamId, playerId: 1 });
      expect((await operations.updateGameState(gameId, state)).stateVersion).toBe(1);
      expect(await operations.getSbaRoster(gameId)).toHaveLength(1);
      await session.rollback();
      expect(await rowCounts(at().elsewhere)).toEqual(before);
      expect(await elsewhere().loadGameState(gameId)).toBeNull();
    });
  }
});
