import type { Game } from "../../models/games-table.js";
import type { Play } from "../../models/plays-table.js";
import type { Timeline } from "../../rules/lineups/timeline.js";
import type { Beginning, Expectation } from "./expectation.js";
import { type Finding, outsText, placeText, scoreText } from "./inconsistencies.js";
import { expectedRunners, runnersText, sameRunners } from "./verify-bases.js";

/** Compares a play's inning, outs, score and runners with what the previous play leads to. */
export function unlikeExpected(game: Game, play: Play, expected: Expectation, timeline: Timeline): Finding[] {
  const { beginnings, due } = expected;
  const [likely] = beginnings;
  const outs = tooManyOuts(play);
  if (likely === undefined) return outs;
  const score = unlikeScore(play, beginnings);
  const here = beginnings.filter(({ situation }) => isSameHalf(situation, play));
  const [begun] = here;
  if (begun === undefined) return [...outs, elsewhere(play, likely), ...score];
  return [...outs, ...unlikeOuts(play, here), ...score, ...unlikeRunners(game, play, here, due, timeline)];
}

function tooManyOuts({ outsBefore, outsRecorded }: Play): Finding[] {
  const outs = outsBefore + outsRecorded;
  return outs > 3 ? [{ kind: "outs", message: `The half-inning has ${outs} outs with this play.` }] : [];
}

type HalfInning = Pick<Play, "inning" | "half">;

const isSameHalf = (one: HalfInning, other: HalfInning) =>
  one.inning === other.inning && one.half === other.half;

/** A play in another half-inning than expected. The previous one may not have ended with its third out. */
function elsewhere(play: Play, { situation, begins }: Beginning): Finding {
  const { inning, half, outs } = situation;
  const correction = { inning, half, outsBefore: outs };
  if (begins && isSameHalf(play, halfBefore(situation))) {
    const message = `${capital(placeText(play))} continues after its third out.`;
    return { kind: "outs", message, correction };
  }
  const progress = begins ? "" : ` with ${outsText(outs)}`;
  const message = `It is ${placeText(play)}, and should be ${placeText(situation)}${progress}.`;
  return { kind: "inning", message, correction };
}

function halfBefore({ inning, half }: HalfInning): HalfInning {
  return half === "bottom" ? { inning, half: "top" } : { inning: inning - 1, half: "bottom" };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function unlikeOuts(play: Play, here: readonly Beginning[]): Finding[] {
  if (here.some(({ situation }) => situation.outs === play.outsBefore)) return [];
  const outs = (here[0] as Beginning).situation.outs;
  const message = `It begins with ${outsText(play.outsBefore)}, and should begin with ${outs}.`;
  return [{ kind: "outs", message, correction: { outsBefore: outs } }];
}

function unlikeScore(play: Play, beginnings: readonly Beginning[]): Finding[] {
  if (beginnings.some(({ situation }) => scoreText(situation) === scoreText(play))) return [];
  const { awayScore, homeScore } = (beginnings[0] as Beginning).situation;
  const should = scoreText({ awayScore, homeScore });
  const message = `It begins at ${scoreText(play)} (away team first), and should begin at ${should}.`;
  return [{ kind: "score", message, correction: { awayScore, homeScore } }];
}

function unlikeRunners(
  game: Game,
  play: Play,
  here: readonly Beginning[],
  due: Expectation["due"],
  timeline: Timeline,
): Finding[] {
  const ways = here.flatMap((beginning) => expectedRunners(game, play, beginning, due, timeline));
  const [likely] = ways;
  if (likely === undefined || ways.some((way) => sameRunners(way, play))) return [];
  return [{ kind: "runner", message: runnersText(likely, play, timeline), correction: likely }];
}
