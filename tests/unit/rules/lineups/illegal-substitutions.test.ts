import { describe, expect, test } from "vitest";
import type { Substitution } from "../../../../src/rules/lineups/substitution.js";
import { atBat, entryOf, momentWhere, nine, reasonsFor } from "../../../support/lineup-moments.js";

type Changes = Substitution["changes"];
const inField = momentWhere();
const withHitter = momentWhere({ entries: nine({ designatedHitter: true }) });
/** With player 5 on first base and player 1 due to bat. */
const onBase = momentWhere({ plays: [{ ...atBat, onFirstId: 5, onFirstFinal: 1 }] });
const batting = momentWhere({ entries: nine({ designatedHitter: true }), plays: [atBat] });

const cases: readonly [what: string, moment: typeof inField, changes: Changes, reasons: string[]][] = [
  [
    "an entry that the team does not have",
    inField,
    [{ replaces: 77, playerId: 50, position: "P" }],
    ["This team's lineup has no entry 77."],
  ],
  [
    "two players for one",
    inField,
    [
      { replaces: 4, playerId: 50, position: "2B" },
      { replaces: 4, playerId: 51, position: "2B" },
    ],
    [
      "Player 4 can leave the game only once, and only one player can take his place.",
      "Player 50 and Player 51 would both play second base.",
    ],
  ],
  [
    "one player at two places",
    inField,
    [
      { replaces: 4, playerId: 50, position: "2B" },
      { replaces: 6, playerId: 50, position: "SS" },
    ],
    ["Player 50 would be in the game twice."],
  ],
  [
    "one who bats, for another",
    inField,
    [{ replaces: 4, playerId: 106, position: "2B" }],
    ["Player 6 bats sixth and cannot bat fourth.", "Nobody would bat sixth.", "Nobody would play shortstop."],
  ],
  [
    "a fielder for a pitcher who does not bat",
    withHitter,
    [{ replaces: 10, playerId: 106, position: "P" }],
    [
      "Player 6 bats sixth and cannot come in for Player 10, who does not bat.",
      "Nobody would bat sixth.",
      "Nobody would play shortstop.",
    ],
  ],
  ["one for himself", inField, [{ replaces: 4, position: "2B" }], ["Player 4 cannot come in for himself."]],
  [
    "one to bat for himself",
    onBase,
    [{ replaces: 1, position: "PH" }],
    ["Player 1 cannot come in for himself."],
  ],
  [
    "a fielder who moves to where another stands",
    inField,
    [{ replaces: 4, position: "SS" }],
    ["Player 6 and Player 4 would both play shortstop.", "Nobody would play second base."],
  ],
  [
    "three who stand together",
    inField,
    [
      { replaces: 2, position: "CF" },
      { replaces: 3, position: "CF" },
    ],
    [
      "Player 8, Player 2 and Player 3 would all play center field.",
      "Nobody would catch.",
      "Nobody would play first base.",
    ],
  ],
  [
    "a team without a pitcher",
    inField,
    [{ replaces: 1, playerId: 50, position: "LF" }],
    ["Player 7 and Player 50 would both play left field.", "Nobody would pitch."],
  ],
  [
    "a pinch hitter for one who is not due",
    onBase,
    [{ replaces: 2, playerId: 50, playerName: "Ott", position: "PH" }],
    ["Ott cannot bat for Player 2: Player 1 is due to bat."],
  ],
  [
    "a pinch hitter while the other team bats",
    inField,
    [{ replaces: 1, playerId: 50, position: "PH" }],
    ["Player 50 cannot bat for Player 1: the team is in the field.", "Nobody would pitch."],
  ],
  [
    "a pinch runner for one who is not on base",
    onBase,
    [{ replaces: 6, playerId: 50, position: "PR" }],
    ["Player 50 cannot run for Player 6, who is not on base."],
  ],
  [
    "a pinch runner while the other team bats",
    inField,
    [{ replaces: 6, playerId: 50, position: "PR" }],
    ["Player 50 cannot run for Player 6, who is not on base.", "Nobody would play shortstop."],
  ],
  [
    "a designated hitter where the pitcher bats",
    onBase,
    [{ replaces: 6, playerId: 50, position: "DH" }],
    ["Player 50 cannot be the designated hitter: the pitcher bats for himself."],
  ],
  [
    "the pitcher who goes to right field, while the new pitcher does not bat",
    withHitter,
    [
      { replaces: 9, playerId: 110, position: "RF" },
      { replaces: 10, playerId: 50, position: "P" },
    ],
    ["Player 10 cannot play right field after pitching: the new pitcher would have to bat."],
  ],
  [
    "a fielder and the designated hitter who change places",
    withHitter,
    [
      { replaces: 1, position: "LF" },
      { replaces: 7, position: "DH" },
    ],
    [
      "Player 1 cannot play left field in the designated hitter's place: the pitcher would have to bat.",
      "Player 7 cannot become the designated hitter, who bats first.",
    ],
  ],
  [
    "a fielder who becomes the designated hitter, and a new fielder in his place",
    withHitter,
    [
      { replaces: 9, position: "DH" },
      { replaces: 1, playerId: 50, position: "RF" },
    ],
    [
      "Player 9 cannot become the designated hitter, who bats first.",
      "Player 50 cannot play right field in the designated hitter's place: the pitcher would have to bat.",
    ],
  ],
  [
    "the designated hitter's pinch hitter in the field",
    momentWhere({
      entries: [
        ...nine({ designatedHitter: true }).map((entry) =>
          entry.id === 1 ? { ...entry, isActive: false } : entry,
        ),
        entryOf(11, { battingOrder: 1, replacingId: 1, isStarter: false }),
      ],
    }),
    [
      { replaces: 11, position: "LF" },
      { replaces: 7, playerId: 50, position: "DH" },
    ],
    [
      "Player 11 cannot play left field in the designated hitter's place: the pitcher would have to bat.",
      "Player 50 cannot become the designated hitter, who bats first.",
    ],
  ],
  [
    "a second designated hitter",
    batting,
    [{ replaces: 6, playerId: 50, position: "DH" }],
    ["Player 1 and Player 50 would both be the designated hitter."],
  ],
  [
    "a fielder who does not bat",
    withHitter,
    [{ replaces: 10, playerId: 50, position: "LF" }],
    [
      "Player 7 and Player 50 would both play left field.",
      "Player 50 has no place in the batting order; only a pitcher may be without one.",
      "Nobody would pitch.",
    ],
  ],
  [
    "a pitcher who bats for another than the designated hitter",
    momentWhere({ entries: nine({ designatedHitter: true }), plays: [{ ...atBat, battingOrder: 5 }] }),
    [{ replaces: 6, playerId: 110, position: "PH" }],
    ["Player 1 cannot be the designated hitter: the pitcher bats for himself."],
  ],
  [
    "a card in a game of players",
    inField,
    [{ replaces: 1, cardId: 50, position: "P" }],
    ["This is a game of the SBA league, whose teams are made of players, not cards."],
  ],
  [
    "a player in a game of cards",
    momentWhere({ game: { leagueId: "pd" } }),
    [{ replaces: 1, playerId: 50, position: "P" }],
    ["This is a game of the PD league, whose teams are made of cards, not players."],
  ],
  [
    "anybody when the game is over",
    momentWhere({ game: { status: "completed" } }),
    [{ replaces: 1, playerId: 50, position: "P" }],
    ["The game is over: it is completed."],
  ],
];

describe("the rules refuse", () => {
  test.each(cases)("%s", (_, moment, changes, reasons) => {
    expect(reasonsFor(moment, changes)).toEqual(reasons);
  });

  test("a substitution that came second, with the one that came first", () => {
    const entries = [
      ...nine().map((entry) => (entry.id === 1 ? { ...entry, isActive: false } : entry)),
      entryOf(11, { position: "P", battingOrder: 1, replacingId: 1, playerName: "First" }),
    ];
    const moment = momentWhere({ entries });
    expect(reasonsFor(moment, [{ replaces: 1, playerId: 50, position: "P" }])).toEqual([
      "Player 1 has left the game already: First came in for him.",
    ]);
  });

  test("a substitute for a fielder who has moved", () => {
    const entries = [
      ...nine().map((entry) => (entry.id === 4 ? { ...entry, isActive: false } : entry)),
      entryOf(11, { position: "1B", battingOrder: 4, replacingId: 4, playerId: 104, playerName: "Player 4" }),
    ];
    const changes = [{ replaces: 4, playerId: 50, position: "2B" }] as const;
    expect(reasonsFor(momentWhere({ entries }), changes)).toContain(
      "Player 4 is no longer at 2B, but at 1B.",
    );
  });

  test("a substitute for a player who left without a successor", () => {
    const entries = [...nine(), entryOf(10, { isActive: false, position: "P" })];
    expect(reasonsFor(momentWhere({ entries }), [{ replaces: 10, playerId: 50, position: "P" }])).toEqual([
      "Player 10 has left the game already.",
    ]);
  });

  test("a batter in `leaves`, and a player who is replaced and in `leaves`", () => {
    const changes = [{ replaces: 4, playerId: 50, position: "2B" }] as const;
    expect(reasonsFor(inField, changes, { leaves: [5] })).toEqual([
      "Nobody would bat fifth.",
      "Nobody would play third base.",
    ]);
    expect(reasonsFor(inField, changes, { leaves: [4] })).toEqual([
      "Player 4 can leave the game only once, and only one player can take his place.",
    ]);
  });

  test("a pitcher who leaves without a successor while his team bats", () => {
    const changes = [{ replaces: 1, playerId: 50, position: "PH" }] as const;
    expect(reasonsFor(batting, changes, { leaves: [10] })).toEqual(["Nobody would pitch."]);
  });

  test("a fielding side with empty positions", () => {
    const entries = [
      ...nine().map((entry) => (entry.id === 2 ? { ...entry, isActive: false } : entry)),
      entryOf(11, { position: "PH", battingOrder: 2, replacingId: 2 }),
    ];
    expect(reasonsFor(momentWhere({ entries }), [{ replaces: 1, playerId: 50, position: "P" }])).toEqual([
      "Nobody would catch.",
    ]);
  });

  test("with all reasons at once, each of them once", () => {
    const gone = entryOf(11, { isActive: false });
    const changes = [
      { replaces: 4, playerId: 111, position: "PH" },
      { replaces: 5, playerId: 111, position: "PH" },
    ] as const;
    expect(reasonsFor(momentWhere({ entries: [...nine(), gone] }), changes)).toEqual([
      "Player 11 has left the game and cannot come back.",
      "Player 11 would be in the game twice.",
      "Player 11 cannot bat for Player 4: the team is in the field.",
      "Player 11 cannot bat for Player 5: the team is in the field.",
      "Nobody would play second base.",
      "Nobody would play third base.",
    ]);
  });
});
