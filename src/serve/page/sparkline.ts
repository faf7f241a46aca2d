import { html, type Template } from "./html.js";

const width = 200;
const height = 32;

/** The home team's win probability over the game as a line: up is the home team. */
export function sparkline(chances: readonly number[], homeTeam: string): Template {
  const step = width / Math.max(1, chances.length - 1);
  const points = chances.map((chance, index) => `${round(index * step)},${round((1 - chance) * height)}`);
  const now = Math.round((chances.at(-1) ?? 0.5) * 100);
  return html`<p class="chance"><span class="label">${homeTeam} to win</span> <span class="percent">${now} %</span></p><svg class="spark" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true"><path class="middle" d="M0 ${height / 2}H${width}"/><polyline points="${points.join(" ")}"/></svg>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
