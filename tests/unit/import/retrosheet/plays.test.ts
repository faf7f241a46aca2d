import { expect, it } from "vitest";
import { toGameFile } from "../../../support/chadwick/index.js";
import { playOf } from "./converted-play.js";
import { eventRow, gameRows, idOf } from "./rows.js";

const notBatting = {
  BAT_EVENT_FL: "F",
  AB_FL: "F",
  EVENT_OUTS_CT: 0,
  BAT_ID: idOf("away", 2),
  BAT_LINEUP_ID: 2,
};

it("counts a steal for the runner, and leaves the batter where he is", () => {
  const play = playOf({
    ...notBatting,
    EVENT_TX: "SB2",
    EVENT_CD: 4,
    BASE1_RUN_ID: idOf("away", 1),
    RUN1_DEST_ID: 2,
    RUN1_SB_FL: "T",
  });
  expect(play).toMatchObject({ pa: 0, sb: 1, cs: 0, outsRecorded: 0, batterFinal: null, onFirstFinal: 2 });
  expect(play.nameOf(play.runnerId)).toBe("Away One");
  expect(play.hitType).toBe("stolen base");
  expect(play.resultDescription).toBe("Away One steals second.");
});

it("counts both runners of a double steal, and names the one from first", () => {
  const play = playOf({
    ...notBatting,
    EVENT_CD: 4,
    BASE1_RUN_ID: idOf("away", 1),
    RUN1_DEST_ID: 2,
    RUN1_SB_FL: "T",
    BASE3_RUN_ID: idOf("away", 9),
    RUN3_DEST_ID: 4,
    RUN3_SB_FL: "T",
  });
  expect(play).toMatchObject({ sb: 2, onFirstFinal: 2, onThirdFinal: 4, earnedRuns: 1 });
  expect(play.nameOf(play.runnerId)).toBe("Away One");
  expect(play.resultDescription).toBe("Away Nine steals home; Away One steals second.");
});

it("counts a pickoff that is also a caught stealing as both", () => {
  const play = playOf({
    ...notBatting,
    EVENT_CD: 8,
    EVENT_OUTS_CT: 1,
    BASE1_RUN_ID: idOf("away", 1),
    RUN1_CS_FL: "T",
    RUN1_PK_FL: "T",
  });
  expect(play).toMatchObject({ cs: 1, pickOff: 1, onFirstFinal: null, outsRecorded: 1 });
  expect(play.resultDescription).toBe("Away One is picked off and caught stealing second.");
});

it("has the automatic runner on second, and his run unearned", () => {
  const play = playOf({
    INN_CT: 10,
    INN_NEW_FL: "T",
    BAT_ID: idOf("away", 2),
    BAT_LINEUP_ID: 2,
    BASE2_RUN_ID: idOf("away", 1),
    RUN2_AUTO_FL: "T",
    RUN2_DEST_ID: 5,
    EVENT_TX: "S8/L8.2-H(UR)",
    EVENT_CD: 20,
    H_CD: 1,
    EVENT_OUTS_CT: 0,
    RBI_CT: 1,
    FLD_CD: 8,
    BAT_DEST_ID: 1,
  });
  expect(play.nameOf(play.onSecondId)).toBe("Away One");
  expect(play).toMatchObject({ onSecondFinal: 4, batterFinal: 1, hit: 1, rbi: 1, earnedRuns: 0 });
  expect(play).toMatchObject({ inning: 10, isNewInning: true, isTied: true, isGoAhead: true });
  expect(play.nameOf(play.defenderId)).toBe("Home Seven");
  expect(play.resultDescription).toBe("Away Two singles to center field; Away One scores.");
});

it("calls a run go-ahead only where the batting team was not ahead before", () => {
  const homer = { EVENT_CD: 23, H_CD: 4, BAT_DEST_ID: 4, RBI_CT: 1, EVENT_OUTS_CT: 0 };
  expect(playOf({ ...homer, AWAY_SCORE_CT: 3, HOME_SCORE_CT: 3 }).isGoAhead).toBe(true);
  expect(playOf({ ...homer, AWAY_SCORE_CT: 4, HOME_SCORE_CT: 3 }).isGoAhead).toBe(false);
  expect(playOf({ ...homer, AWAY_SCORE_CT: 2, HOME_SCORE_CT: 3 }).isGoAhead).toBe(false);
});

it("moves on the runner from first when the third out is a force at third base", () => {
  const play = playOf({
    OUTS_CT: 2,
    BAT_ID: idOf("away", 3),
    BAT_LINEUP_ID: 3,
    EVENT_TX: "5(2)/FO/G5.B-1",
    EVENT_CD: 2,
    BATTEDBALL_CD: "G",
    FLD_CD: 5,
    BAT_DEST_ID: 1,
    BASE1_RUN_ID: idOf("away", 2),
    RUN1_DEST_ID: 1,
    BASE2_RUN_ID: idOf("away", 1),
  });
  expect(play).toMatchObject({ batterFinal: 1, onFirstFinal: 2, onSecondFinal: null, outsRecorded: 1 });
  expect(play.resultDescription).toBe("Away Three grounds into a force out.");
});

it("counts a double play as grounded into only where the scorer did", () => {
  const doublePlay = {
    BATTEDBALL_CD: "G",
    EVENT_CD: 2,
    DP_FL: "T",
    EVENT_OUTS_CT: 2,
    FLD_CD: 6,
    BAT_ID: idOf("away", 2),
    BASE1_RUN_ID: idOf("away", 1),
  };
  expect(playOf({ ...doublePlay, EVENT_TX: "64(1)3/GDP/G6" }).gidp).toBe(1);
  expect(playOf({ ...doublePlay, EVENT_TX: "13/G6MS/DP.1X3(36)" }).gidp).toBe(0);
});

it("names the fielder of an error where nobody fielded the ball before", () => {
  const play = playOf({ ...notBatting, EVENT_CD: 13, EVENT_TX: "FLE3", ERR_CT: 1, ERR1_FLD_CD: 3 });
  expect(play.nameOf(play.defenderId)).toBe("Home Two");
  expect(play).toMatchObject({ error: 1, hitType: "foul error" });
  expect(play.resultDescription).toBe("Home Two makes an error on a foul ball.");
});

const reaches = { AB_FL: "F", BAT_DEST_ID: 1, EVENT_OUTS_CT: 0 };

it.each([
  ["Away One walks.", { ...reaches, EVENT_CD: 14 }, { bb: 1, ibb: 0 }],
  ["Away One is walked intentionally.", { ...reaches, EVENT_CD: 15 }, { bb: 1, ibb: 1 }],
  ["Away One is hit by a pitch.", { ...reaches, EVENT_CD: 16 }, { hbp: 1, bb: 0 }],
  ["Away One reaches on interference.", { ...reaches, EVENT_CD: 17 }, { ab: 0, pa: 1 }],
  [
    "Away One strikes out but reaches base.",
    { ...reaches, AB_FL: "T", EVENT_CD: 3, WP_FL: "T" },
    { so: 1, wildPitch: 1, batterFinal: 1 },
  ],
  [
    "Away One reaches on an error by the shortstop.",
    { ...reaches, AB_FL: "T", EVENT_CD: 18, ERR_CT: 1, ERR1_FLD_CD: 6, FLD_CD: 6 },
    { error: 1, hit: 0 },
  ],
  [
    "Away One flies out to right field.",
    { EVENT_CD: 2, BATTEDBALL_CD: "F", FLD_CD: 9 },
    { so: 0, hit: 0, outsRecorded: 1 },
  ],
])("counts and describes: %s", (sentence, cells, counts) => {
  const play = playOf(cells);
  expect(play).toMatchObject(counts);
  expect(play.resultDescription).toBe(sentence);
});

it("refuses a field that is not what it should be, naming file, line, game and field", () => {
  expect(() => playOf({ RBI_CT: "many" })).toThrow(
    'Line 3 of cwevent.csv (game HOM202007240) is not valid: RBI_CT must be a whole number, not "many".',
  );
  expect(() => playOf({ SH_FL: "" })).toThrow(/SH_FL must be T or F/);
});

it("refuses plays that are not numbered without a gap", () => {
  expect(() => toGameFile(gameRows({ events: [eventRow(1), eventRow(3)] }))).toThrow(/EVENT_ID must be 2/);
});

it("refuses a game in which the home team bats first", () => {
  const events = [eventRow(1, { BAT_HOME_ID: 1 })];
  expect(() => toGameFile(gameRows({ events }))).toThrow(/the away team must bat first/);
});
