import type { LineScore, TeamLine } from "../../stats/line-score-query.js";
import { html, type Template } from "./html.js";
import { figure } from "./words.js";

/** A row of a line score. A box score's team lines have this shape. */
export interface LineScoreRow extends Pick<TeamLine, "name" | "innings" | "run" | "hit" | "error"> {
  /** The team's accent color, 0 to 7. */
  readonly accent: number;
  readonly isAtBat: boolean;
  readonly isWinner: boolean;
}

interface LineScoreOptions {
  /** The least number of innings with a column, so that nothing moves during the game. */
  readonly scheduledInnings: number;
  /** The inning to highlight as the current one; null for none. */
  readonly inning: number | null;
  /** True if the game is over: innings that were not played are then an x. */
  readonly isOver: boolean;
}

/** The line score of a game: runs by inning, then runs, hits and errors. */
export function lineScoreTable(
  rows: readonly LineScoreRow[],
  { scheduledInnings, inning, isOver }: LineScoreOptions,
): Template {
  const count = Math.max(scheduledInnings, ...rows.map(({ innings }) => innings.length));
  const columns = Array.from({ length: count }, (_, index) => index + 1);
  const parts = html`<caption class="hidden">Line score</caption>
<colgroup><col class="team-column">${columns.map(() => html`<col class="inning-column">`)}<col class="total-column"><col class="total-column"><col class="total-column"></colgroup>
<thead><tr><th scope="col"><span class="hidden">Team</span></th>${columns.map(
    (number) =>
      html`<th scope="col" class="${number === inning ? "inning present" : "inning"}">${number}</th>`,
  )}<th scope="col" class="total"><abbr title="Runs">R</abbr></th><th scope="col" class="total"><abbr title="Hits">H</abbr></th><th scope="col" class="total"><abbr title="Errors">E</abbr></th></tr></thead>
<tbody>${rows.map((row) => teamRow(row, columns, { inning, isOver }))}</tbody>`;
  // A table with one more inning is a new element, so that its narrower columns are not animated from the old ones.
  const table =
    count % 2 === 0
      ? html`<table class="linescore">${parts}</table>`
      : html`<table class="linescore odd">${parts}</table>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Line score">${table}</div>`;
}

function teamRow(
  { name, innings, run, hit, error, accent, isAtBat, isWinner }: LineScoreRow,
  columns: readonly number[],
  { inning, isOver }: Pick<LineScoreOptions, "inning" | "isOver">,
): Template {
  const lastPlayed = innings.length;
  const runs = (number: number) => innings[number - 1] ?? (isOver && number <= lastPlayed ? "x" : null);
  return html`<tr class="${isOver && !isWinner ? "loser" : ""}"><th scope="row"><span class="${`team accent-${accent}`}">${name}</span>${
    isAtBat ? html`<span class="atbat" title="At bat"><span class="hidden">, at bat</span></span>` : null
  }</th>${columns.map(
    (number) => html`<td class="${number === inning ? "inning present" : "inning"}">${runs(number)}</td>`,
  )}<td class="total runs">${figure(run)}</td><td class="total">${figure(hit)}</td><td class="total">${error}</td></tr>`;
}

/** The rows of a box score's line score. */
export function lineScoreRows({ away, home }: LineScore, isOver: boolean): LineScoreRow[] {
  const accents = accentsOf(away.teamId, home.teamId);
  return [
    { ...away, accent: accents.away, isAtBat: false, isWinner: isOver && away.run > home.run },
    { ...home, accent: accents.home, isAtBat: false, isWinner: isOver && home.run > away.run },
  ];
}

/** The number of accent colors in `style.ts`. */
export const accentCount = 8;

/** The accent colors of two teams: a team always has its own, unless its opponent has the same. */
export function accentsOf(awayTeamId: number, homeTeamId: number): { away: number; home: number } {
  const of = (teamId: number) => Math.abs(teamId) % accentCount;
  const home = of(homeTeamId);
  const away = of(awayTeamId);
  return { home, away: away === home ? (away + accentCount / 2) % accentCount : away };
}
