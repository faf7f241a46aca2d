import { describe, expect, it } from "vitest";
import { DatabaseOperations, newGameId, TransactionAbortedError } from "../../../src/index.js";
import { awayTeamId, homeTeamId, newGame, newPlay, stageGame } from "../../support/game-fixtures.js";
import { onServer } from "../../support/places.js";
import { refusalOf } from "../../support/refusals.js";
import { countStatements } from "../../support/statement-counter.js";
import { isOnCitus } from "../../support/test-database.js";

const at = onServer();
const elsewhere = () => new DatabaseOperations(at().elsewhere);
const state = { inning: 1, half: "top", homeScore: 0 } as const;

describe("concurrent calls on one session", () => {
  it("run in call order: each finds what those before it wrote", async () => {
    const gameId = newGameId();
    await at().database.transaction(async (session) => {
      const operations = new DatabaseOperations(session);
      const entry = { gameId, teamId: homeTeamId, position: "C" as const };
      const [none, created, first, lineup, , second] = await Promise.all([
        operations.loadGameState(gameId),
        operations.createGame(newGame({ gameId })),
        operations.addSbaLineupPlayer({ ...entry, playerId: 1 }),
        operations.getActiveLineup(gameId, homeTeamId),
        operations.updateGameState(gameId, { ...state, awayScore: 1 }),
        operations.addSbaRosterPlayer({ gameId, teamId: awayTeamId, playerId: 1 }),
      ]);
      expect(none).toBeNull();
      expect(created.id).toBe(gameId);
      expect(lineup.map(({ id }) => id)).toEqual([first]);
      expect(second).toBeGreaterThan(0);
    });
    expect((await elsewhere().loadGameState(gameId))?.game.stateVersion).toBe(1);
  });

  it("are sent in call order, however many there are", async () => {
    const game = await stageGame(at().database);
    using statements = countStatements();
    const versions = await at().database.transaction(async (session) => {
      const operations = new DatabaseOperations(session);
      const calls = Array.from({ length: 100 }, (_, index) => [
        operations.savePlay(newPlay(game, { playNumber: index + 1 })),
        operations
          .updateGameState(game.gameId, { ...state, awayScore: index })
          .then(({ stateVersion }) => stateVersion),
      ]);
      return Promise.all(calls.flat());
    });
    const words = statements.sent.map((text) => text.split(" ", 1)[0]);
    const saving = isOnCitus ? ["update", "insert"] : ["with"];
    expect(words).toEqual([
      "begin",
      ...Array.from({ length: 100 }, () => [...saving, "update"]).flat(),
      "commit",
    ]);
    expect(versions.filter((_, index) => index % 2 === 1)).toEqual(
      Array.from({ length: 100 }, (_, index) => index + 1),
    );
    const loaded = await elsewhere().loadGameState(game.gameId);
    expect(loaded?.game.awayScore).toBe(99);
    const ids = loaded?.plays.map(({ id }) => id);
    expect(ids).toEqual(versions.filter((_, index) => index % 2 === 0));
    expect(ids).toEqual([...(ids ?? [])].sort((one, other) => one - other));
  });

  it("are all done before a commit that is called after them", async () => {
    const game = await stageGame(at().database);
    await using session = await at().database.session();
    const operations = new DatabaseOperations(session);
    const saving = [1, 2, 3].map((playNumber) => operations.savePlay(newPlay(game, { playNumber })));
    await session.commit();
    expect((await elsewhere().getPlays(game.gameId)).map(({ id }) => id)).toEqual(await Promise.all(saving));
  });

  it("after one that the database refuses are refused too, and nothing is stored", async () => {
    const game = await stageGame(at().database);
    const session = await at().database.session();
    const operations = new DatabaseOperations(session);
    const [saved, refused, behind] = await Promise.allSettled([
      operations.savePlay(newPlay(game)),
      operations.createGame(newGame({ gameId: game.gameId })),
      operations.savePlay(newPlay(game, { playNumber: 2 })),
    ]);
    expect(saved.status).toBe("fulfilled");
    expect(refused).toMatchObject({ status: "rejected", reason: { code: "GAME_EXISTS" } });
    expect(behind).toMatchObject({ status: "rejected", reason: { code: "TRANSACTION_ABORTED" } });
    const refusal = await refusalOf(session.commit());
    expect(refusal).toBeInstanceOf(TransactionAbortedError);
    expect(refusal.cause).toMatchObject({ code: "GAME_EXISTS" });
    expect(await elsewhere().getPlays(game.gameId)).toEqual([]);
  });

  it("after one whose input is refused continue as if it had not been made", async () => {
    const game = await stageGame(at().database);
    await at().database.transaction(async (session) => {
      const operations = new DatabaseOperations(session);
      const [bad, good] = await Promise.allSettled([
        operations.savePlay(newPlay(game, { inning: 0 })),
        operations.savePlay(newPlay(game)),
      ]);
      expect(bad).toMatchObject({ status: "rejected", reason: { code: "VALIDATION" } });
      expect(good.status).toBe("fulfilled");
    });
    expect(await elsewhere().getPlays(game.gameId)).toHaveLength(1);
  });
});
