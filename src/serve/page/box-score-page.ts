import type { BoxScore } from "../../stats/box-score/box-score-query.js";
import {
  type BattingRow,
  type BoxSide,
  battingHead,
  battingSums,
  type PitchingRow,
  pitchingHead,
} from "../../stats/box-score/box-score-rows.js";
import { type BoxSheet, boxSheet } from "../../stats/box-score/box-score-sheet.js";
import { html, render, type Template } from "./html.js";
import { lineScoreRows, lineScoreTable } from "./line-score-table.js";
import { style } from "./style.js";

const meanings: Readonly<Record<string, string>> = {
  AB: "At bats",
  R: "Runs",
  H: "Hits",
  RBI: "Runs batted in",
  BB: "Walks",
  SO: "Strikeouts",
  IP: "Innings pitched",
  ER: "Earned runs",
  HR: "Home runs",
  BF: "Batters faced",
  "2B": "Doubles",
  "3B": "Triples",
  SB: "Stolen bases",
  CS: "Caught stealing",
  SH: "Sacrifice bunts",
  SF: "Sacrifice flies",
  GDP: "Grounded into double plays",
  IBB: "Intentional walks",
  HBP: "Hit by pitch",
  WP: "Wild pitches",
  BK: "Balks",
  PB: "Passed balls",
  E: "Errors",
  DP: "Double plays",
  TP: "Triple plays",
  LOB: "Left on base",
  T: "Time of game",
  A: "Attendance",
};

const abbreviation = (short: string): Template =>
  html`<abbr title="${meanings[short] ?? short}">${short}</abbr>`;

/** The batters and pitchers of both teams, and the notes: used by the page of a game and by `dugout box --html`. */
export function boxScoreTables({ away, home, notes, notice }: BoxSheet): Template {
  return html`<div class="box">
<div class="sides">${[away, home].map((side) => html`<div class="side">${battingTable(side)}${pitchingTable(side)}</div>`)}</div>
<h3 class="hidden">Notes</h3>
<dl class="notes">${notes.map(
    ({ label, text }) => html`<div><dt>${abbreviation(label)}</dt><dd>${text}</dd></div>`,
  )}</dl>
${notice === null ? null : html`<p class="notice">${notice}</p>`}
</div>`;
}

function battingTable(side: BoxSide): Template {
  return html`<table class="lines">
<caption><h3>${side.team.name} <span class="quiet">batting</span></h3></caption>
${head("Batter", battingHead)}
<tbody>${side.batting.map((row) => lineRow(row, row.isSubstitute))}</tbody>
<tfoot><tr><th scope="row">Totals</th>${battingSums(side).map((sum) => html`<td>${sum}</td>`)}</tr></tfoot>
</table>`;
}

function pitchingTable({ team, pitching, footnotes }: BoxSide): Template {
  return html`<table class="lines">
<caption><h3>${team.name} <span class="quiet">pitching</span></h3></caption>
${head("Pitcher", pitchingHead)}
<tbody>${pitching.map((row) => lineRow(row, false))}</tbody>
</table>
${footnotes.map((footnote) => html`<p class="footnote">${footnote}</p>`)}`;
}

const head = (who: string, columns: readonly string[]): Template =>
  html`<thead><tr><th scope="col">${who}</th>${columns.map(
    (column) => html`<th scope="col">${abbreviation(column)}</th>`,
  )}</tr></thead>`;

/** Positions such as `ph-rf-lf`, and a last name with its decision: not broken between two lines. */
const unbroken = /(?:[a-z0-9]+(?:-[a-z0-9]+)+|\S+ \([^)]*\))$/;

function nameCell(name: string): Template {
  const end = unbroken.exec(name)?.[0] ?? "";
  return html`${name.slice(0, name.length - end.length)}${end === "" ? null : html`<span class="unbroken">${end}</span>`}`;
}

const lineRow = ({ name, counts }: BattingRow | PitchingRow, isSubstitute: boolean): Template =>
  html`<tr><th scope="row" class="${isSubstitute ? "substitute" : ""}">${nameCell(name)}</th>${counts.map(
    (count) => html`<td>${count}</td>`,
  )}</tr>`;

/** A full box score as one HTML page, which needs nothing else. */
export function boxScorePage(box: BoxScore): string {
  const sheet = boxSheet(box);
  const { scheduledInnings, status } = box.game;
  const isOver = status === "completed" || status === "abandoned";
  const facts = [sheet.date, sheet.venue].filter((part) => part !== null).join(" · ");
  const content = html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${`${sheet.title}, ${sheet.date}`}</title>
`;
  const body = html`</head>
<body>
<main class="game">
<header class="title"><h1>${sheet.title}</h1><p class="quiet">${facts}</p></header>
<div class="score">${lineScoreTable(lineScoreRows(box, isOver), { scheduledInnings, inning: null, isOver })}</div>
<section class="story"><h2 class="hidden">Box score</h2><div class="panel chosen">${boxScoreTables(sheet)}</div></section>
</main>
</body>
</html>`;
  return `<!doctype html>\n${render(content)}<style>${style}</style>\n${render(body)}\n`;
}
