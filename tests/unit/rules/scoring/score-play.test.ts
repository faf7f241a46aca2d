import { describe, expect, it, test } from "vitest";
import { IllegalPlayError, NotationError } from "../../../../src/errors/errors.js";
import type { PlayEvent } from "../../../../src/rules/notation/play-event.js";
import { type ScoreOptions, scorePlay } from "../../../../src/rules/scoring/score-play.js";
import type { NamedEntry, ScoringGame } from "../../../../src/rules/scoring/scoring-game.js";
import { gameWith, newGame, playAll } from "../../../support/scoring-game.js";

describe("an event as an object is scored like its notation:", () => {
  test.each<[string, PlayEvent, readonly (1 | 2 | 3)[]]>([
    ["S8.2-H;1-3", { event: "single", fieldedBy: 8, advances: { second: "home", first: "third" } }, [1, 2]],
    [
      "64(1)3/GDP",
      { event: "out", plays: [{ fielders: [6, 4], runner: "first" }, { fielders: [3] }], modifiers: ["GDP"] },
      [1],
    ],
    ["W+WP.2-3", { event: "walk", with: [{ event: "wild pitch" }], advances: { second: "third" } }, [2]],
    ["SB2", { event: "stolen base", base: "second" }, [1]],
  ])("%s", (notation, event, runners) => {
    const game = gameWith(runners);
    expect(scorePlay(game, event)).toEqual(scorePlay(game, notation));
  });
});

describe("what the event does not say follows from the rules:", () => {
  const finals = (game: ScoringGame, event: PlayEvent | string) => {
    const { play } = scorePlay(game, event);
    return [play.batterFinal, play.onFirstFinal, play.onSecondFinal, play.onThirdFinal];
  };

  test.each<[string, readonly (1 | 2 | 3)[], string, readonly (number | null)[]]>([
    ["a walk forces all runners", [1, 2, 3], "W", [1, 2, 3, 4]],
    ["a walk forces nobody over an empty base", [1, 3], "W", [1, 2, null, 3]],
    ["runners stay on an out", [2, 3], "K", [null, null, 2, 3]],
    ["a single moves the runner from first by one", [1], "S7", [1, 2, null, null]],
    ["a double moves him to third", [1], "D7", [2, 3, null, null]],
    ["a double moves those in front by as little as it must", [1, 2], "D7", [2, 3, 4, null]],
    ["a home run brings everybody home", [1, 3], "HR", [4, 4, null, 4]],
    ["a balk moves everybody by one", [1, 3], "BK", [null, 2, null, 4]],
    ["a force leaves the batter on first", [1], "64(1)", [1, null, null, null]],
    ["a hit by pitch forces", [1, 2], "HP", [1, 2, 3, null]],
    ["a ground-rule double moves everybody by two", [1, 2], "DGR", [2, 3, 4, null]],
    ["a ground-rule double brings a runner home from second", [2], "DGR7", [2, null, 4, null]],
    ["a ground-rule double brings a runner home from third", [3], "DGR", [2, null, null, 4]],
  ])("%s", (_, runners, event, expected) => {
    expect(finals(gameWith(runners), event)).toEqual(expected);
  });

  test("two outs on one play are a double play, on the ground a grounded one", () => {
    expect(scorePlay(gameWith([1]), "64(1)3").play).toMatchObject({
      doublePlay: 1,
      gidp: 1,
      hitType: "double play",
    });
    expect(scorePlay(gameWith([1]), "8(B)83(1)").play).toMatchObject({ doublePlay: 1, gidp: 0 });
    expect(scorePlay(gameWith([1]), "K+CS2(26)").play).toMatchObject({
      doublePlay: 1,
      gidp: 0,
      so: 1,
      cs: 1,
    });
    expect(scorePlay(gameWith([1]), "64(1)3/NDP").play).toMatchObject({ doublePlay: 0, gidp: 0 });
  });

  test("a fly to the outfield on which a run scores is a sacrifice, and not an at bat", () => {
    expect(scorePlay(gameWith([3], 1), "8.3-H").play).toMatchObject({ sacFly: 1, ab: 0, rbi: 1 });
    expect(scorePlay(gameWith([3], 1), "3/G.3-H").play).toMatchObject({ sacFly: 0, ab: 1, rbi: 1 });
  });

  test("an official record is taken as it is written", () => {
    const { play } = scorePlay(gameWith([3], 1), "8/F.3-H", { asWritten: true });
    expect(play).toMatchObject({ sacFly: 0, ab: 1, rbi: 1, earnedRuns: 1 });
  });

  test("runs batted in follow rule 9.04, and the scorer's marks decide", () => {
    const rbi = (event: string, runners: readonly (1 | 2 | 3)[] = [3], outs = 0) =>
      scorePlay(gameWith(runners, outs), event).play.rbi;
    expect(rbi("E6.3-H")).toBe(1);
    expect(rbi("E6.3-H", [3], 2)).toBe(0);
    expect(rbi("E6.3-H(NR)")).toBe(0);
    expect(rbi("64(1)3/GDP.3-H", [1, 3])).toBe(0);
    expect(rbi("64(1)3/GDP.3-H(RBI)", [1, 3])).toBe(1);
    expect(rbi("WP.3-H")).toBe(0);
    expect(rbi("S8.2-H(E8)", [2])).toBe(0);
    expect(rbi("W", [1, 2, 3])).toBe(1);
  });

  test("a batter who is given first base bats in a run only with the bases full (9.04(a)(2))", () => {
    const rbi = (event: string, runners: readonly (1 | 2 | 3)[]) =>
      scorePlay(gameWith(runners), event).play.rbi;
    expect(rbi("C/E2", [1, 2, 3])).toBe(1);
    expect(rbi("HP", [1, 2, 3])).toBe(1);
    expect(rbi("C/E2.3-H;2-3", [2, 3])).toBe(0);
  });

  test("a throw dropped at first base, with which a force double play was lost, brings no run in (9.04(b)(2))", () => {
    const rbi = (event: string) => scorePlay(gameWith([1, 3]), event).play.rbi;
    expect(rbi("64(1)/FO/G6.3-H;B-1(E3)")).toBe(0);
    expect(rbi("64(1)3E3/G6.3-H")).toBe(0);
    expect(rbi("64(1)/FO/G6.3-H;B-2(E4/TH)")).toBe(1);
    expect(rbi("64(1)/FO/G6.3-H(RBI);B-1(E3)")).toBe(1);
  });

  test("no base is stolen where another runner is caught on the same play (9.07(d))", () => {
    const play = (event: string, runners: readonly (1 | 2 | 3)[]) => scorePlay(gameWith(runners), event).play;
    expect(play("SB3;CS2(24)", [1, 2])).toMatchObject({
      ...{ sb: 0, stolenBaseCode: 0, cs: 1, onSecondFinal: 3, onFirstFinal: null },
      playMetadata: { event: "CS2(24).2-3" },
      hitType: "caught stealing",
    });
    expect(play("SBH(UR);CS2(24)", [1, 3])).toMatchObject({
      ...{ sb: 0, cs: 1, onThirdFinal: 4, rbi: 0, earnedRuns: 0 },
      playMetadata: { event: "CS2(24).3-H(UR)" },
    });
    expect(play("K+SB3;CS2(26)", [1, 2])).toMatchObject({ so: 1, sb: 0, cs: 1, outsRecorded: 2 });
    expect(play("SB3;CS2(26).2-H(E5)", [1, 2])).toMatchObject({
      ...{ sb: 0, cs: 1, error: 1, onSecondFinal: 4 },
    });
    expect(play("SB3;CS2(2E6)", [1, 2])).toMatchObject({ sb: 1, cs: 1, error: 1, outsRecorded: 0 });
    const record = scorePlay(gameWith([1, 2]), "SB3;CS2(24)", { asWritten: true });
    expect(record.play).toMatchObject({ sb: 1, cs: 1 });
  });
});

describe("what cannot have happened is refused with a sentence:", () => {
  test.each<[string, readonly (1 | 2 | 3)[], number, string]>([
    ["SB2", [], 0, "There is no runner on first base."],
    ["S8.2-H", [1], 0, "There is no runner on second base."],
    ["64(1)3/GDP", [1], 2, "There are 2 outs already: 2 more would be more than three."],
    [
      "S8.1-3;2-3",
      [1, 2],
      0,
      "The runner from first and the runner from second cannot both be on third base.",
    ],
    ["S8.1-H;2-3", [1, 2], 0, "The runner from first cannot pass the runner from second."],
    ["D8.1-2;B-3", [1], 0, "The batter cannot pass the runner from first."],
    ["64(2)3/GDP", [2], 0, "The runner from second is not forced to run: a base behind him is empty."],
    ["WP", [], 0, "A wild pitch is one only if a runner moves: say who moves where."],
    ["63.B-1", [], 0, "The batter is out: he cannot advance."],
    [
      "K+WP.B-1",
      [1],
      0,
      "The batter cannot run on a third strike while first base is taken and fewer than two are out.",
    ],
    ["63/DP", [], 0, "A double play needs two outs on the play."],
    ["8/SF", [3], 0, "A sacrifice fly needs a runner who scores."],
    ["53.3-H", [3], 2, "No run scores when the third out is the batter before he reaches first base."],
    ["64(1)/FO.3-H", [1, 3], 2, "No run scores when the third out is a force."],
    ["64(1)/G6.3-H", [1, 3], 2, "No run scores when the third out is a force."],
    ["FC6.1X2(64);3-H", [1, 3], 2, "No run scores when the third out is a force."],
    ["FC5.2X3(5);1-2;3-H", [1, 2, 3], 2, "No run scores when the third out is a force."],
    ["K.2X3(25);3-H;1-2;B-1", [1, 2, 3], 2, "No run scores when the third out is a force."],
    ["54(2)4(1)/GDP.3-H", [1, 2, 3], 1, "No run scores when the third out is a force."],
    [
      "FC5.BX1(53);3-H",
      [3],
      2,
      "No run scores when the third out is the batter before he reaches first base.",
    ],
    [
      "K+WP.BX1(23);3-H",
      [3],
      2,
      "No run scores when the third out is the batter before he reaches first base.",
    ],
    ["K+SBH", [3], 2, "No run scores when the third out is the batter before he reaches first base."],
    ["SB2.B-1", [1], 0, "The batter is still at bat: he can neither advance nor be put out."],
    ["S8.3-2", [3], 0, "The runner from third cannot go back to second base."],
    ["64(1)3/GDP.1-2", [1], 0, "The runner from first is out: he cannot advance."],
    ["63.B-1(8E2)", [], 0, "The batter is out: he cannot advance."],
    ["43.BXH;3-H", [3], 2, "The batter is out: he cannot advance."],
    ["CS2(26).1-3", [1], 0, "The runner from first is out: he cannot advance."],
    ["PO1(13).1X2(136)", [1], 0, "The runner from first is out: he cannot advance."],
    ["S8.2X3(85)(65)", [2], 0, "There are more putouts than outs: 2, and 1 out on the play."],
    [
      "HR8/IPHR.BXH(862)",
      [],
      0,
      "The batter scores on his home run: he can neither stop at a base nor be put out.",
    ],
    ["SB2", [1, 2], 0, "The runner from first and the runner from second cannot both be on second base."],
    ["8/F8.2-3", [2, 3], 0, "The runner from second and the runner from third cannot both be on third base."],
    ["W+PO1;SB2", [1], 0, "The runner from first cannot be both safe and out."],
    ["HR.B-3", [], 0, "The batter scores on his home run: he can neither stop at a base nor be put out."],
    ["FLE5.1-2", [1], 0, "No runner moves on a foul ball that is not caught: the ball is dead."],
    [
      "53.2-3;3-3",
      [2, 3],
      2,
      "The runner from second and the runner from third cannot both be on third base.",
    ],
    ["NP", [], 0, "Nothing happened: NP is not a play, and is not recorded."],
    ["HP.2-3", [2], 0, "The runner from second is not forced by the batter: the ball is dead, and he stays."],
    ["HP.3-H", [3], 0, "The runner from third is not forced by the batter: the ball is dead, and he stays."],
    ["HP.1-3", [1], 0, "The runner from first is forced by one base: the ball is dead."],
    ["HP.1X2(24)", [1], 0, "The runner from first is forced by one base: the ball is dead."],
    ["W+SB2", [1], 0, "The runner from first is forced to second base by the walk, and steals nothing."],
    ["K+SB2", [1], 2, "The third strike is the third out: nobody steals a base on it."],
    ["E4/IF", [1, 2], 0, "The batter is out on an infield fly, even if it is not caught."],
    ["4/IF", [1], 0, "There is an infield fly only with runners on first and second and fewer than two out."],
    [
      "4/P4/IF",
      [1, 2],
      2,
      "There is an infield fly only with runners on first and second and fewer than two out.",
    ],
    ["D8.BX1(83/AP)", [], 0, "The batter missed first base: he has no hit."],
    ["T8.BX2(84/AP)", [], 0, "The batter missed second base: his hit is a single."],
  ])("%s", (event, runners, outs, reason) => {
    const score = () => scorePlay(gameWith(runners, outs), event);
    expect(score).toThrow(IllegalPlayError);
    expect(score).toThrow(reason);
  });

  test("in an official record with two runners on a base after the third out, the second one stays where he began", () => {
    const { play } = scorePlay(gameWith([2, 3], 2), "53.2-3;3-3", { asWritten: true });
    expect(play).toMatchObject({ outsRecorded: 1, onSecondFinal: 2, onThirdFinal: 3 });
  });

  test("an official record with a mark that contradicts the play is stored without it", () => {
    const asWritten = { asWritten: true };
    expect(scorePlay(gameWith([1, 3]), "W+WP/GDP", asWritten).play).toMatchObject({ bb: 1, gidp: 0 });
    expect(scorePlay(gameWith([3]), "9/SF/SH.3-H", asWritten).play).toMatchObject({ sacBunt: 1, sacFly: 0 });
  });

  test.each([
    ["a runner who is put out beyond the base to which he was forced", "S9.1X3(95);3-H", [1, 3], 2],
    ["a runner who was not forced, because a base behind him was empty", "S9.2X3(95);3-H", [2, 3], 2],
    ["a runner who was no longer forced, because the batter was out first", "3(B)36(1)/GDP.3-H", [1, 3], 1],
    [
      "a runner who was no longer forced, because the runner behind him was out first",
      "64(1)5(2)/DP.3-H",
      [1, 2, 3],
      1,
    ],
    ["a runner who came back to the base to which he was forced", "S5/G5.3-H;1X2(534)", [1, 3], 2],
    ["the batter who came back to first base", "S4.3-H;BX1(4163)", [3], 2],
    ["a runner who left his base too early, on appeal", "8/F8.1X1(83);3-H", [1, 3], 1],
    ["the batter beyond first base", "S9.BX2(94);3-H", [3], 2],
  ] as const)("a run counts on a third out of %s", (_, event, runners, outs) => {
    const { play } = scorePlay(gameWith(runners, outs), event);
    expect(play).toMatchObject({ onThirdFinal: 4, outsRecorded: 3 - outs });
  });

  test("an event that does not exist is named", () => {
    expect(() => scorePlay(newGame(), { event: "slam dunk" } as never)).toThrow(
      'There is no event "slam dunk".',
    );
  });

  test("every reason is named", () => {
    try {
      scorePlay(gameWith([]), "SB2;SB3");
      expect.unreachable();
    } catch (error) {
      expect((error as IllegalPlayError).details.reasons).toEqual([
        "There is no runner on first base.",
        "There is no runner on second base.",
      ]);
    }
  });

  test("a game that is over accepts no play, and a text that is not notation is a different error", () => {
    expect(() => scorePlay({ ...newGame(), isOver: true }, "S8")).toThrow("The game is over.");
    expect(() => scorePlay(newGame(), "S8.2-5")).toThrow(NotationError);
  });
});

describe("with the winning run the game is over (5.08, 7.01, 9.06):", () => {
  const tied = (runners: readonly (1 | 2 | 3)[]): ScoringGame => {
    const game = gameWith(runners);
    const batting = { ...game, inning: 9, half: "bottom" as const, awayScore: 2, homeScore: 2 };
    return { ...batting, batter: game.dueUp.home.batter };
  };

  it("a batter who would have scored after the winning run, on a third strike that was not caught, is on first", () => {
    const { play } = scorePlay({ ...tied([3]), outs: 2 }, "K+WP.3-H;B-H");
    expect(play).toMatchObject({ batterFinal: 1, onThirdFinal: 4, outsRecorded: 0 });
  });

  it("only the winning run counts, and the hit counts as many bases as that run needed", () => {
    const { play, state } = scorePlay(tied([2, 3]), "D7.3-H;2-H");
    expect(play).toMatchObject({
      hitType: "single",
      double: 0,
      batterFinal: 1,
      onThirdFinal: 4,
      onSecondFinal: 2,
      rbi: 1,
    });
    expect(play.playMetadata.event).toBe("S7.3-H");
    expect(state).toMatchObject({ homeScore: 3 });
  });

  it("a double that brings the winning run from second stays a double", () => {
    expect(scorePlay(tied([2]), "D7.2-H").play).toMatchObject({ double: 1, batterFinal: 2 });
  });

  it.each<[string, readonly (1 | 2 | 3)[], string, readonly (number | null)[], number]>([
    ["D7.3-H;2-H;1-3", [1, 2, 3], "S7.3-H", [1, 2, 3, 4], 0],
    ["S8.3-H;2-H;1-3", [1, 2, 3], "S8.3-H", [1, 2, 3, 4], 0],
    ["S8.3-H;2-H;B-2", [2, 3], "S8.3-H", [1, null, 2, 4], 0],
    ["D8.3-H;2-H;B-3(E8)", [2, 3], "S8.3-H", [1, null, 2, 4], 0],
    ["D8.3-H;B-3(E8)", [3], "S8.3-H", [1, null, null, 4], 0],
    ["W.3-H;2-H(E2);1-3", [1, 2, 3], "W.3-H", [1, 2, 3, 4], 0],
    ["WP.3-H;2-H;1-2", [1, 2, 3], "WP.3-H", [null, 1, 2, 4], 0],
    ["E6.3-H;2-H;B-2", [2, 3], "E6.3-H", [1, null, 2, 4], 1],
    ["K+WP.3-H;2-H;B-1", [2, 3], "K+WP.3-H;B-1", [1, null, 2, 4], 0],
    ["S8.3-H;2-H;1X3(85)", [1, 2, 3], "S8.3-H;1X3(85)", [1, null, 2, 4], 0],
    ["DGR", [3], "S.3-H", [1, null, null, 4], 0],
    ["DGR9.3-H;2-H", [2, 3], "S9.3-H", [1, null, 2, 4], 0],
  ])("%s counts for one run, and nobody behind it goes on", (event, runners, counted, finals, errors) => {
    const { play, state } = scorePlay(tied(runners), event);
    expect(play.playMetadata.event).toBe(counted);
    expect([play.batterFinal, play.onFirstFinal, play.onSecondFinal, play.onThirdFinal]).toEqual(finals);
    expect(play).toMatchObject({ double: 0, error: errors });
    expect(state.homeScore).toBe(3);
    const { asWritten, ...again } = { asWritten: true, ...tied(runners) };
    const stored = scorePlay(again, counted, { asWritten }).play;
    expect(stored).toMatchObject({ hit: play.hit, double: 0, batterFinal: play.batterFinal });
  });

  it("a home run over the fence counts completely, one inside the park does not", () => {
    expect(scorePlay(tied([1, 2]), "HR").state.homeScore).toBe(5);
    expect(scorePlay(tied([3]), "HR/IPHR").play).toMatchObject({ hitType: "single", rbi: 1 });
  });
});

describe("somebody who takes part out of the usual order is refused if he cannot:", () => {
  const game = gameWith([1]);
  const entry = (side: "away" | "home", id: number) =>
    game.lineups[side].find((each) => each.id === id) as NamedEntry;

  test.each<[string, string, ScoreOptions, string]>([
    [
      "K",
      "a batter of the other team",
      { batter: entry("home", 12) },
      "Backstop 2 does not bat for the team at bat.",
    ],
    [
      "K",
      "a batter who has left",
      { batter: { ...entry("away", 2), id: 99 } },
      "Backstop 1 is not in the batting order now.",
    ],
    [
      "K",
      "a pitcher without a place in the order",
      { batter: { ...entry("away", 2), battingOrder: null } },
      "Backstop 1 is not in the batting order now.",
    ],
    [
      "K",
      "a runner",
      { batter: game.bases.first as NamedEntry },
      "Center 1 is on first base, and cannot bat.",
    ],
    [
      "K",
      "a former batter of the other team",
      { formerBatter: entry("home", 12) },
      "Backstop 2 did not bat in this place.",
    ],
    [
      "K",
      "a former batter with another place",
      { formerBatter: entry("away", 2) },
      "Backstop 1 did not bat in this place.",
    ],
    [
      "W",
      "a former pitcher of the team at bat",
      { formerPitcher: entry("away", 1) },
      "Ace 1 did not pitch for the team in the field.",
    ],
  ])("%s by %s", (event, _, options, reason) => {
    expect(() => scorePlay(game, event, options)).toThrow(IllegalPlayError);
    expect(() => scorePlay(game, event, options)).toThrow(reason);
  });

  it("takes a batter out of turn, who is in the order", () => {
    expect(scorePlay(game, "K", { batter: entry("away", 4) }).play).toMatchObject({
      batterId: 4,
      battingOrder: 4,
    });
  });
});

it("the next play begins with the game after a play, and the game before it is not changed", () => {
  const before = newGame();
  const copy = structuredClone(before);
  const { game } = playAll(before, ["S8", "W.1-2", "K", "64(1)3/GDP"]);
  expect(game).toMatchObject({ inning: 1, half: "bottom", outs: 0, playCount: 4, inningPlays: [] });
  expect(game.dueUp.away.battingOrder).toBe(5);
  expect(before).toEqual(copy);
});

it("extra innings begin with a runner on second: the one before the leadoff batter in the order", () => {
  const inning = ["K", "K", "K"];
  const { game } = playAll(newGame({ scheduledInnings: 1, automaticRunnerInning: 2 }), [
    ...inning,
    ...inning,
  ]);
  expect(game).toMatchObject({ inning: 2, half: "top", isOver: false });
  expect(game.bases.second?.battingOrder).toBe(3);
  const { play } = scorePlay(game, "HR");
  expect(play).toMatchObject({ earnedRuns: 1, earnedRunCode: 8, rbi: 2 });
});
