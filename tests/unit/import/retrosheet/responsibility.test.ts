import { describe, expect, it } from "vitest";
import { playOf } from "./converted-play.js";
import { type Cells, type Change, idOf } from "./rows.js";

/** The home team's pitcher, who is Home Ten, is relieved by Home Eleven before the play. */
const reliever: Change = { after: 1, team: "home", comes: 11, slot: 0, position: 1, goes: 10 };
const relieved: Cells = { PIT_ID: idOf("home", 11) };
const starter = idOf("home", 10);
const walk: Cells = { EVENT_CD: 14, AB_FL: "F", BAT_DEST_ID: 1, EVENT_OUTS_CT: 0 };

/** Who answers for a play, by name. */
function answering(cells: Cells, changes: readonly Change[] = []) {
  const play = playOf(cells, changes);
  const { nameOf } = play;
  return {
    batter: nameOf(play.responsibleBatterId),
    pitcher: nameOf(play.responsiblePitcherId),
    charged: [play.onFirstPitcherId, play.onSecondPitcherId, play.onThirdPitcherId].map(nameOf),
  };
}

describe("whoever answers for a play", () => {
  it("is not named where it is the batter and the pitcher", () => {
    expect(answering({})).toEqual({ batter: null, pitcher: null, charged: [null, null, null] });
  });

  it("is the batter who was replaced with two strikes, for the strikeout of the one who came in for him", () => {
    const pinchHitter: Change = { after: 1, team: "away", comes: 11, slot: 1, position: 11, goes: 1 };
    const cells = { BAT_ID: idOf("away", 11), RESP_BAT_ID: idOf("away", 1) };
    expect(answering(cells, [pinchHitter])).toMatchObject({ batter: "Away One", pitcher: null });
    const play = playOf(cells, [pinchHitter]);
    expect(play.nameOf(play.batterId)).toBe("Away 11");
  });

  it("is the pitcher who was relieved with the count against him, for the walk", () => {
    const cells = { ...walk, ...relieved, RESP_PIT_ID: starter };
    expect(answering(cells, [reliever])).toMatchObject({ batter: null, pitcher: "Home Ten" });
  });

  it("is for each runner the pitcher who let him on base", () => {
    const cells = {
      ...relieved,
      BAT_ID: idOf("away", 4),
      BAT_LINEUP_ID: 4,
      BASE1_RUN_ID: idOf("away", 3),
      BASE3_RUN_ID: idOf("away", 2),
      RUN3_RESP_PIT_ID: starter,
      RUN1_DEST_ID: 1,
      RUN3_DEST_ID: 3,
    };
    expect(answering(cells, [reliever]).charged).toEqual(["Home 11", null, "Home Ten"]);
  });

  it("is the half-inning's first pitcher for a runner whom the rules of extra innings put on second", () => {
    const cells = {
      ...{ INN_CT: 10, BAT_ID: idOf("away", 2), BAT_LINEUP_ID: 2, RUN2_DEST_ID: 2 },
      ...{ BASE2_RUN_ID: idOf("away", 1), RUN2_AUTO_FL: "T" },
    };
    expect(answering(cells).charged).toEqual([null, "Home Ten", null]);
  });
});

describe("somebody who cannot answer for a play is refused, by file, line and field", () => {
  it.each<[string, Cells]>([
    ["RESP_BAT_ID is home0001", { RESP_BAT_ID: idOf("home", 1) }],
    ["RESP_BAT_ID is away0010", { RESP_BAT_ID: idOf("away", 10) }],
    ["RESP_PIT_ID is home0002", { RESP_PIT_ID: idOf("home", 2) }],
    ["RESP_PIT_ID is home0011", { RESP_PIT_ID: idOf("home", 11) }],
    [
      "RUN1_RESP_PIT_ID is away0010",
      { ...walk, BAT_ID: idOf("away", 2), BAT_LINEUP_ID: 2, BASE1_RUN_ID: idOf("away", 1), RUN1_DEST_ID: 2 },
    ],
  ])("%s", (message, cells) => {
    const given = message.startsWith("RUN1") ? { ...cells, RUN1_RESP_PIT_ID: idOf("away", 10) } : cells;
    expect(() => playOf(given)).toThrow(
      `Line 3 of cwevent.csv (game HOM202007240) is not valid: ${message}, who has not been in the game in this role`,
    );
  });
});
