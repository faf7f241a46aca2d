import { boldness, fitted, wrapped } from "./chart-text.js";
import { colors, line } from "./svg.js";

/** The width of a chart in user units; the picture scales. */
export const width = 800;
export const margin = 24;

const titleSize = 22;
const subtitleSize = 13;
const noteSize = 10.5;
const noteHeight = 14;

/** The title and the subtitle. */
export function heading(title: string, subtitle: string): string {
  const room = width - 2 * margin;
  return [
    line(margin, 38, fitted(title, room, titleSize * boldness), { size: titleSize, bold: true, serif: true }),
    line(margin, 60, fitted(subtitle, room, subtitleSize), { size: subtitleSize, fill: colors.quiet }),
  ].join("");
}

/** The notes at the bottom of a chart: where the numbers come from. */
export function notes(
  top: number,
  texts: readonly string[],
): { readonly svg: string; readonly height: number } {
  const lines = texts.flatMap((text) => wrapped(text, width - 2 * margin, noteSize, 3));
  const svg = lines
    .map((text, index) =>
      line(margin, top + (index + 1) * noteHeight, text, { size: noteSize, fill: colors.quiet }),
    )
    .join("");
  return { svg, height: lines.length * noteHeight + margin };
}
