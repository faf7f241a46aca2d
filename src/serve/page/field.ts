import { basesText } from "./diamond.js";
import type { GameView } from "./game-view.js";
import { html, svg, type Template } from "./html.js";
import { lastName } from "./words.js";

const bases = [
  { x: 232, y: 104, labelX: 232, labelY: 138, anchor: "middle" },
  { x: 160, y: 36, labelX: 160, labelY: 14, anchor: "middle" },
  { x: 88, y: 104, labelX: 88, labelY: 138, anchor: "middle" },
] as const;

/** The bases, large, with the names of the runners. */
export function field({ runners }: Pick<GameView, "runners">): Template {
  return html`<svg class="field" viewBox="0 0 320 186" role="img" aria-label="${basesText(runners)}"><path class="paths" d="M160 172 232 104 160 36 88 104z"/>${bases.map(
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

/** There is room for so many letters between two bases. */
const longest = 14;
const shortened = (name: string): string =>
  [...name].length <= longest ? name : `${[...name].slice(0, longest - 1).join("")}…`;
