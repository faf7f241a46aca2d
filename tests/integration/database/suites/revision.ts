import { describe, expect, it } from "vitest";
import {
  GameNotFoundError,
  LineupEntryNotFoundError,
  newGameId,
  StaleGameStateError,
} from "../../../../src/index.js";
import { firstPlay, fullGame } from "../../../support/full-game.js";
import { type At, inEveryMode } from "../../../support/places.js";
import { fieldsOf, refusalOf } from "../../../support/refusals.js";

const state = { inning: 1, half: "top", homeScore: 0, awayScore: 0 } as const;
const single = { bb: 0, ab: 1, hit: 1, hitType: "single", wpa: 0.1, playMetadata: { by: "scorer" } } as const;

export function describeRevision(at: At): void {
  inEveryMode("revisions", at, ({ perform, elsewhere }) => {
    async function playedGame() {
      const game = await fullGame(elsewhere());
      const madeAt = new Date("2016-11-02T23:59:59.123Z");
      const play = firstPlay(game, { createdAt: madeAt, resultDescription: "Walk." });
      const { playId } = await elsewhere().recordPlay(play, state);
      return { game, playId, madeAt };
    }

    describe("reviseLastPlay", () => {
      it("replaces all fields of the play except its number, id and time", async () => {
        const { game, playId, madeAt } = await playedGame();
        const [before] = await elsewhere().getPlays(game.gameId);
        const revised = await perform((operations) =>
          operations.reviseLastPlay(firstPlay(game, single), { ...state, inning: 2 }),
        );
        expect(revised).toEqual({ playId, stateVersion: 4 });
        const stored = await elsewhere().loadGameState(game.gameId);
        expect(stored?.plays).toEqual([{ ...before, ...single, resultDescription: null, createdAt: madeAt }]);
        expect(stored?.game).toMatchObject({ inning: 2, stateVersion: 4 });
      });

      it("sets the play's time when one is given", async () => {
        const { game } = await playedGame();
        const createdAt = new Date("2017-01-01T00:00:00.001Z");
        await perform((operations) => operations.reviseLastPlay(firstPlay(game, { createdAt }), state));
        expect((await elsewhere().getPlays(game.gameId))[0]?.createdAt).toEqual(createdAt);
      });

      it("refuses a play that is not the last one, and says which is", async () => {
        const { game } = await playedGame();
        await elsewhere().recordPlay(
          firstPlay(game, { playNumber: 2, batterId: game.away.C, battingOrder: 2 }),
          state,
        );
        const before = await elsewhere().loadGameState(game.gameId);
        for (const playNumber of [1, 3]) {
          const refusal = await refusalOf(
            perform((operations) =>
              operations.reviseLastPlay(firstPlay(game, { ...single, playNumber }), state),
            ),
          );
          expect(refusal).toBeInstanceOf(StaleGameStateError);
          expect(refusal.details).toMatchObject({ lastPlay: 2, stateVersion: 4 });
        }
        expect(await elsewhere().loadGameState(game.gameId)).toEqual(before);
      });

      it("refuses a missing game, an old version, and people who are not in the lineup", async () => {
        const { game } = await playedGame();
        const refused = (...call: Parameters<ReturnType<typeof elsewhere>["reviseLastPlay"]>) =>
          refusalOf(perform((operations) => operations.reviseLastPlay(...call)));
        const play = firstPlay(game, single);
        expect(await refused({ ...play, gameId: newGameId() }, state)).toBeInstanceOf(GameNotFoundError);
        const stale = await refused(play, state, { expectedVersion: 2 });
        expect(stale).toBeInstanceOf(StaleGameStateError);
        const stranger = await refused({ ...play, catcherId: 999_999 }, state, { expectedVersion: 3 });
        expect(stranger).toBeInstanceOf(LineupEntryNotFoundError);
        expect(stranger.details).toMatchObject({ gameId: game.gameId, field: "catcherId" });
        expect((await elsewhere().loadGameState(game.gameId))?.game.stateVersion).toBe(3);
      });

      it("names every field that is wrong, of the play and of the state", async () => {
        const { game } = await playedGame();
        const refusal = await refusalOf(
          perform((operations) =>
            operations.reviseLastPlay(firstPlay(game, { rbi: 9, inning: 0 }), { ...state, inning: 0 }),
          ),
        );
        expect(fieldsOf(refusal)).toEqual(["inning", "inning", "rbi"]);
      });
    });
  });
}
