import fc from "fast-check";
import { expect, test } from "vitest";
import type { Play } from "../../../src/models/plays-table.js";
import { reasonsAgainstPlay } from "../../../src/operations/play-refusals.js";
import { propertyRuns } from "../../support/property-runs.js";
import { SimulatedGame, simulatedEvents, simulatedLength } from "../../support/simulated-game.js";

/** A game before its last play, that play, and the state after it. */
function lastStep(game: SimulatedGame) {
  const play = game.plays.at(-1) as Play;
  const before = {
    game: { ...game.game, status: "active", winnerTeamId: null },
    plays: game.plays.slice(0, -1),
  };
  const { inning, half, homeScore, awayScore, status, winnerTeamId } = game.game;
  return {
    before: { ...before, lineups: game.lineups.map((entry) => ({ ...entry })) } as never,
    play,
    state: { inning, half, homeScore, awayScore, status, winnerTeamId } as never,
  };
}

/** Mistakes in a play or a state that can only be detected with the whole game. */
const mistakes: Readonly<Record<string, (play: Play, game: SimulatedGame) => Partial<Play> | undefined>> = {
  "the next batter bats": (play, game) => {
    const { order } = play.half === "top" ? game.away : game.home;
    const battingOrder = (play.battingOrder % 9) + 1;
    return { batterId: order[battingOrder - 1]?.id as number, battingOrder };
  },
  "a pitcher of the other side pitches": (play) => ({ pitcherId: play.batterId }),
  "a runner appears": (play) =>
    play.onThirdId === null ? { onThirdId: play.batterId, onThirdFinal: 3 } : undefined,
  "a runner is gone": (play) =>
    play.onFirstId === null ? undefined : { onFirstId: null, onFirstFinal: null, onFirstPitcherId: null },
  "a runner is charged to somebody else": (play) =>
    play.onFirstId === null ? undefined : { onFirstPitcherId: play.batterId },
  "somebody who is not in the game catches": () => ({ catcherId: 999_999 }),
};

test("no play of a game that follows the rules is refused, and each mistake is", () => {
  fc.assert(
    fc.property(simulatedEvents, simulatedLength, (events, length) => {
      const game = new SimulatedGame(length);
      for (const event of events.slice(0, 80)) {
        if (game.isOver) return;
        game.play(event);
        const { before, play, state } = lastStep(game);
        expect(reasonsAgainstPlay(before, play as never, state)).toEqual([]);
        for (const [name, mistake] of Object.entries(mistakes)) {
          const change = mistake(play, game);
          if (change === undefined) continue;
          expect([name, reasonsAgainstPlay(before, { ...play, ...change } as never, state)]).not.toEqual([
            name,
            [],
          ]);
        }
        for (const change of [{ homeScore: 99 }, { inning: 30 }, { status: "pending" }, { winnerTeamId: 5 }])
          expect(
            reasonsAgainstPlay(before, play as never, { ...(state as object), ...change } as never),
          ).not.toEqual([]);
      }
    }),
    { numRuns: propertyRuns(20) },
  );
});
