import type { BattingLine, BoxScore, PitchingLine } from "../stats/box-score.js";
import type { TeamLine } from "../stats/line-score.js";
import { lineScoreText } from "./line-score-text.js";

/** A short box score as text: the line score, then each team's batters and pitchers. */
export function boxScoreText(box: BoxScore): string {
  const teams = [box.away, box.home];
  return [
    lineScoreText(box),
    ...teams.map((team) => battingText(team, box)),
    ...teams.map((team) => pitchingText(team, box)),
  ].join("\n\n");
}

function battingText({ teamId, name }: TeamLine, { batting }: BoxScore): string {
  const lines = batting.filter((line) => line.teamId === teamId);
  const substitutes = new Set(
    lines.filter((line, index) => lines[index - 1]?.battingOrder === line.battingOrder),
  );
  return table(
    [name, "AB", "R", "H", "RBI", "BB", "SO"],
    lines.map((line) => [
      `${substitutes.has(line) ? "  " : ""}${line.name} ${line.positions.toLowerCase()}`,
      ...battingCounts(line),
    ]),
  );
}

const battingCounts = (line: BattingLine) => [
  line.atBats,
  line.runs,
  line.hits,
  line.runsBattedIn,
  line.walks,
  line.strikeouts,
];

function pitchingText({ teamId, name }: TeamLine, { pitching }: BoxScore): string {
  const lines = pitching.filter((line) => line.teamId === teamId);
  return table(
    [`${name}, pitching`, "IP", "H", "BB", "SO", "HR"],
    lines.map((line) => [line.name, innings(line), line.hits, line.walks, line.strikeouts, line.homeRuns]),
  );
}

/** Innings pitched, in the field's way: the digit after the point counts outs. */
const innings = ({ outs }: PitchingLine) => `${Math.floor(outs / 3)}.${outs % 3}`;

/** Names to the left, numbers to the right. */
function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? "").length)));
  return cells
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(Math.max(3, widths[column] ?? 0)),
        )
        .join(" "),
    )
    .join("\n");
}
