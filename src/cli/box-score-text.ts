import { boxNotes } from "../stats/box-score/box-score-notes.js";
import type { BoxScore } from "../stats/box-score/box-score-query.js";
import {
  type BoxSide,
  battingHead,
  battingSums,
  pitchingHead,
  sideOf,
} from "../stats/box-score/box-score-rows.js";
import { titleOf } from "../stats/box-score/box-score-sheet.js";
import type { LineScore, TeamLine } from "../stats/line-score-query.js";
import { terminalText, textTable } from "./terminal-text.js";

/** A box score as lines of text: the line score, the batters and pitchers of both teams, the notes. */
export function boxScoreText(box: BoxScore): string[] {
  const sides = [sideOf(box, box.away), sideOf(box, box.home)];
  const parts = [
    [titleOf(box)],
    lineScoreText(box),
    ...sides.map(battingText),
    ...sides.map(pitchingText),
    boxNotes(box).map(({ label, text }) => `${label} -- ${text}`),
  ];
  return parts.flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}

function battingText(side: BoxSide): string[] {
  const rows = side.batting.map(({ name, isSubstitute, counts }) => [
    `${isSubstitute ? "  " : ""}${name}`,
    ...counts,
  ]);
  return textTable([side.team.name, ...battingHead], [...rows, ["", ...battingSums(side)]]);
}

function pitchingText({ team, pitching, footnotes }: BoxSide): string[] {
  const table = textTable(
    [team.name, ...pitchingHead],
    pitching.map(({ name, counts }) => [name, ...counts]),
  );
  return [...table, ...footnotes.map((footnote) => `  ${footnote}`)];
}

/**
 * A line score: innings in groups of three, then runs, hits and errors. Ten or more runs in an inning are in brackets; a
 * half-inning that was not played is an x.
 *
 * ```
 * Chicago     100 221 000 2   8 13 3
 * Cleveland   001 020 030 1   7 11 1
 * ```
 */
function lineScoreText({ away, home }: LineScore): string[] {
  const teams = [away, home];
  const names = teams.map(({ name }) => terminalText(name));
  const nameWidth = widest(names);
  const innings = teams.map(inningsText);
  const totals = (["run", "hit", "error"] as const).map((kind) =>
    rightAligned(teams.map((team) => team[kind])),
  );
  return names.map((name, row) => {
    const counts = totals.map((column) => column[row]).join(" ");
    return `${name.padEnd(nameWidth)}   ${innings[row]?.padEnd(widest(innings))}   ${counts}`;
  });
}

function inningsText({ innings }: TeamLine): string {
  return innings
    .map((runs, index) => {
      const text = runs === null ? "x" : runs > 9 ? `(${runs})` : String(runs);
      return index > 0 && index % 3 === 0 ? ` ${text}` : text;
    })
    .join("");
}

function rightAligned(numbers: readonly number[]): string[] {
  const texts = numbers.map(String);
  return texts.map((text) => text.padStart(widest(texts)));
}

const widest = (texts: readonly string[]) => Math.max(...texts.map((text) => text.length));
