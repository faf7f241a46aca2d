import { describe, expect, it } from "vitest";
import { playOf } from "./converted-play.js";
import { type Cells, idOf } from "./rows.js";

const runners: Cells = {
  ...{ BASE1_RUN_ID: idOf("away", 3), BASE2_RUN_ID: idOf("away", 2), BASE3_RUN_ID: idOf("away", 1) },
  ...{ BAT_ID: idOf("away", 4), BAT_LINEUP_ID: 4 },
};
const notBatting: Cells = { ...runners, BAT_EVENT_FL: "F", AB_FL: "F", EVENT_OUTS_CT: 0 };
const staying: Cells = { RUN1_DEST_ID: 1, RUN2_DEST_ID: 2, RUN3_DEST_ID: 3 };

describe("of several runners", () => {
  it("nobody steals in most plays", () => {
    expect(playOf({ ...runners, ...staying })).toMatchObject({ stolenBaseCode: 0, caughtStealingCode: 0 });
  });

  it("those who steal are told apart: first and third in a double steal", () => {
    const steal = { RUN1_DEST_ID: 2, RUN1_SB_FL: "T", RUN3_DEST_ID: 4, RUN3_SB_FL: "T", BASE2_RUN_ID: "" };
    expect(playOf({ ...notBatting, EVENT_CD: 4, ...steal })).toMatchObject({ sb: 2, stolenBaseCode: 5 });
  });

  it("one may steal and another be caught", () => {
    const cells = { ...staying, RUN1_DEST_ID: 2, RUN1_SB_FL: "T", RUN2_DEST_ID: 0, RUN2_CS_FL: "T" };
    expect(playOf({ ...notBatting, EVENT_CD: 6, EVENT_OUTS_CT: 1, ...cells })).toMatchObject({
      ...{ sb: 1, stolenBaseCode: 1, cs: 1, caughtStealingCode: 2 },
    });
  });
});

describe("of several runs", () => {
  const homer: Cells = { ...runners, EVENT_CD: 23, H_CD: 4, EVENT_OUTS_CT: 0, BAT_DEST_ID: 4, RBI_CT: 4 };

  it("all are earned in most plays", () => {
    expect(playOf({ ...homer, RUN1_DEST_ID: 4, RUN2_DEST_ID: 4, RUN3_DEST_ID: 4 })).toMatchObject({
      ...{ earnedRuns: 4, earnedRunCode: 15, teamUnearnedRuns: 0 },
    });
  });

  it("those that are not earned are told apart (Chadwick's destination 5)", () => {
    expect(playOf({ ...homer, RUN1_DEST_ID: 4, RUN2_DEST_ID: 5, RUN3_DEST_ID: 5 })).toMatchObject({
      ...{ earnedRuns: 2, earnedRunCode: 9, teamUnearnedRuns: 0 },
    });
  });

  it("some are earned against the pitcher, and not against his team (destination 6)", () => {
    const cells = { ...homer, BAT_DEST_ID: 6, RUN1_DEST_ID: 6, RUN2_DEST_ID: 4, RUN3_DEST_ID: 5 };
    expect(playOf(cells)).toMatchObject({ earnedRuns: 3, earnedRunCode: 11, teamUnearnedRuns: 2 });
  });
});

describe("the fielders", () => {
  it("are nobody where nobody fields the ball", () => {
    expect(playOf({})).toMatchObject({
      ...{ putoutPositions: null, assistPositions: null, errorPositions: null },
      ...{ doublePlay: 0, triplePlay: 0 },
    });
  });

  it("are named in the order of the play: from short to second to first", () => {
    const cells = {
      ...{ EVENT_CD: 2, EVENT_OUTS_CT: 2, DP_FL: "T", FLD_CD: 6, BATTEDBALL_CD: "G" },
      ...{ BAT_ID: idOf("away", 2), BAT_LINEUP_ID: 2, BASE1_RUN_ID: idOf("away", 1) },
      ...{ PO1_FLD_CD: 4, PO2_FLD_CD: 3, ASS1_FLD_CD: 6, ASS2_FLD_CD: 4, EVENT_TX: "64(1)3/GDP/G6" },
    };
    expect(playOf(cells)).toMatchObject({
      ...{ putoutPositions: "43", assistPositions: "64", errorPositions: null, doublePlay: 1, triplePlay: 0 },
    });
  });

  it("turn a triple play, and make errors", () => {
    const triple = { EVENT_CD: 2, EVENT_OUTS_CT: 3, TP_FL: "T", FLD_CD: 5, PO1_FLD_CD: 5, PO2_FLD_CD: 4 };
    expect(playOf({ ...runners, ...triple, PO3_FLD_CD: 3 })).toMatchObject({
      ...{ putoutPositions: "543", doublePlay: 0, triplePlay: 1 },
    });
    const error = { EVENT_CD: 18, EVENT_OUTS_CT: 0, BAT_DEST_ID: 2, ERR_CT: 2, FLD_CD: 6 };
    expect(playOf({ ...error, ERR1_FLD_CD: 6, ERR2_FLD_CD: 3 }).errorPositions).toBe("63");
  });

  it("may be more than the shorter form of Chadwick's files has columns for", () => {
    const rundown = { ASS1_FLD_CD: 2, ASS2_FLD_CD: 5, ASS3_FLD_CD: 2, ASS4_FLD_CD: 6, ASS5_FLD_CD: 2 };
    const more = { ASS6_FLD_CD: 5, ASS7_FLD_CD: 0, ASS8_FLD_CD: 0, ASS9_FLD_CD: 0, ASS10_FLD_CD: 0 };
    const cells = { EVENT_CD: 2, FLD_CD: 2, PO1_FLD_CD: 2 };
    expect(playOf({ ...cells, ...rundown }).assistPositions).toBe("25262");
    expect(playOf({ ...cells, ...rundown, ...more }).assistPositions).toBe("252625");
  });
});
