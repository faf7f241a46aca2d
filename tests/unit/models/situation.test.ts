import { describe, expect, it } from "vitest";
import {
  battingOrderAfter,
  firstSituation,
  type PlayFacts,
  situationAfter,
} from "../../../src/models/plays/index.js";

/** The fourth at bat, others on every base, two runs each; nobody moves. */
const loaded: PlayFacts = {
  ...{ inning: 3, half: "top", outsBefore: 1, outsRecorded: 0, awayScore: 2, homeScore: 2 },
  ...{ batterId: 4, onFirstId: 1, onSecondId: 2, onThirdId: 3 },
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

  it("the same place is due when the batter was not done", () => {
    expect(battingOrderAfter({ battingOrder: 9, pa: 0 })).toBe(9);
  });
});

it("every game begins in the top of the first, without outs, runners and runs", () => {
  expect(Object.values(firstSituation)).toEqual([1, "top", 0, null, null, null, 0, 0]);
});
