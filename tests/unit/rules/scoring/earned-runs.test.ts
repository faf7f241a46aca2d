import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { IllegalPlayError } from "../../../../src/errors/errors.js";
import type { PlayEvent } from "../../../../src/rules/notation/play-event.js";
import { applyPlay } from "../../../../src/rules/scoring/apply-play.js";
import type { PlayOfEvent } from "../../../../src/rules/scoring/play-of-event.js";
import { RebuiltInning } from "../../../../src/rules/scoring/rebuilt-inning.js";
import { scorePlay } from "../../../../src/rules/scoring/score-play.js";
import type { ScoringGame } from "../../../../src/rules/scoring/scoring-game.js";
import { possibleEvent } from "../../../support/possible-events.js";
import { propertyRuns } from "../../../support/property-runs.js";
import { newGame, playAll, withPitcher } from "../../../support/scoring-game.js";

/** Earned runs by play, for the plays on which a run scored. */
function earned(events: readonly string[]) {
  const { plays } = playAll(newGame(), events);
  const scoring = plays.filter((play) =>
    [play.batterFinal, play.onFirstFinal, play.onSecondFinal, play.onThirdFinal].includes(4),
  );
  return scoring.map(({ earnedRuns }) => earnedRuns);
}

describe("the half-inning is rebuilt without errors and passed balls (9.16):", () => {
  test.each<[string, readonly string[], readonly number[]]>([
    ["hits earn a run", ["S8", "D7.1-H"], [1]],
    ["a batter who reached on an error never scores an earned run", ["E6", "HR"], [1]],
    ["after a missed third out nothing is earned", ["K", "K", "E6", "HR", "HR"], [0, 0]],
    ["a dropped foul that prolongs a turn costs the run", ["FLE2", "S8", "HR"], [1]],
    ["a run that an error alone brings home is not earned", ["S8.B-3(E8)", "WP.3-H"], [0]],
    ["a passed ball is no help to the offense", ["D7", "PB.2-3", "43.3-H"], [0]],
    ["a wild pitch is the pitcher's own", ["D7", "WP.2-3", "43.3-H"], [1]],
    ["a batter safe on a wild third strike may score", ["K+WP.B-1", "HR"], [2]],
    ["a batter safe on a passed third strike may not", ["K+PB.B-1", "HR"], [1]],
    ["interference by the catcher earns nothing", ["C/E2", "HR"], [1]],
    ["a runner who would have been caught stealing is out", ["S8", "CS2(2E4)", "HR"], [1]],
    ["a stolen base counts", ["S8", "SB2", "S8.2-H"], [1]],
    ["a run on an error that nobody bats in would not have scored", ["T8", "E6.3-H(NR)"], [0]],
    ["a run on an error that is batted in would have scored", ["T8", "E6.3-H"], [1]],
    ["a third strike that is passed moves nobody", ["W", "SB2", "K+PB.2-3;B-1", "43/G.3-H"], [0]],
    ["an error pushes nobody home", ["K", "W", "HP.1-2", "S1.2-H(E1/TH)(NR);1-3;B-2"], [0]],
    ["a balk brings home who would be on third", ["S8", "S9.1-H(E9)(NR);B-2", "BK"], [1]],
    [
      "a sacrifice fly brings home who would be on third",
      ["W", "W.1-2", "W.2-3;1-2", "C/E2.3-H;2-3;1-2", "7/SF.3-H"],
      [1, 0],
    ],
    [
      "a force puts out who would have stood on the base",
      ["HR", "S9", "E7.1-2;B-1", "64(1)3/GDP.2-3", "D7.3-H"],
      [1, 0],
    ],
  ])("%s", (_, events, expected) => {
    expect(earned(events)).toEqual(expected);
  });

  test("a later hit makes an earlier run earned, and the earlier play is corrected", () => {
    expect(earned(["D7", "PB.2-3", "PB.3-H"])).toEqual([0]);
    expect(earned(["D7", "PB.2-3", "PB.3-H", "HR"])).toEqual([1, 1]);
  });

  test("the scorer's marks decide", () => {
    expect(earned(["HR", "S8", "D7.1-H(UR)"])).toEqual([1, 0]);
  });

  test("a relief pitcher does not benefit from outs that were missed before he came in (9.16(i))", () => {
    const { game } = playAll(newGame(), ["K", "K", "E6"]);
    const { plays } = playAll(withPitcher(game, 99), ["W.1-2", "HR"]);
    expect(plays.at(-1)).toMatchObject({ earnedRuns: 2, teamUnearnedRuns: 2, earnedRunCode: 8 + 1 });
  });
});

describe("runners left to another pitcher (9.16(g)):", () => {
  test("a force changes the runner, not the pitcher who is charged with one", () => {
    const { game } = playAll(newGame(), ["W"]);
    const relieved = withPitcher(game, 99);
    const { game: after } = playAll(relieved, ["64(1)/FO"]);
    expect(after.chargedTo.first?.id).toBe(11);
  });

  test("the run is charged to him on the same play on which the runner ahead is out", () => {
    const { game } = playAll(newGame(), ["T8"]);
    const relieved = withPitcher(game, 99);
    const { plays } = playAll(relieved, ["D7.3-3", "FC5.3XH(52);2-H"]);
    expect(plays.at(-1)).toMatchObject({ onSecondPitcherId: 11, onThirdPitcherId: 11 });
  });

  test("an error and a third strike move no charge", () => {
    const { game } = playAll(newGame(), ["D7"]);
    const relieved = withPitcher(game, 99);
    const { game: after } = playAll(relieved, ["E6.2X3(65)"]);
    expect(after.chargedTo.first?.id).toBe(99);
  });
});

test("a half-inning without errors is scored as the rebuilt one would be", () => {
  fc.assert(
    fc.property(fc.gen(), (generate) => {
      let game = newGame();
      const plays: PlayOfEvent[] = [];
      for (let step = 0; step < 15; step += 1) {
        const played = tryToPlay(
          game,
          possibleEvent(game, (count) => generate(fc.nat, count - 1)),
        );
        if (played === undefined) continue;
        const { play, corrections } = played;
        plays.push(play);
        for (const { playNumber, ...earnedRuns } of corrections)
          plays[playNumber - 1] = { ...(plays[playNumber - 1] as PlayOfEvent), ...earnedRuns };
        game = applyPlay(game, play, { corrections });
        const half = plays.filter((each) => each.inning === play.inning && each.half === play.half);
        expect(half.map(({ earnedRuns }) => earnedRuns)).toEqual(rebuiltRuns(half));
      }
    }),
    { numRuns: propertyRuns(500) },
  );
});

function tryToPlay(game: ScoringGame, event: PlayEvent) {
  try {
    return scorePlay(game, event);
  } catch (error) {
    if (error instanceof IllegalPlayError) return undefined;
    throw error;
  }
}

/** How many runs of each play are earned according to only the rebuilt half-inning. */
function rebuiltRuns(half: readonly PlayOfEvent[]): number[] {
  const rebuilt = new RebuiltInning();
  for (const play of half) rebuilt.add(play);
  return rebuilt.runs.map((runs) => runs.filter((run) => run === "earned" || run === "team unearned").length);
}
