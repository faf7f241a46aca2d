import { ordinal } from "../charts/chart-captions.js";
import type { TeamLine } from "../line-score-query.js";
import type { BattingLine, PitchingLine } from "./box-score-lines.js";
import { nameOf } from "./box-score-notes.js";
import type { BoxScore } from "./box-score-query.js";

/** One side of a box score as rows, for text and HTML alike. */
export interface BoxSide {
  readonly team: TeamLine;
  readonly batting: readonly BattingRow[];
  readonly pitching: readonly PitchingRow[];
  /** The footnotes below the pitchers: who was replaced in the middle of an inning. */
  readonly footnotes: readonly string[];
}

export interface BattingRow {
  /** `Albert Almora, pr-dh` */
  readonly name: string;
  /** The person of the line: the team's id and the card's or player's, `16187/922852507393`. */
  readonly person: string;
  /** His results so far in short: `2-for-4, HR, 2 RBI`. */
  readonly today: string;
  /** True for one who came in for the man above him. */
  readonly isSubstitute: boolean;
  readonly counts: readonly number[];
}

export interface PitchingRow {
  /** `Aroldis Chapman (W)`, with a star for each footnote. */
  readonly name: string;
  readonly person: string;
  /** `4.2 IP, 6 H, 4 ER, 2 BB, 5 SO` */
  readonly today: string;
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
      person: personOf(line),
      today: battingToday(line),
      isSubstitute: batting[index - 1]?.battingOrder === line.battingOrder,
      counts: battingCounts(line),
    })),
    pitching: pitching.map((line) => ({
      name: `${nameOf(line)}${starOf(line.entryId)}${decisionOf(line)}`,
      person: personOf(line),
      today: pitchingToday(line),
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

/** Innings pitched, in the usual notation: the digit after the point counts outs. */
const inningsPitched = (outs: number) => `${Math.floor(outs / 3)}.${outs % 3}`;

function decisionOf({ win, loss, save }: PitchingLine): string {
  if (win > 0) return " (W)";
  if (loss > 0) return " (L)";
  return save > 0 ? " (S)" : "";
}

interface TeamPlayer {
  readonly teamId: number;
  readonly cardId: number | null;
  readonly playerId: number | null;
}

/** One key for all entries of one person in a team's lineup. */
export const personOf = ({ teamId, cardId, playerId }: TeamPlayer): string =>
  `${teamId}/${cardId ?? playerId}`;

function battingToday(line: BattingLine): string {
  const { hit, ab, double, triple, homerun, rbi, bb, hbp, sb } = line;
  const also = { "2B": double, "3B": triple, HR: homerun, RBI: rbi, BB: bb, HBP: hbp, SB: sb };
  return [`${hit}-for-${ab}`, ...several(also)].join(", ");
}

function pitchingToday({ outsRecorded, hit, earnedRun, bb, so }: PitchingLine): string {
  return `${inningsPitched(outsRecorded)} IP, ${hit} H, ${earnedRun} ER, ${bb} BB, ${so} SO`;
}

/** The names of the counts that are not 0, with the number if it is more than 1: `HR`, `2 RBI`. */
const several = (counts: Readonly<Record<string, number>>): string[] =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => (count > 1 ? `${count} ${what}` : what));
