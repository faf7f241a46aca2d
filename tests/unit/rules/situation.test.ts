import { describe, expect, it } from "vitest";
import type { Play } from "../../../src/index.js";
import { playInput } from "../../../src/models/plays-table.js";
import {
  battingOrderAfter,
  countsAsCalled,
  endsGame,
  firstSituation,
  type PlayFacts,
  situationAfter,
} from "../../../src/rules/situation.js";
import { samplePlay } from "../../support/sample-inputs.js";

/** The fourth batter is at bat, the bases are loaded, and the score is 2 : 2; nobody moves. */
const loaded: PlayFacts = {
  ...{ inning: 3, half: "top", outsBefore: 1, outsRecorded: 0, awayScore: 2, homeScore: 2 },
  ...{ batterId: 4, pitcherId: 10, onFirstId: 1, onSecondId: 2, onThirdId: 3 },
  ...{ batterFinal: null, onFirstFinal: null, onSecondFinal: null, onThirdFinal: null },
};
const everybodyStays = { onFirstFinal: 1, onSecondFinal: 2, onThirdFinal: 3 };

describe("after a play", () => {
  it.each<[string, Partial<PlayFacts>, object]>([
    [
      "an out: runners stay",
      { ...everybodyStays, outsRecorded: 1 },
      { outs: 2, onFirstId: 1, onSecondId: 2, onThirdId: 3 },
    ],
    [
      "a single: everybody moves up, one scores",
      { batterFinal: 1, onFirstFinal: 2, onSecondFinal: 3, onThirdFinal: 4 },
      { outs: 1, onFirstId: 4, onSecondId: 1, onThirdId: 2, awayScore: 3 },
    ],
    [
      "a home run: four score, the bases are empty",
      { batterFinal: 4, onFirstFinal: 4, onSecondFinal: 4, onThirdFinal: 4 },
      { onFirstId: null, onSecondId: null, onThirdId: null, awayScore: 6, homeScore: 2 },
    ],
    [
      "in the bottom the home team scores",
      { half: "bottom", ...everybodyStays, onThirdFinal: 4 },
      { half: "bottom", awayScore: 2, homeScore: 3, onThirdId: null },
    ],
    [
      "a third out: the other side begins, with empty bases",
      { ...everybodyStays, outsRecorded: 2 },
      { inning: 3, half: "bottom", outs: 0, onFirstId: null, onSecondId: null, onThirdId: null },
    ],
    [
      "a run that scores with the third out counts",
      { onThirdFinal: 4, outsRecorded: 2, half: "bottom" },
      { inning: 4, half: "top", outs: 0, homeScore: 3 },
    ],
  ])("%s", (_, play, expected) => {
    expect(situationAfter({ ...loaded, ...play })).toMatchObject(expected);
  });

  it("the next place in the order is due, and the first after the ninth", () => {
    const after = Array.from({ length: 9 }, (_, index) =>
      battingOrderAfter({ battingOrder: index + 1, pa: 1 }),
    );
    expect(after).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 1]);
  });

  it("the same place is due if the batter's turn is not over", () => {
    expect(battingOrderAfter({ battingOrder: 9, pa: 0 })).toBe(9);
  });
});

describe("the pitcher charged with a runner", () => {
  /** The relievers are 10 and 11 and 12, in this order; 12 pitches. */
  const left = { pitcherId: 12, onFirstPitcherId: 12, onSecondPitcherId: 11, onThirdPitcherId: 10 };
  const charged = (play: Partial<PlayFacts>) => {
    const { onFirstPitcherId, onSecondPitcherId, onThirdPitcherId } = situationAfter({
      ...loaded,
      ...left,
      ...play,
    });
    return [onFirstPitcherId, onSecondPitcherId, onThirdPitcherId];
  };
  const empty = { onFirstId: null, onSecondId: null, onThirdId: null };

  it.each<[string, Partial<PlayFacts>, (number | null)[]]>([
    ["stays the one who let him on base", { ...everybodyStays, outsRecorded: 1 }, [12, 11, 10]],
    [
      "goes with him from base to base",
      { onFirstFinal: 2, onSecondFinal: 4, onThirdFinal: 4 },
      [null, 12, null],
    ],
    [
      "is the one of the play where nobody else is named",
      { ...everybodyStays, onSecondPitcherId: null },
      [12, 12, 10],
    ],
    [
      "is the one of the play for the batter who gets on base",
      { ...empty, batterFinal: 2, hit: 1 },
      [null, 12, null],
    ],
    [
      "is the one who was relieved with the count against him, for the batter who walks",
      { ...empty, batterFinal: 1, bb: 1, responsiblePitcherId: 11 },
      [11, null, null],
    ],
    [
      "leaves with a runner who is caught stealing",
      { onFirstFinal: 1, onSecondFinal: 2, outsRecorded: 1 },
      [12, 11, null],
    ],
    [
      "leaves with a runner who is put out on a hit",
      { batterFinal: 1, onFirstFinal: 2, onSecondFinal: 3, hit: 1, outsRecorded: 1 },
      [12, 12, 11],
    ],
    [
      "is for as many runners as each left, after a force out at home",
      { batterFinal: 1, onFirstFinal: 2, onSecondFinal: 3, outsRecorded: 1 },
      [12, 11, 10],
    ],
    [
      "is so too when a throw to another base puts out the one in the middle",
      { batterFinal: 1, onFirstFinal: 2, onThirdFinal: 3, outsRecorded: 1 },
      [12, 11, 10],
    ],
    [
      "is so too after a double play on the ground at home and at first",
      { onFirstFinal: 2, onSecondFinal: 3, gidp: 1, outsBefore: 0, outsRecorded: 2 },
      [null, 11, 10],
    ],
    [
      "leaves with a runner who is doubled off after a catch",
      { onFirstFinal: 1, onSecondFinal: 2, outsBefore: 0, outsRecorded: 2 },
      [12, 11, null],
    ],
    ["is nobody after a third out", { ...everybodyStays, outsRecorded: 2 }, [null, null, null]],
  ])("%s", (_, play, expected) => {
    expect(charged(play)).toEqual(expected);
  });

  it("follows from a recorded play without its optional fields", () => {
    const play = { inning: 1, half: "top" as const, outsBefore: 0, awayScore: 0, homeScore: 0 };
    expect(situationAfter({ ...play, batterId: 4, pitcherId: 12, batterFinal: 1, bb: 1 })).toMatchObject({
      ...{ outs: 0, onFirstId: 4, onFirstPitcherId: 12, onSecondId: null, onSecondPitcherId: null },
    });
  });
});

it("every game begins in the top of the first, without outs, runners and runs", () => {
  expect(Object.values(firstSituation)).toEqual([
    ...[1, "top", 0, null, null, null, 0, 0],
    ...[null, null, null],
  ]);
});

const play = (fields: Partial<Play>) => playInput().parse({ ...samplePlay, ...fields }) as unknown as Play;
const thirdOut = { outsBefore: 2, outsRecorded: 1 };
const homer = { batterFinal: 4, pa: 1 };

describe("a play ends the game", () => {
  it.each<[string, Partial<Play>, boolean]>([
    [
      "the last out, the visitors ahead",
      { inning: 9, half: "bottom", awayScore: 2, homeScore: 1, ...thirdOut },
      true,
    ],
    ["the last out of a tie", { inning: 9, half: "bottom", awayScore: 2, homeScore: 2, ...thirdOut }, false],
    [
      "the last out of extra innings",
      { inning: 11, half: "bottom", awayScore: 2, homeScore: 1, ...thirdOut },
      true,
    ],
    [
      "the top's last out, the home team ahead",
      { inning: 9, half: "top", awayScore: 1, homeScore: 2, ...thirdOut },
      true,
    ],
    [
      "the top's last out, the home team behind",
      { inning: 9, half: "top", awayScore: 3, homeScore: 2, ...thirdOut },
      false,
    ],
    [
      "the top's last out of a tie",
      { inning: 9, half: "top", awayScore: 2, homeScore: 2, ...thirdOut },
      false,
    ],
    ["a walk-off home run", { inning: 9, half: "bottom", awayScore: 2, homeScore: 2, ...homer }, true],
    ["a home run that ties", { inning: 9, half: "bottom", awayScore: 3, homeScore: 2, ...homer }, false],
    [
      "the visitors' home run in extra innings",
      { inning: 10, half: "top", awayScore: 2, homeScore: 2, ...homer },
      false,
    ],
    ["the eighth's last out", { inning: 8, half: "bottom", awayScore: 5, homeScore: 1, ...thirdOut }, false],
    ["a home run in the eighth", { inning: 8, half: "bottom", awayScore: 2, homeScore: 2, ...homer }, false],
  ])("%s", (_, fields, isEnd) => {
    expect(endsGame(play(fields), 9)).toBe(isEnd);
  });

  it("of seven innings earlier than of nine", () => {
    const last = play({ inning: 7, half: "bottom", awayScore: 2, homeScore: 1, ...thirdOut });
    expect([endsGame(last, 7), endsGame(last, 9)]).toEqual([true, false]);
  });
});

describe("a game that is called counts", () => {
  it.each<[string, Partial<Play>, boolean]>([
    ["after five innings", { inning: 5, half: "bottom", awayScore: 2, homeScore: 1, ...thirdOut }, true],
    ["in the sixth", { inning: 6, half: "top", awayScore: 2, homeScore: 1 }, true],
    [
      "after four and a half, the home team ahead",
      { inning: 5, half: "top", homeScore: 1, ...thirdOut },
      true,
    ],
    [
      "after four and a half, the visitors ahead",
      { inning: 5, half: "top", awayScore: 1, ...thirdOut },
      false,
    ],
    [
      "in the fifth, when the home team has tied",
      { inning: 5, half: "bottom", awayScore: 1, ...homer },
      true,
    ],
    [
      "after four and a half, the score level",
      { inning: 5, half: "top", awayScore: 1, homeScore: 1, ...thirdOut },
      false,
    ],
    ["after four innings", { inning: 4, half: "bottom", homeScore: 1, ...thirdOut }, false],
  ])("%s", (_, fields, counts) => {
    expect(countsAsCalled(play(fields), 9)).toBe(counts);
  });

  it("of three scheduled innings after three", () => {
    expect(countsAsCalled(play({ inning: 3, half: "bottom", ...thirdOut }), 3)).toBe(true);
  });
});
