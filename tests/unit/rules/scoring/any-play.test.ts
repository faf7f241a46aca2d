import fc from "fast-check";
import { expect, it } from "vitest";
import { IllegalPlayError, NotationError } from "../../../../src/errors/errors.js";
import { playRules } from "../../../../src/models/play-rules.js";
import { playInput } from "../../../../src/models/plays-table.js";
import { validate } from "../../../../src/models/validate.js";
import { formatPlay } from "../../../../src/rules/notation/format-play.js";
import { applyPlay } from "../../../../src/rules/scoring/apply-play.js";
import { type ScoredPlay, scorePlay } from "../../../../src/rules/scoring/score-play.js";
import { anyPlayEvent } from "../../../support/play-arbitraries.js";
import { propertyRuns } from "../../../support/property-runs.js";
import { gameWith } from "../../../support/scoring-game.js";

const words = (text: string) => fc.constantFrom(...text.split(" "));
const basics = words(
  "S8 D7 T9 HR HR8/IPHR K K23 K+WP K+PB K+SB2 K+CS2(26) K+CSH(12) K+PO1(23) K+E2 K+OA K+DI W IW W+WP W+PB W+SB2 W+PO2(26) " +
    "HP C C/E2 C/1E2 E6 E4/TH FLE3 FC6 FC BK DI OA WP PB SB2 SB3 SBH SB3;SB2 SBH;SB2 SBH(UR) CS2(24) CSH(E2) CS2(2E4) " +
    "POCS2(136) PO1(13) PO1(E3) CS2(26);SB3 63 8 9/SF 54(1) 64(1)3 52(3)3 1(B)16(2) 3(B)36(1)63(2) 54(2)4(1) 99 13/SH E1/SH " +
    "FC1/SH 3E1 2/FL 4/IF E4/IF 3/BINT 34/RINT K/BINT OA/BINT 5(2)/RINT E3/OBS DGR DGR/UINT",
);
const modifiers = words(
  "GDP DP LDP FDP TP GTP FO SF SH NDP G6 F8 L7 P4 BG AP INT OBS IF FL TH BINT RINT UREV IPHR COUR",
);
const advance = fc
  .tuple(
    words("B 1 2 3"),
    words("- - - X"),
    words("1 2 3 H"),
    fc.array(words("(65) (8E5) (E8) (E8/TH) (UR) (TUR) (NR) (RBI) (WP) (86E2) (99) (TH) (4/INT) (OBS)"), {
      maxLength: 2,
    }),
  )
  .map(([who, how, to, notes]) => `${who}${how}${to}${notes.join("")}`);
const texts = fc
  .tuple(basics, fc.array(modifiers, { maxLength: 2 }), fc.array(advance, { maxLength: 4 }))
  .map(([basic, marks, moves]) =>
    [[basic, ...marks].join("/"), ...(moves.length === 0 ? [] : [moves.join(";")])].join("."),
  );
const anyText = fc.oneof({ weight: 4, arbitrary: texts }, anyPlayEvent.map(formatPlay));

const situations = fc.record({
  runners: fc.subarray([1, 2, 3] as const),
  outs: fc.integer({ min: 0, max: 2 }),
  inning: fc.constantFrom(1, 9, 10),
  half: fc.constantFrom("top" as const, "bottom" as const),
  score: fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })),
});

/** Undefined if it is refused with reasons. */
function scored(game: ReturnType<typeof gameWith>, text: string, asWritten: boolean): ScoredPlay | undefined {
  try {
    return scorePlay(game, text, { asWritten });
  } catch (error) {
    if (error instanceof NotationError) return undefined;
    expect(error).toBeInstanceOf(IllegalPlayError);
    expect((error as IllegalPlayError).details.reasons).not.toEqual([]);
    return undefined;
  }
}

it("any play in any situation is refused with reasons, or can be stored and accounts for all runners", () => {
  fc.assert(
    fc.property(situations, anyText, fc.boolean(), ({ runners, outs, score, ...moment }, text, asWritten) => {
      const [awayScore, homeScore] = score;
      const at = gameWith(runners, outs);
      const batter = at.dueUp[moment.half === "top" ? "away" : "home"].batter;
      const gameId = "0190a000-0000-7000-8000-000000000000";
      const game = { ...at, ...moment, awayScore, homeScore, batter, gameId };
      const found = scored(game, text, asWritten);
      if (found === undefined) return;
      const { play, corrections, state } = found;
      validate(text, playInput, { ...play, createdAt: new Date(0) }, playRules);
      const finals = [play.batterFinal, play.onFirstFinal, play.onSecondFinal, play.onThirdFinal];
      const safe = finals.filter((final) => final !== null).length;
      if (outs + play.outsRecorded < 3) expect(safe + play.outsRecorded).toBe(play.pa + runners.length);
      if (!asWritten) {
        const putouts = play.putoutPositions?.length ?? 0;
        expect(putouts).toBeLessThanOrEqual(play.outsRecorded);
      }
      expect(applyPlay(game, play, { corrections })).toMatchObject(state);
    }),
    { numRuns: propertyRuns(3_000) },
  );
});
