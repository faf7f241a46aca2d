import { expect, it } from "vitest";
import { PlayConflictError } from "../../../../src/index.js";
import { newPlay, stageGame } from "../../../support/game-fixtures.js";
import { type At, inEveryMode } from "../../../support/places.js";
import { refusalWithoutTrace } from "../../../support/refusals.js";
import { tellingPlays } from "../../../support/telling-plays.js";

const after = (inning: number) => ({ inning, half: "top", homeScore: 0, awayScore: inning }) as const;

export function describeRepeatedPlays(at: At): void {
  inEveryMode("a play sent again", at, ({ perform, elsewhere }) => {
    it("returns the same id when the same play is saved again, and changes nothing", async () => {
      const game = await stageGame(at().database);
      for (const play of tellingPlays(game)) {
        const first = await perform((operations) => operations.savePlay(play));
        const stored = await elsewhere().loadGameState(game.gameId);
        expect(await perform((operations) => operations.savePlay(play))).toBe(first);
        expect(await elsewhere().loadGameState(game.gameId)).toEqual(stored);
      }
    });

    it("returns the same id if only the time differs, and keeps the first time", async () => {
      const game = await stageGame(at().database);
      const first = await perform((operations) =>
        operations.savePlay(newPlay(game, { createdAt: new Date(1) })),
      );
      const again = await perform((operations) =>
        operations.savePlay(newPlay(game, { createdAt: new Date(2) })),
      );
      expect(again).toBe(first);
      expect((await elsewhere().getPlays(game.gameId))[0]?.createdAt).toEqual(new Date(1));
    });

    it("returns the same id if a field that was left out is now given with its default", async () => {
      const game = await stageGame(at().database);
      const first = await perform((operations) => operations.savePlay(newPlay(game)));
      const spelled = newPlay(game, { pa: 0, wpa: null, playMetadata: {}, locked: false, hitType: null });
      expect(await perform((operations) => operations.savePlay(spelled))).toBe(first);
    });

    it("returns the same id if the game's id is in capital letters, as PostgreSQL accepts it", async () => {
      const game = await stageGame(at().database);
      const first = await perform((operations) => operations.savePlay(newPlay(game)));
      const capital = newPlay(game, { gameId: game.gameId.toUpperCase() });
      expect(await perform((operations) => operations.savePlay(capital))).toBe(first);
    });

    it("returns the same id when the keys of its JSON come in another order", async () => {
      const game = await stageGame(at().database);
      const [one, other] = [
        { long: 1, b: { y: 2, x: [3] } },
        { b: { x: [3], y: 2 }, long: 1 },
      ];
      const first = await perform((operations) => operations.savePlay(newPlay(game, { playMetadata: one })));
      const again = newPlay(game, { playMetadata: other });
      expect(await perform((operations) => operations.savePlay(again))).toBe(first);
    });

    it("returns the same id for JSON with a negative zero, which jsonb stores as zero", async () => {
      const game = await stageGame(at().database);
      const play = newPlay(game, { playMetadata: { spin: -0 } });
      const first = await perform((operations) => operations.savePlay(play));
      expect(await perform((operations) => operations.savePlay(play))).toBe(first);
    });

    it("does not increment the version when a play is recorded again", async () => {
      const game = await stageGame(at().database);
      const first = await perform((operations) => operations.recordPlay(newPlay(game), after(1)));
      const again = await perform((operations) => operations.recordPlay(newPlay(game), after(1)));
      expect(first.stateVersion).toBe(1);
      expect(again).toEqual(first);
      expect((await elsewhere().loadGameState(game.gameId))?.game.stateVersion).toBe(1);
    });

    it("does not set the game back when an early play is recorded again", async () => {
      const game = await stageGame(at().database);
      const second = newPlay(game, { playNumber: 2 });
      const first = await perform((operations) => operations.recordPlay(newPlay(game), after(1)));
      await perform((operations) => operations.recordPlay(second, after(2)));
      const stored = await elsewhere().loadGameState(game.gameId);
      const again = await perform((operations) => operations.recordPlay(newPlay(game), after(1)));
      expect(again).toEqual({ playId: first.playId, stateVersion: 2 });
      expect(await elsewhere().loadGameState(game.gameId)).toEqual(stored);
      expect(stored?.game).toMatchObject(after(2));
    });

    it("records a play that savePlay stored without touching the state", async () => {
      const game = await stageGame(at().database);
      const playId = await perform((operations) => operations.savePlay(newPlay(game)));
      const recorded = await perform((operations) => operations.recordPlay(newPlay(game), after(3)));
      expect(recorded).toEqual({ playId, stateVersion: 0 });
    });

    it("is a conflict if another play has the number, and names every field that differs", async () => {
      const game = await stageGame(at().database);
      const before = await elsewhere().loadGameState(game.gameId);
      await perform((operations) => operations.savePlay(newPlay(game, { wpa: 0.25 })));
      const { onFirstId } = game;
      const changed = { inning: 2, onFirstId, wpa: 0.5, playMetadata: { a: 1 }, hitType: "bunt" };
      for (const send of [
        () => perform((operations) => operations.savePlay(newPlay(game, changed))),
        () => perform((operations) => operations.recordPlay(newPlay(game, changed), after(9))),
      ]) {
        const refusal = await refusalWithoutTrace(at().database, send);
        expect(refusal).toBeInstanceOf(PlayConflictError);
        expect(refusal.details).toMatchObject({ gameId: game.gameId, playNumber: 1 });
        expect([...(refusal.details.differs as string[])].sort()).toEqual(Object.keys(changed).sort());
      }
      expect((await elsewhere().loadGameState(game.gameId))?.game).toEqual(before?.game);
      expect((await elsewhere().getPlays(game.gameId))[0]?.inning).toBe(1);
    });
  });
}
