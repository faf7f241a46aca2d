import { describe, expect, it } from "vitest";
import {
  DatabaseOperations,
  GameNotFoundError,
  LineupEntryNotFoundError,
  newGameId,
  PlayConflictError,
  type PlayExpectation,
  StaleGameStateError,
} from "../../../../src/index.js";
import { newGame, newPlay, type StagedGame, stageGame } from "../../../support/game-fixtures.js";
import { type At, inEveryMode } from "../../../support/places.js";
import { refusalOf, refusalWithoutTrace } from "../../../support/refusals.js";
import { tellingPlays } from "../../../support/telling-plays.js";

const withRuns = (awayScore: number) => ({ inning: 1, half: "top", homeScore: 0, awayScore }) as const;

export function describeExpectedState(at: At): void {
  inEveryMode("a game that is expected to be as the caller knows it", at, ({ perform, elsewhere }) => {
    /** A game with two plays, at version 2. */
    async function playedGame(): Promise<StagedGame> {
      const game = await stageGame(at().database);
      for (const playNumber of [1, 2])
        await elsewhere().recordPlay(newPlay(game, { playNumber }), withRuns(playNumber));
      return game;
    }
    const third = (game: StagedGame) => newPlay(game, { playNumber: 3, hitType: "fly" });
    const record = (game: StagedGame, options: PlayExpectation) =>
      perform((operations) => operations.recordPlay(third(game), withRuns(3), options));

    describe("updateGameState", () => {
      it("changes the state at the expected version, and increments the version", async () => {
        const { gameId } = await playedGame();
        const options = { expectedVersion: 2 };
        const changed = await perform((operations) =>
          operations.updateGameState(gameId, withRuns(9), options),
        );
        expect(changed).toEqual({ stateVersion: 3 });
        const loaded = await elsewhere().loadGameState(gameId);
        expect(loaded?.game).toMatchObject({ ...withRuns(9), stateVersion: 3 });
      });

      it("changes nothing at another version, and reports the current one", async () => {
        const { gameId } = await playedGame();
        const before = await elsewhere().loadGameState(gameId);
        for (const expectedVersion of [0, 1, 3]) {
          const refusal = await refusalOf(
            perform((operations) => operations.updateGameState(gameId, withRuns(9), { expectedVersion })),
          );
          expect(refusal).toBeInstanceOf(StaleGameStateError);
          expect(refusal.details).toEqual({ gameId, status: "pending", stateVersion: 2, lastPlay: 2 });
        }
        expect(await elsewhere().loadGameState(gameId)).toEqual(before);
      });
    });

    describe("recordPlay", () => {
      for (const options of [
        { expectedVersion: 2 },
        { expectedLastPlay: 2 },
        { expectedVersion: 2, expectedLastPlay: 2 },
      ]) {
        it(`records if it is met: ${JSON.stringify(options)}`, async () => {
          const game = await playedGame();
          const recorded = await record(game, options);
          const loaded = await elsewhere().loadGameState(game.gameId);
          expect(recorded).toEqual({ playId: loaded?.plays[2]?.id, stateVersion: 3 });
          expect(loaded?.game).toMatchObject({ ...withRuns(3), stateVersion: 3 });
          expect(loaded?.plays[2]).toMatchObject(third(game));
        });

        it(`returns the same answer when it is sent again: ${JSON.stringify(options)}`, async () => {
          const game = await playedGame();
          const recorded = await record(game, options);
          const stored = await elsewhere().loadGameState(game.gameId);
          expect(await record(game, options)).toEqual(recorded);
          expect(await elsewhere().loadGameState(game.gameId)).toEqual(stored);
        });

        it(`is stale if another play came first: ${JSON.stringify(options)}`, async () => {
          const game = await playedGame();
          await elsewhere().recordPlay(newPlay(game, { playNumber: 3, hitType: "bunt" }), withRuns(7));
          const stored = await elsewhere().loadGameState(game.gameId);
          const refusal = await refusalWithoutTrace(at().database, () => record(game, options));
          expect(refusal).toBeInstanceOf(StaleGameStateError);
          expect(refusal.details).toEqual({
            ...{ gameId: game.gameId, status: "pending", stateVersion: 3, lastPlay: 3 },
          });
          expect(await elsewhere().loadGameState(game.gameId)).toEqual(stored);
        });
      }

      it("stores every column of a play as it does without an expectation", async () => {
        const [one, other] = [await stageGame(at().database), await stageGame(at().database)];
        for (const [index, play] of tellingPlays(one).entries()) {
          const options = { expectedLastPlay: index, outOfSequence: true };
          const given = { ...play, playNumber: index + 1 };
          await perform((operations) => operations.recordPlay(given, withRuns(1), options));
        }
        for (const [index, play] of tellingPlays(other).entries())
          await elsewhere().recordPlay({ ...play, playNumber: index + 1 }, withRuns(1), {
            outOfSequence: true,
          });
        const read = async ({ gameId, ...people }: StagedGame) => {
          const names = new Map<unknown, string>(Object.entries(people).map(([name, id]) => [id, name]));
          const plays = await elsewhere().getPlays(gameId);
          return plays.map(({ id: _id, gameId: _gameId, createdAt: _createdAt, ...rest }) =>
            Object.fromEntries(
              Object.entries(rest).map(([key, value]) => [
                key,
                key.endsWith("Id") ? names.get(value) : value,
              ]),
            ),
          );
        };
        expect(await read(one)).toEqual(await read(other));
      });

      it("accepts expectations about the beginning: no version and no play yet", async () => {
        const game = await stageGame(at().database);
        const options = { expectedVersion: 0, expectedLastPlay: 0 };
        const recorded = await perform((operations) =>
          operations.recordPlay(newPlay(game), withRuns(1), options),
        );
        expect(recorded.stateVersion).toBe(1);
      });

      it("detects a change that did not affect plays by the version, not by the last play", async () => {
        const game = await playedGame();
        await elsewhere().updateGameState(game.gameId, withRuns(2));
        expect(await refusalOf(record(game, { expectedVersion: 2 }))).toBeInstanceOf(StaleGameStateError);
        expect(await record(game, { expectedLastPlay: 2 })).toMatchObject({ stateVersion: 4 });
      });

      it("notices a play that savePlay stored by the last play, and not by its version", async () => {
        const game = await playedGame();
        await elsewhere().savePlay(newPlay(game, { playNumber: 4 }));
        const refusal = await refusalOf(record(game, { expectedLastPlay: 2 }));
        expect(refusal).toBeInstanceOf(StaleGameStateError);
        expect(refusal.details).toMatchObject({ stateVersion: 2, lastPlay: 4 });
        expect(await record(game, { expectedVersion: 2, outOfSequence: true })).toMatchObject({
          stateVersion: 3,
        });
      });

      it("is still a conflict if the number is taken and the game is as expected", async () => {
        const game = await playedGame();
        const other = newPlay(game, { playNumber: 2, hitType: "fly" });
        const refusal = await refusalWithoutTrace(at().database, () =>
          perform((operations) => operations.recordPlay(other, withRuns(3), { expectedVersion: 2 })),
        );
        expect(refusal).toBeInstanceOf(PlayConflictError);
        expect(refusal.details.differs).toEqual(["hitType"]);
      });

      it("is a LineupEntryNotFoundError for an unknown batter, and a GameNotFoundError for an unknown game", async () => {
        const game = await playedGame();
        const stranger = { ...third(game), batterId: 2 ** 40 };
        const options = { expectedVersion: 2 };
        const refusal = await refusalOf(
          perform((operations) => operations.recordPlay(stranger, withRuns(3), options)),
        );
        expect(refusal).toBeInstanceOf(LineupEntryNotFoundError);
        expect(refusal.details).toMatchObject({ gameId: game.gameId, field: "batterId" });
        const nowhere = { ...third(game), gameId: newGameId() };
        expect(
          await refusalOf(perform((operations) => operations.recordPlay(nowhere, withRuns(3), options))),
        ).toBeInstanceOf(GameNotFoundError);
      });
    });

    it("updateGameState of an unknown game is a GameNotFoundError", async () => {
      const update = (operations: DatabaseOperations) =>
        operations.updateGameState(newGameId(), withRuns(1), { expectedVersion: 0 });
      expect(await refusalOf(perform(update))).toBeInstanceOf(GameNotFoundError);
    });
  });

  describe("an expectation in a session", () => {
    it("that is not met has no side effects, and the session's own changes count", async () => {
      const game = await stageGame(at().database);
      const { id } = await new DatabaseOperations(at().database).createGame(newGame());
      await at().database.transaction(async (session) => {
        const operations = new DatabaseOperations(session);
        await operations.recordPlay(newPlay(game), withRuns(1), { expectedVersion: 0 });
        const second = newPlay(game, { playNumber: 2 });
        const refusals = await Promise.all([
          refusalOf(operations.recordPlay(second, withRuns(2), { expectedVersion: 0 })),
          refusalOf(operations.updateGameState(game.gameId, withRuns(2), { expectedVersion: 0 })),
          refusalOf(operations.updateGameState(id, withRuns(2), { expectedVersion: 1 })),
        ]);
        for (const refusal of refusals) expect(refusal).toBeInstanceOf(StaleGameStateError);
        await operations.recordPlay(second, withRuns(2), { expectedVersion: 1, expectedLastPlay: 1 });
      });
      const loaded = await new DatabaseOperations(at().elsewhere).loadGameState(game.gameId);
      expect(loaded?.game).toMatchObject({ ...withRuns(2), stateVersion: 2 });
      expect(loaded?.plays).toHaveLength(2);
    });
  });
}
