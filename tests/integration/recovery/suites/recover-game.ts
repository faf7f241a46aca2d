import { describe, expect, it } from "vitest";
import {
  DatabaseOperations,
  type Executor,
  type JsonObject,
  newGameId,
  type RecoveredGame,
  recoverGame,
  ValidationError,
} from "../../../../src/index.js";
import { newWorldSeriesGame, recordUpTo } from "../../../support/partial-games.js";
import type { At } from "../../../support/places.js";
import { queryAlone } from "../../../support/raw-sql.js";
import { rejectionOf } from "../../../support/sample-inputs.js";
import { countStatements } from "../../../support/statement-counter.js";

const names = ({ bases, batter, pitcher, fielders, dueUp }: RecoveredGame) => ({
  bases: [bases.first, bases.second, bases.third].map((entry) => entry?.playerName ?? null),
  batter: batter?.playerName,
  pitcher: pitcher?.playerName,
  catcher: fielders.C?.playerName,
  due: [dueUp.away.batter?.playerName, dueUp.home.batter?.playerName],
});

const chargedIn = ({ chargedTo }: RecoveredGame) =>
  [chargedTo.first, chargedTo.second, chargedTo.third].map((entry) => entry?.playerName ?? null);

async function recovered(executor: Executor, gameId: string): Promise<RecoveredGame> {
  return (await recoverGame(executor, gameId)) as RecoveredGame;
}

export function describeRecoverGame(at: At): void {
  describe("recoverGame", () => {
    it("returns the state of the World Series after Rajai Davis's home run, in one statement", async () => {
      const file = await newWorldSeriesGame();
      await recordUpTo(at().database, file, 70);
      using statements = countStatements();
      const state = await recovered(at().database, file.game.id);
      expect(statements.sent).toHaveLength(1);
      expect(state).toMatchObject({
        ...{ gameId: file.game.id, status: "active", stateVersion: state.game.stateVersion },
        ...{ inning: 8, half: "bottom", outs: 2, awayScore: 6, homeScore: 6, isOver: false, playCount: 70 },
        lastPlay: { playNumber: 70, homerun: 1, createdAt: file.plays[69]?.createdAt },
        dueUp: { away: { battingOrder: 7 }, home: { battingOrder: 8 } },
      });
      expect(names(state)).toEqual({
        bases: [null, null, null],
        batter: "Coco Crisp",
        pitcher: "Aroldis Chapman",
        catcher: "David Ross",
        due: ["David Ross", "Coco Crisp"],
      });
      expect(Object.keys(state.fielders)).toHaveLength(9);
      expect([state.lineups.away.length, state.lineups.home.length]).toEqual([10, 10]);
    });

    it("has the pinch runner on base as soon as he is in", async () => {
      const file = await newWorldSeriesGame();
      const lineup = await recordUpTo(at().database, file, 81);
      expect(names(await recovered(at().database, file.game.id)).bases).toEqual([
        "Kyle Schwarber",
        null,
        null,
      ]);
      await lineup.enterAfter(new DatabaseOperations(at().database), 81);
      expect(names(await recovered(at().database, file.game.id)).bases).toEqual([
        "Albert Almora",
        null,
        null,
      ]);
    });

    it("returns the pitcher who is charged with each runner, even if he has left", async () => {
      const file = await newWorldSeriesGame();
      const lineup = await recordUpTo(at().database, file, 86);
      await lineup.enterAfter(new DatabaseOperations(at().database), 86);
      const state = await recovered(at().database, file.game.id);
      expect(state.pitcher?.playerName).toBe("Trevor Bauer");
      expect(chargedIn(state)).toEqual(["Bryan Shaw", "Bryan Shaw", "Bryan Shaw"]);
      expect(state.chargedTo.first).toMatchObject({ position: "P", isActive: false });
    });

    it("begins an extra inning with a runner on second if the game's rules say so", async () => {
      const file = await newWorldSeriesGame();
      const game = { ...file.game, automaticRunnerInning: 10 };
      await recordUpTo(at().database, { ...file, game }, 80);
      const state = await recovered(at().database, game.id);
      expect(names(state)).toMatchObject({
        bases: [null, "Dexter Fowler", null],
        batter: "Kyle Schwarber",
      });
      expect(chargedIn(state)).toEqual([null, state.pitcher?.playerName, null]);
    });

    it("recognizes a game that is over, whatever its status is", async () => {
      const file = await newWorldSeriesGame();
      await recordUpTo(at().database, { ...file, game: { ...file.game, status: "paused" } }, 94);
      expect(await recovered(at().database, file.game.id)).toMatchObject({
        ...{ status: "paused", isOver: true, awayScore: 8, homeScore: 7 },
      });
    });

    it("returns a game without lineups and plays", async () => {
      const { game } = await newWorldSeriesGame();
      const { id: gameId, leagueId, homeTeamId, awayTeamId } = game;
      await new DatabaseOperations(at().database).createGame({ gameId, leagueId, homeTeamId, awayTeamId });
      expect(await recovered(at().database, gameId)).toMatchObject({
        ...{ status: "pending", inning: 1, half: "top", outs: 0, playCount: 0, lastPlay: null },
        ...{ batter: null, pitcher: null, fielders: {}, lineups: { away: [], home: [] }, session: null },
      });
    });

    it("sees what its own session has written", async () => {
      const file = await newWorldSeriesGame();
      await recordUpTo(at().database, file, 2);
      await using session = await at().database.session();
      const change = { inning: 1, half: "top", homeScore: 0, awayScore: 1, status: "paused" } as const;
      const { stateVersion } = await new DatabaseOperations(session).updateGameState(file.game.id, change);
      expect(await recovered(session, file.game.id)).toMatchObject({ status: "paused", stateVersion });
    });

    it("is null for a missing game, and refuses an invalid identifier", async () => {
      expect(await recoverGame(at().database, newGameId())).toBeNull();
      expect(await rejectionOf(recoverGame(at().database, "seven"))).toBeInstanceOf(ValidationError);
    });

    it("reads a time beyond what JSON keeps of it as it was stored", async () => {
      const file = await newWorldSeriesGame();
      await recordUpTo(at().database, file, 1);
      await queryAlone(
        at().database,
        `update plays set created_at = '2016-11-02 20:02:00.123456+02' where game_id = '${file.game.id}'`,
      );
      const { lastPlay } = await recovered(at().database, file.game.id);
      expect(lastPlay?.createdAt.toISOString()).toBe("2016-11-02T18:02:00.123Z");
    });
  });

  describe("recoverGame with a websocket session", () => {
    const truth = {
      ...{ inning: 1, half: "top", outs: 0, homeScore: 0, awayScore: 1 },
      ...{ playCount: 2, lastPlay: 2 },
    };

    async function sessionOf(stateSnapshot: JsonObject) {
      const file = await newWorldSeriesGame();
      await recordUpTo(at().database, file, 2);
      const session = { gameId: file.game.id, lastActionAt: new Date(1_478_116_920_123), stateSnapshot };
      await new DatabaseOperations(at().database).createGameSession({
        ...session,
        connectedUsers: { ana: 1 },
      });
      const found = (await recovered(at().database, file.game.id)).session;
      expect(found?.session).toEqual({ ...session, connectedUsers: { ana: 1 } });
      return found?.differences;
    }

    it("returns it with a snapshot that agrees", async () => {
      expect(await sessionOf(truth)).toEqual([]);
    });

    it("compares the state version with the game's", async () => {
      expect(await sessionOf({ stateVersion: 0 })).toMatchObject([{ field: "stateVersion", snapshot: 0 }]);
    });

    it("lists each value of the snapshot that contradicts the plays", async () => {
      expect(await sessionOf({ ...truth, outs: 2, lastPlay: 1, phase: "pitch" })).toEqual([
        { field: "outs", snapshot: 2, plays: 0 },
        { field: "lastPlay", snapshot: 1, plays: 2 },
      ]);
    });

    it("reports nothing for a snapshot with other fields", async () => {
      expect(await sessionOf({ clock: 3, game: { inning: 9 } })).toEqual([]);
    });
  });
}
