import { beforeEach, describe, expect, it } from "vitest";
import {
  type Database,
  DatabaseOperations,
  type GameStatus,
  newGameId,
  type RecoverOptions,
  recoverActiveGames,
  recoverGame,
  ValidationError,
} from "../../../../src/index.js";
import { newGame } from "../../../support/game-fixtures.js";
import { newWorldSeriesGame, recordUpTo } from "../../../support/partial-games.js";
import type { At } from "../../../support/places.js";
import { queryAlone } from "../../../support/raw-sql.js";
import { rejectionOf } from "../../../support/sample-inputs.js";
import { countStatements } from "../../../support/statement-counter.js";

const minute = 60_000;

/** On a cluster, one finds the games, and another reads them. */
export const statementsOfPage = (at: At) => (at().name === "Citus" ? 2 : 1);

/** Creates games a minute apart, and returns their identifiers. */
async function create(database: Database, ...statuses: GameStatus[]): Promise<string[]> {
  const games = statuses.map((status, index) => newGame({ status, createdAt: new Date(index * minute) }));
  for (const game of games) await new DatabaseOperations(database).createGame(game);
  return games.map(({ gameId }) => gameId);
}

export function describeRecoverActiveGames(at: At): void {
  const recovered = async (options?: RecoverOptions) => {
    const ids: string[] = [];
    for await (const { gameId } of recoverActiveGames(at().database, options)) ids.push(gameId);
    return ids;
  };
  const setStatus = (gameId: string, status: GameStatus) =>
    queryAlone(at().database, `update games set status = '${status}' where id = '${gameId}'`);

  beforeEach(async () => {
    await queryAlone(at().database, "delete from plays");
    await queryAlone(at().database, "delete from games");
  });

  describe("recoverActiveGames", () => {
    it("returns the games that are active or paused, in order of creation", async () => {
      const ids = await create(
        at().database,
        "paused",
        "pending",
        "active",
        "completed",
        "abandoned",
        "active",
      );
      expect(await recovered()).toEqual([ids[0], ids[2], ids[5]]);
    });

    it("returns none if there is none", async () => {
      await create(at().database, "completed");
      expect(await recovered()).toEqual([]);
    });

    it("returns each as recoverGame does", async () => {
      const file = await newWorldSeriesGame();
      const lineup = await recordUpTo(at().database, file, 81);
      await lineup.enterAfter(new DatabaseOperations(at().database), 81);
      await new DatabaseOperations(at().database).createGameSession({ gameId: file.game.id });
      await create(at().database, "active");
      for await (const game of recoverActiveGames(at().database))
        expect(game).toEqual(await recoverGame(at().database, game.gameId));
    });

    it.each([1, 2, 3, 6, 7])("returns every game once in pages of %i", async (pageSize) => {
      const six: GameStatus[] = ["active", "paused", "active", "active", "paused", "active"];
      const ids = await create(at().database, ...six);
      using statements = countStatements();
      expect(await recovered({ pageSize })).toEqual(ids);
      // A full page may be followed by one more, which is then empty; one that is not full is the last.
      const empty = 6 % pageSize === 0 ? 1 : 0;
      expect(statements.sent).toHaveLength(Math.ceil(6 / pageSize) * statementsOfPage(at) + empty);
    });

    it("distinguishes games that were created at the same moment", async () => {
      const createdAt = new Date(minute);
      const ids = Array.from({ length: 5 }, () => newGameId()).sort();
      const operations = new DatabaseOperations(at().database);
      for (const gameId of ids.toReversed())
        await operations.createGame(newGame({ gameId, createdAt, status: "active" }));
      expect(await recovered({ pageSize: 2 })).toEqual(ids);
    });

    it("reads no page before it is needed", async () => {
      await create(at().database, "active", "active", "active");
      using statements = countStatements();
      const games = recoverActiveGames(at().database, { pageSize: 2 });
      expect(statements.sent).toHaveLength(0);
      await games.next();
      await games.next();
      expect(statements.sent).toHaveLength(statementsOfPage(at));
      await games.next();
      expect(statements.sent).toHaveLength(2 * statementsOfPage(at));
      await games.return();
    });

    it("is not disturbed by games that end, begin or pause in the meantime", async () => {
      const [first, ends, pauses, resumes, stays] = (await create(
        at().database,
        ...(["active", "active", "active", "paused", "active"] as const),
      )) as [string, string, string, string, string];
      const games = recoverActiveGames(at().database, { pageSize: 1 });
      expect((await games.next()).value?.gameId).toBe(first);
      await setStatus(ends, "completed");
      await setStatus(first, "paused");
      await setStatus(pauses, "paused");
      await setStatus(resumes, "active");
      const late = newGame({ status: "active", createdAt: new Date(9 * minute) });
      await new DatabaseOperations(at().database).createGame(late);
      const rest: string[] = [];
      for await (const { gameId } of games) rest.push(gameId);
      expect(rest).toEqual([pauses, resumes, stays, late.gameId]);
    });

    it("runs in a session too", async () => {
      const ids = await create(at().database, "active", "paused");
      await using session = await at().database.session();
      const found: string[] = [];
      for await (const { gameId } of recoverActiveGames(session, { pageSize: 1 })) found.push(gameId);
      expect(found).toEqual(ids);
    });

    it.each([0, 1_001, 2.5])("refuses pages of %d", async (pageSize) => {
      const refusal = await rejectionOf(recoverActiveGames(at().database, { pageSize }).next());
      expect(refusal).toBeInstanceOf(ValidationError);
    });
  });
}
