import type { BattingLine, BoxScore, PitchingLine } from "../../stats/box-score/index.js";
import { nameOf } from "../../stats/box-score/notes.js";
import type { TeamLine } from "../../stats/line-score.js";

/** One side of a box score as rows, for text and HTML alike. */
export interface BoxSide {
  readonly team: TeamLine;
  readonly batting: readonly BattingRow[];
  readonly pitching: readonly PitchingRow[];
  /** What stands below the pitchers: who was taken out in the middle of an inning. */
  readonly footnotes: readonly string[];
}

interface BattingRow {
  /** `Albert Almora, pr-dh` */
  readonly name: string;
  /** True for one who came in for the man above him. */
  readonly isSubstitute: boolean;
  readonly counts: readonly number[];
}

interface PitchingRow {
  /** `Aroldis Chapman (W)`, with a star for each footnote. */
  readonly name: string;
  readonly counts: readonly (string | number)[];
}

export const battingHead = ["AB", "R", "H", "RBI", "BB", "SO"] as const;
export const pitchingHead = ["IP", "H", "R", "ER", "BB", "SO", "HR", "BF"] as const;

const battingCounts = ({ ab, run, hit, rbi, bb, so }: BattingLine) => [ab, run, hit, rbi, bb, so];

export function sideOf(box: BoxScore, team: TeamLine): BoxSide {
  const batting = box.batting.filter(
    ({ teamId, battingOrder }) => teamId === team.teamId && battingOrder !== null,
  );
  const pitching = box.pitching.filter(({ teamId }) => teamId === team.teamId);
  const unfinished = box.unfinishedInnings.filter(({ entryId }) =>
    pitching.some((line) => line.entryId === entryId),
  );
  const starOf = (entryId: number) =>
    "*".repeat(unfinished.findIndex((each) => each.entryId === entryId) + 1);
  return {
    team,
    batting: batting.map((line, index) => ({
      name: `${nameOf(line)}, ${line.positions.toLowerCase()}`,
      isSubstitute: batting[index - 1]?.battingOrder === line.battingOrder,
      counts: battingCounts(line),
    })),
    pitching: pitching.map((line) => ({
      name: `${nameOf(line)}${starOf(line.entryId)}${decisionOf(line)}`,
      counts: pitchingCounts(line),
    })),
    footnotes: unfinished.map(
      ({ entryId, inning, pa }) =>
        `${starOf(entryId)} Pitched to ${pa} ${pa === 1 ? "batter" : "batters"} in the ${ordinal(inning)}`,
    ),
  };
}

/** A team's sums under its batters. */
export function battingSums({ batting }: BoxSide): number[] {
  return battingHead.map((_, column) => batting.reduce((sum, { counts }) => sum + (counts[column] ?? 0), 0));
}

function pitchingCounts(line: PitchingLine): (string | number)[] {
  const { outsRecorded, hit, run, earnedRun, bb, so, homerun, pa } = line;
  return [inningsPitched(outsRecorded), hit, run, earnedRun, bb, so, homerun, pa];
}

/** Innings pitched, in the field's way: the digit after the point counts outs. */
const inningsPitched = (outs: number) => `${Math.floor(outs / 3)}.${outs % 3}`;

function decisionOf({ win, loss, save }: PitchingLine): string {
  if (win > 0) return " (W)";
  if (loss > 0) return " (L)";
  return save > 0 ? " (S)" : "";
}

function ordinal(number: number): string {
  const isTeen = Math.floor((number % 100) / 10) === 1;
  const ending = isTeen ? undefined : { 1: "st", 2: "nd", 3: "rd" }[number % 10];
  return `${number}${ending ?? "th"}`;
}
