import { describe, expect, test } from "vitest";
import { leftAfter, lineupAt } from "../../../../src/rules/lineups/timeline.js";
import { entryOf } from "../../../support/lineup-moments.js";

const idsAt = (entries: Parameters<typeof lineupAt>[0], playNumber: number) =>
  lineupAt(entries, playNumber).map(({ id }) => id);

describe("the lineup when a play began", () => {
  const starter = entryOf(1, { isActive: false, leftAfterPlay: 7 });
  const second = entryOf(2, { isActive: false, replacingId: 1, afterPlay: 7, leftAfterPlay: 7 });
  const third = entryOf(3, { replacingId: 2, afterPlay: 7 });
  const entries = [starter, second, third];

  test("has the players who came in before the play and had not left", () => {
    expect([1, 7, 8, 99].map((play) => idsAt(entries, play))).toEqual([[1], [1], [3], [3]]);
  });

  test("has nobody who came in and left between two plays", () => {
    expect([7, 8].flatMap((play) => idsAt(entries, play))).not.toContain(2);
  });
});

describe("if it was not recorded when a player left", () => {
  const gone = entryOf(1, { isActive: false, position: "LF", battingOrder: 7 });

  test.each([
    ["it was when another came in for him", { replacingId: 1, position: "SS", battingOrder: 3 }],
    ["it was when another took his position", { position: "LF", battingOrder: 3 }],
    ["it was when another took his batting slot", { position: "SS", battingOrder: 7 }],
  ] as const)("%s", (_, other) => {
    const entries = [gone, entryOf(2, { ...other, afterPlay: 20 }), entryOf(3, { ...other, afterPlay: 12 })];
    expect(leftAfter(gone, entries)).toBe(12);
    expect([idsAt(entries, 12), idsAt(entries, 13)]).toEqual([[1], [3]]);
  });

  test.each([
    ["of the other team", { teamId: 2, position: "LF", battingOrder: 7 }],
    ["who was there before him", { id: 0, position: "LF", battingOrder: 7 }],
    ["with another slot and position", { position: "SS", battingOrder: 3 }],
  ] as const)("it does not follow from an entry %s", (_, other) => {
    expect(leftAfter(gone, [gone, entryOf(2, { ...other, afterPlay: 12 })])).toBeNull();
  });

  test("it does not follow from another pinch hitter, or another player who does not bat", () => {
    const hitter = entryOf(1, { isActive: false, position: "PH" });
    expect(leftAfter(hitter, [hitter, entryOf(2, { position: "PH", afterPlay: 12 })])).toBeNull();
  });

  test("a recorded play counts more", () => {
    const noted = { ...gone, leftAfterPlay: 9 };
    expect(leftAfter(noted, [noted, entryOf(2, { replacingId: 1, afterPlay: 12 })])).toBe(9);
  });
});
