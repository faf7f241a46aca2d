import { boxNotes } from "../../stats/box-score/box-score-notes.js";
import type { BoxScore } from "../../stats/box-score/box-score-query.js";
import {
  type BoxSide,
  battingHead,
  battingSums,
  pitchingHead,
  sideOf,
} from "../../stats/box-score/box-score-rows.js";
import { titleOf } from "../../stats/box-score/box-score-sheet.js";
import { lineScoreText } from "../line-score-text.js";
import { textTable } from "../text-table.js";

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
