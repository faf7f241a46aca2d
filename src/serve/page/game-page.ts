import { boxScoreTables } from "./box-score-page.js";
import { field, outsDots } from "./diamond.js";
import type { GameDetails, GameView, HalfView, PlayerView, PlayView } from "./game-view.js";
import { html, type Template } from "./html.js";
import { type LineScoreRow, lineScoreTable } from "./line-score-table.js";
import type { SlotView } from "./lineup-view.js";
import { inningMark } from "./scoreboard-page.js";
import { dateText, figure, halfText } from "./words.js";

const tabs = [
  ["plays", "Plays"],
  ["box", "Box score"],
  ["chances", "Win probability"],
  ["lineups", "Lineups"],
] as const;
export type Tab = (typeof tabs)[number][0];

/** The part that is shown when a page opens. */
const firstTab = ({ isOver }: GameView): Tab => (isOver ? "box" : "plays");

interface PageState {
  /** What is on top. */
  readonly chosen?: Tab | undefined;
  /** True if the page has shown the game while it was played: then the layout stays the same when the game ends. */
  readonly wasOn?: boolean;
  /** Changes its value with each change of the plays, so that the list of plays is drawn again. */
  readonly turn?: boolean;
}

/** The page of one game. */
export function gamePage(
  view: GameView,
  { chosen = firstTab(view), wasOn = false, turn = false }: PageState = {},
): Template {
  const current = view.isOn ? view.inning : null;
  const isWide = view.isOn || wasOn;
  return html`<article class="${isWide ? "game on" : "game"}">
${headline(view)}
<div class="score">${lineScoreTable(view.teams, {
    ...{ scheduledInnings: view.scheduledInnings, inning: current, isOver: view.isOver },
  })}</div>
${view.isOn ? now(view) : wasOn ? ended(view) : null}
<div class="story">
<nav class="tabs" aria-label="Parts of the game"><ul>${tabs.map(
    ([tab, name]) =>
      html`<li><a href="#${tab}" data-tab="${tab}" aria-current="${tab === chosen ? "true" : "false"}">${name}</a></li>`,
  )}</ul></nav>
${tabs.map(
  ([tab, name]) =>
    html`<section id="${tab}" class="${tab === chosen ? "panel chosen" : "panel"}" aria-label="${name}"><h2 class="hidden">${name}</h2>${panels[tab](view, turn)}</section>`,
)}
</div>
</article>`;
}

/** Both teams and the score in large figures, and between them the inning or status of the game. */
function headline(view: GameView): Template {
  const [away, home] = view.teams;
  const isScored = view.status !== "pending";
  const side = (row: LineScoreRow, place: string) =>
    html`<p class="${`side ${place} accent-${row.accent}${view.isOver && !row.isWinner ? " loser" : ""}`}"><span class="name">${row.name}</span>${
      isScored ? html`<span class="runs">${place === "away" ? figure(row.run) : row.run}</span>` : null
    }</p>`;
  return html`<header class="headline"><h1 class="hidden">${away.name} at ${home.name}</h1>
<div class="${view.isOver ? "final matchup-score" : "matchup-score"}">${side(away, "away")}<p class="state">${stateText(view)}</p>${side(home, "home")}</div>
<p class="facts">${facts(view)}</p></header>`;
}

function stateText({ status, half, inning, lastInning, scheduledInnings }: GameView): Template {
  switch (status) {
    case "active":
      return inningMark(half, inning);
    case "paused":
      return html`Suspended`;
    case "pending":
      return html`Not started`;
    case "completed":
      return html`${lastInning === scheduledInnings ? "Final" : `Final / ${lastInning}`}`;
    case "abandoned":
      return html`Called`;
  }
}

const panels: Readonly<Record<Tab, (view: GameView, turn: boolean) => Template>> = {
  plays,
  box: ({ details }) => (details === null ? nothingYet() : boxScoreTables(details.sheet)),
  chances: chancesPanel,
  lineups: lineupsPanel,
};

const nothingYet = (): Template => html`<p class="lead">There is nothing to show yet.</p>`;

function facts({ startsAt, details }: GameView): string {
  return [dateText(startsAt), details?.sheet.venue ?? null].filter((part) => part !== null).join(" · ");
}

function now(view: GameView): Template {
  const { half, inning, outs, batter, pitcher, onDeck, status } = view;
  return html`<section class="moment" aria-label="Now">
<h2 class="situation"><span class="when live">${inningMark(half, inning)}</span>${outsDots(outs)}</h2>
${status === "paused" ? html`<p class="pause">Play is suspended.</p>` : null}
${field(view)}
<dl class="matchup">${person("At bat", batter)}${person("Pitching", pitcher)}
<div><dt>On deck</dt><dd><span class="who">${onDeck ?? "–"}</span></dd></div></dl>
</section>`;
}

/** Replaces {@link now} when the game is over. */
function ended(view: GameView): Template {
  const { win, loss, save } = view.decisions;
  return html`<section class="moment" aria-label="Result">
<h2 class="situation"><span class="when">Final</span></h2>
${field(view)}
<dl class="matchup">${person("Win", win)}${person("Loss", loss)}
<div><dt>Save</dt><dd><span class="who">${save?.name ?? "–"}</span></dd></div></dl>
</section>`;
}

const person = (what: string, someone: PlayerView | null): Template =>
  html`<div><dt>${what}</dt><dd><span class="who">${someone?.name ?? "–"}</span><span class="today">${[someone?.role, someone?.today].filter((part) => part).join(" · ")}</span></dd></div>`;

function plays({ halves, takenBack, status }: GameView, turn: boolean): Template {
  if (halves.length === 0)
    return html`<p class="lead">${status === "pending" ? "The game has not begun." : "Waiting for the first pitch."}</p>`;
  const back = takenBack === 1 ? "The last play was" : `The last ${takenBack} plays were`;
  // Chronological; the style shows the newest first.
  const content = [
    ...halves.toReversed().map(halfInning),
    takenBack > 0 ? html`<p class="undone">${back} removed by the scorer.</p>` : null,
  ];
  // Two templates take turns, so that each change makes new elements. The page's script can then animate them from the
  // positions of the old ones.
  return turn
    ? html`<div class="timeline odd">${content}</div>`
    : html`<div class="timeline">${content}</div>`;
}

function halfInning({ inning, half, team, accent, runs, hits, plays: played }: HalfView): Template {
  return html`<section class="half"><h3><span class="team accent-${accent}">${team}</span><span class="quiet">${halfText(half, inning)}</span><span class="sums quiet">${plural(runs, "run")}, ${plural(hits, "hit")}</span></h3>
<ol>${played.toReversed().map(playItem)}</ol></section>`;
}

const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

function playItem({ text, outs, isScoring, score, isCorrected, changes }: PlayView): Template {
  return html`<li class="${isScoring ? "play scoring" : "play"}">${changes.map(
    (change) => html`<p class="change">${change}</p>`,
  )}<p class="what">${isScoring ? html`<span class="mark">Run<span class="hidden">: </span></span>` : null}${text}${
    isCorrected ? html` <span class="corrected">corrected</span>` : null
  }</p><p class="after">${isScoring ? html`<span class="newscore">${score}</span>` : null}<span class="outcount">${outs} out</span></p></li>`;
}

function chancesPanel({ details, id, mark, teams }: GameView): Template {
  if (!details?.chances || details.chances.length < 2) return nothingYet();
  const [away, home] = teams;
  const now = Math.round((details.chances.at(-1) ?? 0.5) * 100);
  const source = `/game/${id}/chart.svg?at=${mark}`;
  return html`<figure class="chart"><picture><source media="(max-width: 640px)" srcset="${source}&width=400" width="400" height="300"><img src="${source}" width="800" height="360" loading="lazy" alt="${`Win probability after each play. Now ${home.name} ${now} %, ${away.name} ${100 - now} %.`}"></picture>
<figcaption class="quiet">${details.source}</figcaption></figure>
<h3>The biggest plays</h3>
${swings(details)}`;
}

const swings = ({ swings: biggest }: GameDetails): Template =>
  html`<ol class="swings">${biggest.map(
    ({ when, team, text, gain }) =>
      html`<li><span class="quiet">${when}</span><span>${text}</span><span class="gain">${team} +${gain} points</span></li>`,
  )}</ol>`;

function lineupsPanel({ lineups, teams }: GameView): Template {
  if (lineups.every((slots) => slots.length === 0)) return nothingYet();
  return html`<div class="sides">${lineups.map(
    (slots, index) =>
      html`<div class="side"><h3><span class="team accent-${teams[index === 0 ? 0 : 1].accent}">${teams[index === 0 ? 0 : 1].name}</span></h3><ol class="lineup">${slots.map(slot)}</ol></div>`,
  )}</div>`;
}

function slot({ place, people }: SlotView): Template {
  return html`<li><span class="place">${place ?? "P"}</span><ul>${people.map(({ name, position, hasLeft }) =>
    hasLeft
      ? html`<li class="left"><s>${name}</s> <span class="role">${position}</span><span class="hidden">, out of the game</span></li>`
      : html`<li>${name} <span class="role">${position}</span></li>`,
  )}</ul></li>`;
}
