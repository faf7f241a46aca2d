import { describe, expect, test } from "vitest";
import { planSubstitution } from "../../../../src/rules/lineups/substitution.js";
import {
  atBat,
  entryOf,
  lineupAfter,
  momentWhere,
  nine,
  reasonsFor,
  valuesOf,
} from "../../../support/lineup-moments.js";

const inField = momentWhere();
const withHitter = momentWhere({ entries: nine({ designatedHitter: true }) });
const batting = momentWhere({ plays: [atBat] });
/** With player 5 on first base and player 1 due to bat. */
const onBase = momentWhere({ plays: [{ ...atBat, onFirstId: 5, onFirstFinal: 1 }] });

describe("the rules allow", () => {
  test("a new pitcher", () => {
    const changes = [{ replaces: 1, playerId: 50, playerName: "New", position: "P" }] as const;
    expect(reasonsFor(inField, changes)).toEqual([]);
    expect(lineupAfter(inField, changes)).toContain("1 New P");
  });

  test("a pinch hitter for the batter who is due", () => {
    expect(reasonsFor(batting, [{ replaces: 1, playerId: 50, position: "PH" }])).toEqual([]);
  });

  test("a pinch hitter for the first batter before the team has batted", () => {
    const first = momentWhere({ plays: [{ outsBefore: 2, outsRecorded: 1 }] });
    expect(reasonsFor(first, [{ replaces: 1, playerId: 50, position: "PH" }])).toEqual([]);
    expect(reasonsFor(first, [{ replaces: 2, playerId: 50, position: "PH" }])).toHaveLength(1);
  });

  test("a pinch hitter for a batter whose turn the third out ended early", () => {
    const cut = { ...atBat, battingOrder: 4, pa: 0, outsBefore: 2, outsRecorded: 1 };
    const back = momentWhere({ plays: [cut, { inning: 3, half: "top", outsBefore: 2, outsRecorded: 1 }] });
    expect(reasonsFor(back, [{ replaces: 4, playerId: 50, position: "PH" }])).toEqual([]);
  });

  test("a pinch runner for a runner, and another one for that pinch runner", () => {
    expect(reasonsFor(onBase, [{ replaces: 5, playerId: 50, position: "PR" }])).toEqual([]);
    const gone = nine().map((entry) => (entry.id === 5 ? { ...entry, isActive: false } : entry));
    const runner = entryOf(11, { position: "PR", battingOrder: 5, replacingId: 5, afterPlay: 1 });
    const again = momentWhere({
      entries: [...gone, runner],
      plays: [{ ...atBat, onFirstId: 5, onFirstFinal: 1 }],
    });
    expect(reasonsFor(again, [{ replaces: 11, playerId: 50, position: "PR" }])).toEqual([]);
  });

  test("a pinch hitter and a pinch runner at once", () => {
    const changes = [
      { replaces: 5, playerId: 50, position: "PR" },
      { replaces: 1, playerId: 51, position: "PH" },
    ] as const;
    expect(reasonsFor(onBase, changes)).toEqual([]);
  });

  test("a pinch runner for the automatic runner", () => {
    const thirdOut = { inning: 10, half: "top", outsBefore: 2, outsRecorded: 1 } as const;
    const plays = [{ ...atBat, battingOrder: 3 }, thirdOut];
    const extra = momentWhere({ plays, game: { automaticRunnerInning: 10 } });
    expect(reasonsFor(extra, [{ replaces: 3, playerId: 50, position: "PR" }])).toEqual([]);
    expect(reasonsFor(extra, [{ replaces: 4, playerId: 50, position: "PR" }])).toEqual([
      "Player 50 cannot run for Player 4, who is not on base.",
    ]);
    const regular = momentWhere({ plays, game: { automaticRunnerInning: 11 } });
    expect(reasonsFor(regular, [{ replaces: 3, playerId: 50, position: "PR" }])).toHaveLength(1);
    const under = { inning: 10, half: "bottom", battingOrder: 4, pa: 1, onSecondId: 3 } as const;
    const later = momentWhere({ plays: [...plays, under], game: { automaticRunnerInning: 10 } });
    expect(reasonsFor(later, [{ replaces: 3, playerId: 50, position: "PR" }])).toHaveLength(1);
  });

  test("two fielders, and three, to change places", () => {
    const two = [
      { replaces: 4, position: "SS" },
      { replaces: 6, position: "2B" },
    ] as const;
    expect(reasonsFor(inField, two)).toEqual([]);
    expect(lineupAfter(inField, two)).toEqual(
      expect.arrayContaining(["4 Player 4 SS", "6 Player 6 2B", "5 Player 5 3B"]),
    );
    const three = [
      ...two.slice(0, 1),
      { replaces: 6, position: "3B" },
      { replaces: 5, position: "2B" },
    ] as const;
    expect(reasonsFor(inField, three)).toEqual([]);
  });

  test("a double switch, after which the pitcher bats elsewhere", () => {
    const changes = [
      { replaces: 7, playerId: 50, playerName: "Reliever", position: "P" },
      { replaces: 1, playerId: 51, playerName: "Fielder", position: "LF" },
    ] as const;
    expect(reasonsFor(inField, changes)).toEqual([]);
    expect(lineupAfter(inField, changes)).toEqual(
      expect.arrayContaining(["7 Reliever P", "1 Fielder LF", "9 Player 9 RF"]),
    );
  });

  test("a pinch hitter to stay in the game at a position", () => {
    const entries = [
      ...nine().map((entry) => (entry.id === 4 ? { ...entry, isActive: false } : entry)),
      entryOf(11, { position: "PH", battingOrder: 4, replacingId: 4 }),
    ];
    expect(reasonsFor(momentWhere({ entries }), [{ replaces: 11, position: "2B" }])).toEqual([]);
  });

  test("the pinch hitter for the designated hitter to keep his role while the team is in the field", () => {
    const [, ...others] = nine({ designatedHitter: true });
    const entries = [entryOf(11, { position: "PH", battingOrder: 1 }), ...others];
    expect(reasonsFor(momentWhere({ entries }), [{ replaces: 10, playerId: 50, position: "P" }])).toEqual([]);
  });

  test("the designated hitter to take the field, and the pitcher to bat for the one who leaves", () => {
    const changes = [
      { replaces: 1, position: "LF" },
      { replaces: 7, playerId: 110, position: "P" },
    ] as const;
    expect(reasonsFor(withHitter, changes)).toEqual([]);
    expect(lineupAfter(withHitter, changes)).toEqual(
      expect.arrayContaining(["1 Player 1 LF", "7 Player 10 P"]),
    );
    expect(lineupAfter(withHitter, changes)).toHaveLength(9);
  });

  test("the designated hitter to take the field, and a new pitcher to bat while the old one leaves", () => {
    const changes = [
      { replaces: 1, position: "LF" },
      { replaces: 7, playerId: 50, position: "P" },
    ] as const;
    expect(reasonsFor(withHitter, changes, { leaves: [10] })).toEqual([]);
    expect(reasonsFor(withHitter, changes)).toEqual(["Player 10 and Player 50 would both pitch."]);
  });

  test("the pitcher to move to a fielder's place, and a new pitcher to bat for the designated hitter", () => {
    const changes = [
      { replaces: 9, playerId: 110, position: "RF" },
      { replaces: 1, playerId: 50, position: "P" },
    ] as const;
    expect(reasonsFor(withHitter, changes)).toEqual([]);
  });

  test("the pitcher to run for the designated hitter, and to continue pitching", () => {
    const entries = nine({ designatedHitter: true });
    const running = momentWhere({
      entries,
      plays: [{ ...atBat, battingOrder: 1, batterFinal: 1, batterId: 1 }],
    });
    const changes = [{ replaces: 1, playerId: 110, position: "PR" }] as const;
    expect(reasonsFor(running, changes)).toEqual([]);
    expect(lineupAfter(running, changes)).toHaveLength(9);
  });

  describe("for a pitcher who is his own designated hitter", () => {
    const both = nine({ designatedHitter: true }).map((entry) =>
      entry.id === 10 ? { ...entry, playerId: 101, playerName: "Player 1" } : entry,
    );

    test("another pitcher, while he continues to bat", () => {
      const moment = momentWhere({ entries: both });
      const changes = [{ replaces: 10, playerId: 50, playerName: "New", position: "P" }] as const;
      expect(reasonsFor(moment, changes)).toEqual([]);
      expect(lineupAfter(moment, changes)).toEqual(expect.arrayContaining(["1 Player 1 DH", "- New P"]));
    });

    test("another hitter, while he continues to pitch", () => {
      const moment = momentWhere({ entries: both, plays: [atBat] });
      const changes = [{ replaces: 1, playerId: 50, playerName: "New", position: "PH" }] as const;
      expect(reasonsFor(moment, changes)).toEqual([]);
      expect(lineupAfter(moment, changes)).toEqual(expect.arrayContaining(["1 New PH", "- Player 1 P"]));
    });

    test("a place in the field, which ends both of his places", () => {
      const moment = momentWhere({ entries: both });
      const changes = [
        { replaces: 1, position: "RF" },
        { replaces: 9, playerId: 50, position: "P" },
      ] as const;
      expect(reasonsFor(moment, changes)).toEqual([]);
      expect(lineupAfter(moment, changes)).toHaveLength(9);
    });
  });

  test("a player to come back, if the league allows it", () => {
    const gone = entryOf(11, { isActive: false, leftAfterPlay: 0 });
    const moment = momentWhere({ entries: [...nine(), gone] });
    const changes = [{ replaces: 9, playerId: 111, position: "RF" }] as const;
    expect(reasonsFor(moment, changes, { allowReentry: true })).toEqual([]);
    expect(lineupAfter(moment, changes)).toContain("9 Player 11 RF");
    expect(reasonsFor(moment, changes)).toEqual(["Player 11 has left the game and cannot come back."]);
  });
});

describe("the new entry", () => {
  test("reports whom it replaces, in which inning, and after which play", () => {
    const values = valuesOf([{ replaces: 1, playerId: 50, position: "PH" }]);
    const [entrance] = planSubstitution(batting, values).entrances;
    expect(entrance?.entry).toMatchObject({
      ...{ replacingId: 1, enteredInning: 2, afterPlay: 1, battingOrder: 1, leftAfterPlay: null },
      ...{ isStarter: false, isActive: true, teamId: 1, playerName: null },
    });
  });

  test("is of the next inning after a third out", () => {
    const moment = momentWhere({ plays: [{ ...atBat, outsBefore: 2, outsRecorded: 1 }] });
    const values = valuesOf([{ replaces: 1, playerId: 50, position: "P" }]);
    expect(planSubstitution(moment, values).entrances[0]?.entry.enteredInning).toBe(3);
  });

  test("keeps the name and the fatigue of a player who was already in the lineup", () => {
    const entries = nine().map((entry) => ({ ...entry, isFatigued: entry.id === 4 }));
    const values = valuesOf([
      { replaces: 4, position: "SS" },
      { replaces: 6, playerId: 106, playerName: "New name", position: "2B" },
    ]);
    const plan = planSubstitution(momentWhere({ entries }), values);
    expect(plan.entrances.map(({ entry }) => [entry.playerName, entry.isFatigued])).toEqual([
      ["Player 4", true],
      ["New name", false],
    ]);
  });
});
