import { describe, expect, it } from "vitest";
import {
  GameNotFoundError,
  type GameState,
  newGameId,
  StaleGameStateError,
  ValidationError,
} from "../../../../src/index.js";
import { type FullGame, firstPlay, fullGame } from "../../../support/full-game.js";
import { awayTeamId, homeTeamId } from "../../../support/game-fixtures.js";
import { type At, inEveryMode } from "../../../support/places.js";
import { refusalOf } from "../../../support/refusals.js";

const ended: GameState = {
  ...{ status: "completed", winnerTeamId: awayTeamId, completedAt: new Date(5_000) },
  ...{ inning: 1, half: "top", homeScore: 0, awayScore: 1 },
};
const state = { inning: 1, half: "top", homeScore: 0, awayScore: 0 } as const;

export function describeRewind(at: At): void {
  inEveryMode("rewinding", at, ({ perform, elsewhere }) => {
    const change = async ({ gameId }: FullGame, replaces: number, position: "P" | "PH" | "PR") => {
      const teamId = position === "P" ? homeTeamId : awayTeamId;
      const changes = [{ replaces, playerId: 290 + replaces, position }] as const;
      const { entries } = await elsewhere().substitute({ gameId, teamId, changes });
      return entries[0]?.id ?? 0;
    };

    /** Three plays: a walk, a home run after a pinch runner and a pinch hitter came in, and another walk. */
    async function playedGame() {
      const game = await fullGame(elsewhere());
      const { gameId, away } = game;
      await elsewhere().recordPlay(firstPlay(game), state);
      const runner = await change(game, away.P, "PR");
      const hitter = await change(game, away.C, "PH");
      const homer = {
        ...{ playNumber: 2, battingOrder: 2, batterId: hitter, onFirstId: runner, onFirstFinal: 4 },
        ...{ pa: 1, ab: 1, bb: 0, hit: 1, homerun: 1, batterFinal: 4, rbi: 2 },
      };
      await elsewhere().recordPlay(firstPlay(game, homer), { ...state, awayScore: 2 });
      const reliever = await change(game, game.home.P, "P");
      const walk = {
        playNumber: 3,
        battingOrder: 3,
        batterId: away["1B"],
        pitcherId: reliever,
        awayScore: 2,
      };
      await elsewhere().recordPlay(firstPlay(game, walk), ended);
      return { ...game, runner, hitter, reliever, gameId };
    }

    const activeIds = async (gameId: string) => {
      const loaded = await elsewhere().loadGameState(gameId);
      return loaded?.lineups.map(({ id }) => id) ?? [];
    };

    describe("rewindGame", () => {
      it("removes later plays and the substitutions after them, and returns them completely", async () => {
        const game = await playedGame();
        const { gameId, reliever, home } = game;
        const [before, lineups] = await Promise.all([
          elsewhere().loadGameState(gameId),
          elsewhere().getActiveLineup(gameId, homeTeamId),
        ]);
        const starter = (await elsewhere().getLineupAt(gameId, 1)).find(({ id }) => id === home.P);
        const rewound = await perform((operations) => operations.rewindGame(gameId, 1));
        expect(rewound).toEqual({
          before: before?.game,
          plays: before?.plays.slice(1),
          lineups: lineups.filter(({ id }) => id === reliever),
          returned: [starter],
          decisions: { win: null, loss: null, save: null },
          stateVersion: 9,
        });
        expect(starter).toMatchObject({ isActive: false, leftAfterPlay: 2 });
        const after = await elsewhere().loadGameState(gameId);
        expect(after?.plays).toEqual(before?.plays.slice(0, 1));
        expect(after?.game).toEqual({
          ...before?.game,
          ...{ status: "active", winnerTeamId: null, completedAt: null, stateVersion: 9, awayScore: 0 },
        });
        expect(after?.lineups).toContainEqual({ ...starter, isActive: true, leftAfterPlay: null });
      });

      it("leaves the substitutions right after the play in place", async () => {
        const { gameId, runner, hitter, away } = await playedGame();
        await perform((operations) => operations.rewindGame(gameId, 1));
        const active = await activeIds(gameId);
        expect(active).toEqual(expect.arrayContaining([runner, hitter]));
        expect(active).not.toContain(away.C);
      });

      it("rewinds a game to its beginning, with its starting lineups", async () => {
        const { gameId, away, home } = await playedGame();
        const { plays, lineups, returned } = await perform((operations) => operations.rewindGame(gameId, 0));
        expect([plays.length, lineups.length, returned.length]).toEqual([3, 3, 3]);
        const starters = [...Object.values(away), ...Object.values(home)];
        expect((await activeIds(gameId)).toSorted()).toEqual(starters.toSorted());
        expect((await elsewhere().loadGameState(gameId))?.game).toMatchObject({ ...state, status: "active" });
      });

      it("makes a game that is over active again, even if nothing is removed", async () => {
        const { gameId } = await playedGame();
        const { before, plays, lineups, returned } = await perform((operations) =>
          operations.rewindGame(gameId, 3),
        );
        expect([plays, lineups, returned]).toEqual([[], [], []]);
        expect(before).toMatchObject({ status: "completed", winnerTeamId: awayTeamId });
        const { game } = (await elsewhere().loadGameState(gameId)) ?? {};
        expect(game).toMatchObject({ status: "active", winnerTeamId: null, completedAt: null, awayScore: 2 });
      });

      it.each([
        ["paused", "paused"],
        ["pending", "pending"],
        ["abandoned", "active"],
      ] as const)("makes a game that is %s %s", async (status, then) => {
        const { gameId } = await playedGame();
        await elsewhere().updateGameState(gameId, { ...state, status });
        await perform((operations) => operations.rewindGame(gameId, 1));
        expect((await elsewhere().loadGameState(gameId))?.game.status).toBe(then);
      });

      it("removes the decisions of a game that continues, and returns them", async () => {
        const { gameId, away, home, reliever, runner } = await playedGame();
        const decisions = { win: away.P, loss: home.P, save: null };
        await elsewhere().setDecisions(gameId, decisions);
        const rewound = await perform((operations) => operations.rewindGame(gameId, 1));
        expect(rewound.decisions).toEqual(decisions);
        expect(rewound.returned).toMatchObject([{ id: home.P, decision: "loss", leftAfterPlay: 2 }]);
        const all = [
          ...(await elsewhere().getLineupAt(gameId, 1)),
          ...(await elsewhere().getLineupAt(gameId, 2)),
        ];
        expect(all.filter(({ decision }) => decision !== null)).toEqual([]);
        const inactive = all.filter(({ isActive }) => !isActive).map(({ id }) => id);
        expect(inactive).toEqual(expect.arrayContaining([away.P]));
        expect(inactive).not.toContain(runner);
        expect(all.map(({ id }) => id)).not.toContain(reliever);
        await elsewhere().setDecisions(gameId, rewound.decisions);
        const starter = (await elsewhere().getActiveLineup(gameId, homeTeamId)).find(
          ({ id }) => id === home.P,
        );
        expect(starter).toMatchObject({ decision: "loss", isActive: true, leftAfterPlay: null });
      });

      it("returns a removed pitcher's entry with its decision", async () => {
        const { gameId, reliever } = await playedGame();
        await elsewhere().setDecisions(gameId, { loss: reliever });
        const rewound = await perform((operations) => operations.rewindGame(gameId, 1));
        expect(rewound.decisions).toEqual({ win: null, loss: reliever, save: null });
        expect(rewound.lineups).toMatchObject([{ id: reliever, decision: "loss" }]);
      });

      it("leads to the beginning of the next half-inning after a third out", async () => {
        const game = await fullGame(elsewhere());
        const out = { bb: 0, ab: 1, batterFinal: null, outsBefore: 2, outsRecorded: 1 };
        await elsewhere().recordPlay(
          firstPlay(game, out),
          { ...state, half: "bottom" },
          { outOfSequence: true },
        );
        const inBottom = {
          playNumber: 2,
          half: "bottom",
          batterId: game.home.DH,
          pitcherId: game.away.P,
        } as const;
        await elsewhere().recordPlay(firstPlay(game, inBottom), { ...state, half: "bottom" });
        await perform((operations) => operations.rewindGame(game.gameId, 1));
        const { game: row } = (await elsewhere().loadGameState(game.gameId)) ?? {};
        expect(row).toMatchObject({ inning: 1, half: "bottom" });
      });

      it("brings back a pitcher who left without a successor in the batting order", async () => {
        const game = await fullGame(elsewhere());
        const { gameId, home } = game;
        await elsewhere().recordPlay(firstPlay(game), state);
        await elsewhere().substitute({
          ...{ gameId, teamId: homeTeamId, leaves: [home.P] },
          changes: [
            { replaces: home.DH, position: "LF" },
            { replaces: home.LF, playerId: 290, position: "P" },
          ],
        });
        const { lineups, returned } = await perform((operations) => operations.rewindGame(gameId, 0));
        expect(lineups.map(({ replacingId }) => replacingId)).toEqual([home.DH, home.LF]);
        expect(returned.map(({ id }) => id)).toEqual([home.LF, home.DH, home.P].toSorted((a, b) => a - b));
        expect((await activeIds(gameId)).toSorted()).toEqual(
          [...Object.values(game.away), ...Object.values(home)].toSorted(),
        );
      });

      it("refuses a play that the game does not have, and says which is its last", async () => {
        const { gameId } = await playedGame();
        const refusal = await refusalOf(perform((operations) => operations.rewindGame(gameId, 4)));
        expect(refusal).toBeInstanceOf(ValidationError);
        expect(refusal.message).toBe(
          `The input of rewindGame is not valid: toPlayNumber must be 0 or the number of a play; the last play of game ${gameId} is 3.`,
        );
      });

      it("refuses a missing game, and an old version", async () => {
        const { gameId } = await playedGame();
        const missing = await refusalOf(perform((operations) => operations.rewindGame(newGameId(), 0)));
        expect(missing).toBeInstanceOf(GameNotFoundError);
        const stale = await refusalOf(
          perform((operations) => operations.rewindGame(gameId, 1, { expectedVersion: 7 })),
        );
        expect(stale).toBeInstanceOf(StaleGameStateError);
        expect(stale.details).toMatchObject({ stateVersion: 8, lastPlay: 3, status: "completed" });
        await perform((operations) => operations.rewindGame(gameId, 1, { expectedVersion: 8 }));
      });
    });
  });
}
