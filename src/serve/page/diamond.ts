import type { GameView } from "./game-view.js";
import { html, svg, type Template } from "./html.js";
import { lastName, outsText } from "./words.js";

type RunnerNames = readonly [string | null, string | null, string | null];

/** The bases as a diamond, seen from home plate; an occupied base is filled. */
export function diamond(runners: RunnerNames): Template {
  const taken = (index: number) => (runners[index] === null ? "base" : "base taken");
  return html`<svg class="diamond" viewBox="0 0 64 44" role="img" aria-label="${basesText(runners)}"><path class="${taken(1)}" d="M32 2 44 14 32 26 20 14z"/><path class="${taken(2)}" d="M16 18 28 30 16 42 4 30z"/><path class="${taken(0)}" d="M48 18 60 30 48 42 36 30z"/></svg>`;
}

/** `Runner on second: Dexter Fowler.` */
function basesText([first, second, third]: RunnerNames): string {
  const on = { first, second, third };
  const taken = Object.entries(on).filter(([, name]) => name !== null);
  if (taken.length === 0) return "Bases empty";
  return `On base: ${taken.map(([base, name]) => `${name} on ${base}`).join(", ")}`;
}

/** Outs as three dots, one filled for each out. */
export function outsDots(outs: number): Template {
  return html`<span class="outs" role="img" aria-label="${outsText(outs)}">${[1, 2, 3].map(
    (out) => html`<span class="${out <= outs ? "dot out" : "dot"}"></span>`,
  )}</span>`;
}

const bases = [
  { x: 232, y: 104, labelX: 232, labelY: 138, anchor: "middle" },
  { x: 160, y: 36, labelX: 160, labelY: 14, anchor: "middle" },
  { x: 88, y: 104, labelX: 88, labelY: 138, anchor: "middle" },
] as const;

/** The bases, large, with the names of the runners. */
export function field({ runners }: Pick<GameView, "runners">): Template {
  return html`<svg class="field" viewBox="0 0 320 186" role="img" aria-label="${basesText(runners)}"><path class="outfield" d="M28 108A150 150 0 0 1 292 108L160 186z"/><path class="infield" d="M160 186 66 98a108 108 0 0 1 188 0z"/><path class="grass" d="M160 158 222 104 160 50 98 104z"/><path class="paths" d="M160 172 232 104 160 36 88 104z"/>${bases.map(
    ({ x, y, labelX, labelY, anchor }, index) => {
      const name = runners[index] ?? null;
      return svg`<path class="${name === null ? "base" : "base taken"}" d="${square(x, y, 15)}"/>${
        name === null
          ? null
          : svg`<text x="${labelX}" y="${labelY}" text-anchor="${anchor}">${shortened(lastName(name))}</text>`
      }`;
    },
  )}<path class="plate" d="M152 166h16v8l-8 8-8-8z"/></svg>`;
}

const square = (x: number, y: number, size: number): string =>
  `M${x} ${y - size} ${x + size} ${y} ${x} ${y + size} ${x - size} ${y}z`;

/** The most letters for which there is room between two bases. */
const longest = 14;
const shortened = (name: string): string =>
  [...name].length <= longest ? name : `${[...name].slice(0, longest - 1).join("")}…`;
