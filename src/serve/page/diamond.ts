import { html, type Template } from "./html.js";
import { outsText } from "./words.js";

type Runners = readonly [string | null, string | null, string | null];

/** The bases as a diamond, seen from home plate; an occupied base is filled. */
export function diamond(runners: Runners): Template {
  const taken = (index: number) => (runners[index] === null ? "base" : "base taken");
  return html`<svg class="diamond" viewBox="0 0 64 44" role="img" aria-label="${basesText(runners)}"><path class="${taken(1)}" d="M32 2 44 14 32 26 20 14z"/><path class="${taken(2)}" d="M16 18 28 30 16 42 4 30z"/><path class="${taken(0)}" d="M48 18 60 30 48 42 36 30z"/></svg>`;
}

/** `Runner on second: Dexter Fowler.` */
export function basesText([first, second, third]: Runners): string {
  const on = { first, second, third };
  const taken = Object.entries(on).filter(([, name]) => name !== null);
  if (taken.length === 0) return "Bases empty";
  return `On base: ${taken.map(([base, name]) => `${name} on ${base}`).join(", ")}`;
}

/** Outs as three dots, of which as many are filled. */
export function outsDots(outs: number): Template {
  return html`<span class="outs" role="img" aria-label="${outsText(outs)}">${[1, 2, 3].map(
    (out) => html`<span class="${out <= outs ? "dot out" : "dot"}"></span>`,
  )}</span>`;
}
