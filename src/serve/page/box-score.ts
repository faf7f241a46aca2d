import {
  type BattingRow,
  type BoxSide,
  battingHead,
  battingSums,
  type PitchingRow,
  pitchingHead,
} from "../../stats/box-score/box-score-rows.js";
import type { BoxSheet } from "../../stats/box-score/box-score-sheet.js";
import { html, type Template } from "./html.js";

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

const lineRow = ({ name, counts }: BattingRow | PitchingRow, isSubstitute: boolean): Template =>
  html`<tr><th scope="row" class="${isSubstitute ? "substitute" : ""}">${name}</th>${counts.map(
    (count) => html`<td>${count}</td>`,
  )}</tr>`;
