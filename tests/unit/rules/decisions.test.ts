import { describe, expect, test } from "vitest";
import { decisionsOf } from "../../../src/rules/decisions/game-decisions.js";
import type { PlayOfEvent } from "../../../src/rules/scoring/play-of-event.js";
import type { ScoringGame } from "../../../src/rules/scoring/scoring-game.js";
import { newGame, nine, playAll, withPitcher } from "../../support/scoring-game.js";

const inning = ["K", "K", "K"];
const relievers = [91, 92, 93].map((id) => ({ id, teamId: 2, playerId: id, cardId: null }));
const lineups = [...nine(1), ...nine(2), ...relievers];

/** Innings in which the home team leads from the first, with a new pitcher before some of them. */
function game(
  runs: readonly string[],
  changes: Readonly<Record<number, number>>,
  tops: Readonly<Record<number, readonly string[]>> = {},
) {
  let now: ScoringGame = newGame();
  const plays: PlayOfEvent[] = [];
  const play = (events: readonly string[]) => {
    const played = playAll(now, events);
    now = played.game;
    plays.push(...played.plays);
  };
  for (let number = 1; number <= 9; number += 1) {
    const pitcher = changes[number];
    if (pitcher !== undefined) now = withPitcher(now, pitcher);
    play(tops[number] ?? inning);
    if (!now.isOver) play(number === 1 ? [...runs, ...inning] : inning);
    if (now.isOver) break;
  }
  return decisionsOf(plays, lineups);
}

describe("who wins, loses and saves (9.17, 9.19):", () => {
  test("a starter with five innings wins, and the pitcher who finishes with a small lead gets the save", () => {
    expect(game(["HR"], { 7: 91, 9: 92 })).toEqual({
      ...{ win: 11, isWinJudged: false },
      ...{ loss: 1, save: 92 },
      holds: [91],
      blownSaves: [],
    });
  });

  test("a starter with fewer than five innings leaves the win to a reliever", () => {
    expect(game(["HR"], { 4: 91, 9: 92 })).toMatchObject({
      ...{ win: 91, isWinJudged: true, save: 92 },
    });
  });

  test("a reliever who finishes and has a save leaves the win to another", () => {
    expect(game(["HR", "HR"], { 4: 91, 6: 92 })).toMatchObject({ win: 91, isWinJudged: true, save: 92 });
  });

  test("a lead of four is not a save, but finishing three innings is", () => {
    const four = ["HR", "HR", "HR", "HR"];
    expect(game(four, { 9: 92 })).toMatchObject({ win: 11, save: null });
    expect(game(four, { 7: 92 })).toMatchObject({ win: 11, save: 92 });
  });

  test("a lead that is lost and regained belongs to the current pitcher, and the save is blown", () => {
    const decisions = game(["HR"], { 8: 91 }, { 8: ["HR", "K", "K", "K"], 9: ["HR", "K", "K", "K"] });
    expect(decisions).toMatchObject({ win: 1, loss: 91, save: null, blownSaves: [91] });
  });

  test("a pitcher who finishes alone wins without a save, and a game without plays has no decisions", () => {
    expect(game(["HR"], {})).toEqual({
      ...{ win: 11, isWinJudged: false, loss: 1, save: null, holds: [], blownSaves: [] },
    });
    expect(decisionsOf([], lineups)).toEqual({
      ...{ win: null, isWinJudged: false },
      ...{ loss: null, save: null },
      holds: [],
      blownSaves: [],
    });
  });
});
