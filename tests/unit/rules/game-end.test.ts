import { describe, expect, it } from "vitest";
import type { Play } from "../../../src/index.js";
import { playInput } from "../../../src/models/plays-table.js";
import { countsAsCalled, endsGame } from "../../../src/rules/game-end.js";
import { samplePlay } from "../../support/sample-inputs.js";

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
    ["after four innings", { inning: 4, half: "bottom", homeScore: 1, ...thirdOut }, false],
  ])("%s", (_, fields, counts) => {
    expect(countsAsCalled(play(fields), 9)).toBe(counts);
  });

  it("of three scheduled innings after three", () => {
    expect(countsAsCalled(play({ inning: 3, half: "bottom", ...thirdOut }), 3)).toBe(true);
  });
});
