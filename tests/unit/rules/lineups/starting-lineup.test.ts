import { describe, expect, test } from "vitest";
import { startingLineupInput } from "../../../../src/models/lineup-inputs.js";
import {
  reasonsAgainstStart,
  type StartingLineupValues,
  startersOf,
} from "../../../../src/rules/lineups/starting-lineup.js";
import type { NewEntry } from "../../../../src/rules/lineups/team-lineup.js";
import { atBat, momentWhere, nine, teamId } from "../../../support/lineup-moments.js";
import { sampleGameId } from "../../../support/sample-inputs.js";

const before = momentWhere({ entries: [] });

/** The nine or ten players, some of them changed or removed (null), by their numbers. */
function lineup(
  changes: Record<number, Partial<NewEntry> | null> = {},
  designatedHitter = false,
): NewEntry[] {
  return nine({ designatedHitter }).flatMap(({ id, ...entry }) => {
    const change = changes[id];
    return change === null ? [] : [{ ...entry, ...change }];
  });
}

const reasons = (...given: Parameters<typeof lineup>) => reasonsAgainstStart(before, lineup(...given));

describe("a game can begin with", () => {
  test("nine players, including a pitcher who bats", () => {
    expect(reasons()).toEqual([]);
  });

  test("ten players, one of whom bats for the pitcher", () => {
    expect(reasons({}, true)).toEqual([]);
  });

  test("nine players with a pitcher who is his own designated hitter", () => {
    expect(reasons({ 10: { playerId: 101, playerName: "Player 1" } }, true)).toEqual([]);
  });

  test("cards, in the PD league", () => {
    const cards = lineup().map((entry) => ({ ...entry, cardId: entry.playerId, playerId: null }));
    expect(reasonsAgainstStart(momentWhere({ entries: [], game: { leagueId: "pd" } }), cards)).toEqual([]);
  });
});

describe("a game cannot begin with", () => {
  test.each<[string, string[], ...Parameters<typeof lineup>]>([
    ["eight players", ["Nobody would bat fourth.", "Nobody would play second base."], { 4: null }],
    [
      "two in one batting slot",
      ["Player 4 and Player 5 would both bat fifth.", "Nobody would bat fourth."],
      { 4: { battingOrder: 5 } },
    ],
    [
      "two at one position",
      ["Player 4 and Player 5 would both play third base.", "Nobody would play second base."],
      { 4: { position: "3B" } },
    ],
    [
      "one player at two places",
      ["Player 4 would be in the lineup twice."],
      { 5: { playerId: 104, playerName: "Player 4" } },
    ],
    [
      "a fielder who is his own designated hitter",
      ["Player 4 would be in the lineup twice."],
      { 1: { playerId: 104, playerName: "Player 4" } },
      true,
    ],
    [
      "a pitcher and designated hitter who has a third place",
      ["Player 1 would be in the lineup twice."],
      { 10: { playerId: 101, playerName: "Player 1" }, 5: { playerId: 101, playerName: "Player 1" } },
      true,
    ],
    [
      "a pitcher who does not bat, and nobody who bats for him",
      ["Nobody would bat first.", "Player 1 must bat: nobody is the designated hitter."],
      { 1: { battingOrder: null } },
    ],
    [
      "a designated hitter although the pitcher bats",
      [
        "Nobody would play right field.",
        "Player 9 cannot be the designated hitter: the pitcher bats for himself.",
      ],
      { 9: { position: "DH" } },
    ],
    [
      "a fielder who does not bat",
      [
        "Nobody would bat fourth.",
        "Player 4 has no place in the batting order; only a pitcher may be without one.",
      ],
      { 4: { battingOrder: null } },
    ],
    [
      "a pinch hitter",
      ["Player 4 cannot start as PH.", "Nobody would play second base."],
      { 4: { position: "PH" } },
    ],
    [
      "a card among players",
      ["This is a game of the SBA league, whose teams are made of players, not cards."],
      { 4: { cardId: 4, playerId: null } },
    ],
  ])("%s", (_, expected, ...given) => {
    expect(reasons(...given)).toEqual(expected);
  });

  test("any lineup if the team has one already, or the game has begun or is over", () => {
    const late = momentWhere({ plays: [atBat], game: { status: "abandoned" } });
    expect(reasonsAgainstStart(late, lineup())).toEqual([
      "The game is over: it is abandoned.",
      "The game has begun; change its lineups with substitutions.",
      "This team has a lineup already.",
    ]);
  });

  test("all problems are reported at once", () => {
    expect(reasons({ 2: null, 4: { battingOrder: 5 }, 7: { position: "CF" } })).toEqual([
      "Player 4 and Player 5 would both bat fifth.",
      "Nobody would bat second.",
      "Nobody would bat fourth.",
      "Player 7 and Player 8 would both play center field.",
      "Nobody would catch.",
      "Nobody would play left field.",
    ]);
  });

  test("a player or card without a name is called by its number", () => {
    expect(reasons({ 4: { position: "PR", playerName: null } })[0]).toBe("Player 104 cannot start as PR.");
    const card = { position: "PR", playerName: null, cardId: 7, playerId: null } as const;
    expect(reasons({ 4: card })).toContain("Card 7 cannot start as PR.");
  });
});

test("starters are entries of the first inning, before the first play, in the order in which they were given", () => {
  const players = [
    { playerId: 5, position: "SS", battingOrder: 2 },
    { playerId: 7, playerName: "Ott", position: "P" },
  ];
  const values = startingLineupInput().parse({ gameId: sampleGameId, teamId, players });
  const shared = {
    ...{ teamId, cardId: null, isStarter: true, isActive: true, isFatigued: false },
    ...{ enteredInning: 1, replacingId: null, afterPlay: 0, leftAfterPlay: null, decision: null },
  };
  expect(startersOf(values as StartingLineupValues)).toEqual([
    { ...shared, playerId: 5, playerName: null, position: "SS", battingOrder: 2 },
    { ...shared, playerId: 7, playerName: "Ott", position: "P", battingOrder: null },
  ]);
});
