import { describe, expect, it } from "vitest";
import {
  DatabaseOperations,
  GameNotFoundError,
  GameStatusError,
  newGameId,
  StaleGameStateError,
  ValidationError,
} from "../../../../src/index.js";
import { gameStatuses } from "../../../../src/rules/vocabulary.js";
import { awayTeamId, homeTeamId, newGame } from "../../../support/game-fixtures.js";
import { type At, inEveryMode } from "../../../support/places.js";
import { refusalOf } from "../../../support/refusals.js";

/** The status after each step, by the status before; a step without an entry is not legal. */
const steps = {
  startGame: { pending: "active" },
  pauseGame: { active: "paused" },
  resumeGame: { paused: "active" },
  completeGame: { active: "completed", paused: "completed" },
  abandonGame: { pending: "abandoned", active: "abandoned", paused: "abandoned" },
} as const;
const names = Object.keys(steps) as (keyof typeof steps)[];
const timesOf: Readonly<Record<string, "startedAt" | "completedAt">> = {
  startGame: "startedAt",
  completeGame: "completedAt",
  abandonGame: "completedAt",
};

export function describeLifeCycle(at: At): void {
  inEveryMode("the life of a game", at, ({ perform, elsewhere }) => {
    for (const name of names) {
      for (const status of gameStatuses) {
        const becomes = (steps[name] as Partial<Record<typeof status, string>>)[status];
        const outcome = becomes === undefined ? "is refused, and changes nothing" : `makes it ${becomes}`;
        it(`${name} of a game that is ${status} ${outcome}`, async () => {
          const game = await elsewhere().createGame(newGame({ status }));
          const step = perform((operations) => operations[name](game.id));
          if (becomes === undefined) {
            const refusal = await refusalOf(step);
            expect(refusal).toBeInstanceOf(GameStatusError);
            expect(refusal.details).toMatchObject({ gameId: game.id, status, stateVersion: 0 });
            expect((await elsewhere().loadGameState(game.id))?.game).toEqual(game);
            return;
          }
          const changed = await step;
          const time = timesOf[name];
          const times = time === undefined ? {} : { [time]: expect.any(Date) };
          expect(changed).toEqual({ ...game, status: becomes, stateVersion: 1, ...times });
          expect((await elsewhere().loadGameState(game.id))?.game).toEqual(changed);
        });
      }

      it(`${name} of a game that does not exist is a GameNotFoundError`, async () => {
        const gameId = newGameId();
        const refusal = await refusalOf(
          perform((operations) => operations[name](gameId, { expectedVersion: 0 })),
        );
        expect(refusal).toBeInstanceOf(GameNotFoundError);
        expect(refusal.details).toEqual({ gameId });
      });

      it(`${name} at another version than the expected one is stale, and reports what is there`, async () => {
        const [status = "pending"] = Object.keys(steps[name]) as (typeof gameStatuses)[number][];
        const { id } = await elsewhere().createGame(newGame({ status }));
        const state = { inning: 2, half: "top", homeScore: 0, awayScore: 0 } as const;
        for (let version = 1; version <= 3; version += 1) await elsewhere().updateGameState(id, state);
        const before = await elsewhere().loadGameState(id);
        const refusal = await refusalOf(
          perform((operations) => operations[name](id, { expectedVersion: 2 })),
        );
        expect(refusal).toBeInstanceOf(StaleGameStateError);
        expect(refusal.details).toEqual({ gameId: id, status, stateVersion: 3, lastPlay: 0 });
        expect(await elsewhere().loadGameState(id)).toEqual(before);
        const changed = await perform((operations) => operations[name](id, { expectedVersion: 3 }));
        expect(changed.stateVersion).toBe(4);
      });
    }

    it("each step of a game's life increments the version, and keeps the given times", async () => {
      const { id } = await elsewhere().createGame(newGame());
      const [started, completed] = [
        new Date("2024-05-01T17:05:00.250Z"),
        new Date("2024-05-01T20:00:00.001Z"),
      ];
      await perform((operations) => operations.startGame(id, { at: started }));
      await perform((operations) => operations.pauseGame(id));
      await perform((operations) => operations.resumeGame(id));
      const game = await perform((operations) => operations.completeGame(id, { at: completed }));
      expect(game).toMatchObject({
        ...{ status: "completed", startedAt: started, completedAt: completed, stateVersion: 4 },
      });
    });

    it("a step without a time uses the current time", async () => {
      const { id } = await elsewhere().createGame(newGame());
      const before = Date.now();
      const { startedAt } = await perform((operations) => operations.startGame(id));
      const { completedAt } = await perform((operations) => operations.abandonGame(id));
      for (const time of [startedAt, completedAt]) {
        expect(time?.getTime()).toBeGreaterThanOrEqual(before);
        expect(time?.getTime()).toBeLessThanOrEqual(Date.now());
      }
    });

    describe("completeGame", () => {
      const scores = [
        ["the home team, with more runs", { homeScore: 5, awayScore: 4 }, homeTeamId],
        ["the away team, with more runs", { homeScore: 0, awayScore: 1 }, awayTeamId],
        ["nobody, of a tie", { homeScore: 3, awayScore: 3 }, null],
      ] as const;
      for (const [who, score, winnerTeamId] of scores) {
        it(`sets ${who} as the winner`, async () => {
          const { id } = await elsewhere().createGame(newGame({ status: "active", ...score }));
          const game = await perform((operations) => operations.completeGame(id));
          expect(game).toMatchObject({ ...score, winnerTeamId });
        });
      }

      it("accepts a given winner: a forfeit is not decided by runs", async () => {
        const score = { homeScore: 5, awayScore: 4 };
        const { id } = await elsewhere().createGame(newGame({ status: "paused", ...score }));
        const game = await perform((operations) => operations.completeGame(id, { winnerTeamId: awayTeamId }));
        expect(game).toMatchObject({ ...score, winnerTeamId: awayTeamId });
      });

      it("refuses a winner who does not play, and changes nothing", async () => {
        const game = await elsewhere().createGame(newGame({ status: "active" }));
        const refusal = await refusalOf(
          perform((operations) => operations.completeGame(game.id, { winnerTeamId: 99 })),
        );
        expect(refusal).toBeInstanceOf(ValidationError);
        expect(refusal.message).toContain("winnerTeamId must be a team of game");
        expect((await elsewhere().loadGameState(game.id))?.game).toEqual(game);
      });
    });
  });

  describe("a step that is refused in a session", () => {
    it("has no side effects: the session continues and commits", async () => {
      const { id } = await new DatabaseOperations(at().database).createGame(newGame());
      await at().database.transaction(async (session) => {
        const operations = new DatabaseOperations(session);
        await operations.startGame(id);
        const refusals = await Promise.all([
          refusalOf(operations.startGame(id)),
          refusalOf(operations.completeGame(id, { winnerTeamId: 99 })),
          refusalOf(operations.pauseGame(id, { expectedVersion: 7 })),
          refusalOf(operations.resumeGame(newGameId())),
        ]);
        const codes = ["GAME_STATUS", "VALIDATION", "STALE_GAME_STATE", "GAME_NOT_FOUND"];
        expect(refusals.map(({ code }) => code)).toEqual(codes);
        await operations.pauseGame(id);
      });
      const loaded = await new DatabaseOperations(at().elsewhere).loadGameState(id);
      expect(loaded?.game).toMatchObject({ status: "paused", stateVersion: 2 });
    });
  });
}
