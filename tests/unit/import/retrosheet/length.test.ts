import { describe, expect, it } from "vitest";
import { toGameFile } from "../../../support/chadwick/index.js";
import { type Cells, eventRow, gameRow, gameRows, idOf } from "./rows.js";

interface Played {
  readonly date?: string;
  /** 0 for a single game, 1 and 2 for those of a doubleheader. */
  readonly count?: number;
  /** Innings that began, top and bottom, without anybody on second base. */
  readonly innings: readonly number[];
  /** Innings that began with a runner there. */
  readonly withRunner?: readonly number[];
}

/** How long a game was, by its date and by how its innings began; one batter bats in each half. */
function lengthOf({ date = "20200801", count = 0, innings, withRunner = [] }: Played) {
  const halves = [...innings, ...withRunner].flatMap((inning) => [
    { inning, BAT_HOME_ID: 0, runner: withRunner.includes(inning) ? idOf("away", 9) : "" },
    { inning, BAT_HOME_ID: 1, runner: withRunner.includes(inning) ? idOf("home", 9) : "" },
  ]);
  const events = halves.map(({ inning, BAT_HOME_ID, runner }, index) =>
    eventRow(index + 1, { INN_CT: inning, BAT_HOME_ID, BASE2_RUN_ID: runner }),
  );
  const cells: Cells = { GAME_DT: date, GAME_CT: count };
  const { game } = toGameFile(gameRows({ game: gameRow({ cells }), events }));
  return { innings: game.scheduledInnings, runner: game.automaticRunnerInning };
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe("a converted game", () => {
  it.each<[string, Played, { innings: number; runner: number | null }]>([
    [
      "of a season before 2020 has nine innings",
      { date: "20191001", innings: upTo(9) },
      { innings: 9, runner: null },
    ],
    ["of 2020 would have a runner in the tenth", { innings: upTo(9) }, { innings: 9, runner: 10 }],
    [
      "of a postseason has no such runner",
      { date: "20201001", innings: upTo(9) },
      { innings: 9, runner: null },
    ],
    ["of a season to come has one", { date: "20300701", innings: upTo(9) }, { innings: 9, runner: 10 }],
    ["of an October to come has none", { date: "20301001", innings: upTo(9) }, { innings: 9, runner: null }],
    [
      "of the last day that is known has one",
      { date: "20250928", innings: upTo(9) },
      { innings: 9, runner: 10 },
    ],
    ["whose tenth began without one has none", { innings: upTo(10) }, { innings: 9, runner: null }],
    [
      "whose tenth began with one has him",
      { date: "20191001", innings: upTo(9), withRunner: [10, 11] },
      { innings: 9, runner: 10 },
    ],
    ["of a doubleheader has seven innings", { count: 1, innings: upTo(7) }, { innings: 7, runner: 8 }],
    [
      "of a doubleheader had nine before August 2020",
      { date: "20200731", count: 2, innings: upTo(9) },
      { innings: 9, runner: 10 },
    ],
    [
      "of a doubleheader had seven to the end of 2021",
      { date: "20211003", count: 2, innings: upTo(7) },
      { innings: 7, runner: 8 },
    ],
    [
      "of a doubleheader has nine again since",
      { date: "20220501", count: 2, innings: upTo(9) },
      { innings: 9, runner: 10 },
    ],
    [
      "of a doubleheader whose eighth began without a runner had nine",
      { count: 1, innings: upTo(9) },
      { innings: 9, runner: 10 },
    ],
    [
      "whose eighth began with a runner had seven, whatever it was called",
      { innings: upTo(7), withRunner: [8] },
      { innings: 7, runner: 8 },
    ],
  ])("%s", (_, played, expected) => {
    expect(lengthOf(played)).toEqual(expected);
  });

  it("takes no steal of second base for such a runner", () => {
    const events = [
      ...upTo(9).map((inning, index) => eventRow(index + 1, { INN_CT: inning })),
      eventRow(10, { INN_CT: 10, BASE1_RUN_ID: idOf("away", 9) }),
      eventRow(11, { INN_CT: 10, BASE2_RUN_ID: idOf("away", 9) }),
    ];
    const game = gameRow({ cells: { GAME_DT: "20190701", GAME_CT: 0 } });
    expect(toGameFile(gameRows({ game, events })).game.automaticRunnerInning).toBeNull();
  });
});
