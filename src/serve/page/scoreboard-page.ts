import { diamond, field, outsDots } from "./diamond.js";
import type { GameView } from "./game-view.js";
import { html, type Template } from "./html.js";
import type { LineScoreRow } from "./line-score-table.js";
import { figure, halfText, lastName, shortDate } from "./words.js";

/** A card for each live game; below them the upcoming and the finished ones. */
export function scoreboard(views: readonly GameView[]): Template {
  const on = views.filter(({ isOn }) => isOn);
  const next = views.filter(({ status }) => status === "pending");
  const over = views.filter(({ isOver }) => isOver);
  return html`<div class="board">
<h1 class="hidden">Scoreboard</h1>
${on.length === 0 ? noGames(next.length, over.length) : html`<h2 class="first">On now</h2>${cards(on)}`}
${next.length === 0 ? null : html`<h2>Next</h2>${cards(next)}`}
${over.length === 0 ? null : html`<h2>Final</h2>${cards(over)}`}
</div>`;
}

function noGames(next: number, over: number): Template {
  const also = next > 0 ? "The next ones are below." : over > 0 ? "The latest results are below." : "";
  return html`<div class="empty"><div class="art" aria-hidden="true">${field({ runners: [null, null, null] })}</div><h2 class="first">No games right now</h2><p>A game appears here when it begins. ${also}</p></div>`;
}

const cards = (views: readonly GameView[]): Template =>
  html`<ul class="${views.length === 1 && views[0]?.isOn ? "cards single" : "cards"}">${views.map(card)}</ul>`;

function card(view: GameView): Template {
  const [away, home] = view.teams;
  // Before the first play, too, so that a card keeps its height.
  const chances = view.details?.chances ?? (view.isOn ? [0.5] : null);
  return html`<li class="${view.isOn ? "card on" : "card"}" data-game="${view.id}">
<h3 class="hidden"><a href="/game/${view.id}">${away.name} at ${home.name}</a></h3>
<div class="card-head"><span class="${view.isOn ? "when live" : "when"}">${whenText(view)}</span>${
    view.isOn ? outsDots(view.outs) : null
  }</div>
<div class="card-score"><div class="card-teams">${[away, home].map((row) => teamRow(row, view))}</div>${
    view.isOn ? diamond(view.runners) : null
  }</div>
${view.isOn ? matchup(view) : null}
${chances === null ? null : html`<div class="card-chance">${sparkline(chances, home)}</div>`}
</li>`;
}

function teamRow(
  { name, run, accent, isAtBat, isWinner }: LineScoreRow,
  { status, isOver }: GameView,
): Template {
  const kind = isOver && !isWinner ? "card-team quiet" : "card-team";
  return html`<p class="${kind}"><span class="team accent-${accent}">${name}</span>${
    isAtBat ? html`<span class="atbat"><span class="hidden">, at bat</span></span>` : null
  }<span class="runs">${status === "pending" ? "" : figure(run)}</span></p>`;
}

function matchup({ batter, pitcher, lastPlay, takenBack }: GameView): Template {
  return html`<div class="card-now"><p class="pair">${person("At bat", batter?.name)}${person(
    "Pitching",
    pitcher?.name,
  )}</p><p class="last">${takenBack > 0 ? "The last play was removed." : (lastPlay?.text ?? "The game is about to begin.")}</p></div>`;
}

const person = (what: string, name: string | undefined): Template | null =>
  name === undefined
    ? null
    : html`<span><span class="label">${what}</span> <span class="who">${lastName(name)}</span></span>`;

/** The progress of a game: `▲ 5th`, `Final, 10 innings`, `Nov 2`. */
function whenText({ status, half, inning, startsAt, scheduledInnings, lastInning }: GameView): Template {
  switch (status) {
    case "active":
      return inningMark(half, inning);
    case "paused":
      return html`Suspended, ${halfText(half, inning).toLowerCase()}`;
    case "pending":
      return html`${shortDate(startsAt)}`;
    case "completed":
      return html`Final${lastInning === scheduledInnings ? null : html`<span class="quiet"> / ${lastInning}</span>`}<span class="date">${shortDate(startsAt)}</span>`;
    case "abandoned":
      return html`Called<span class="date">${shortDate(startsAt)}</span>`;
  }
}

/** `▲ Top of the 5th`; screen readers skip the arrow. */
export const inningMark = (half: GameView["half"], inning: number): Template =>
  html`<span class="arrow ${half}" aria-hidden="true"></span>${halfText(half, inning)}`;

const sparkWidth = 200;
const sparkHeight = 32;

/** The home team's chance to win over the game, as a line: up is the home team. */
function sparkline(chances: readonly number[], { name, accent }: LineScoreRow): Template {
  const step = sparkWidth / Math.max(1, chances.length - 1);
  const points = chances.map(
    (chance, index) => `${round(index * step)},${round((1 - chance) * sparkHeight)}`,
  );
  const line = points.join(" ");
  const middle = sparkHeight / 2;
  const now = Math.round((chances.at(-1) ?? 0.5) * 100);
  return html`<p class="chance"><span class="label">${name} to win</span> <span class="percent">${figure(now, 3)} %</span></p><svg class="${`spark accent-${accent}`}" viewBox="0 0 ${sparkWidth} ${sparkHeight}" preserveAspectRatio="none" aria-hidden="true"><polygon class="area" points="0,${middle} ${line} ${sparkWidth},${middle}"/><path class="middle" d="M0 ${middle}H${sparkWidth}"/><polyline points="${line}"/></svg>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
