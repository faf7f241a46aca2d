import { boldness, wrapped } from "./chart-text.js";
import { colors, line, type TextStyle } from "./svg.js";

/** The widths that a chart can be drawn for, in CSS pixels. */
export const chartWidths = { least: 320, most: 1600, default: 800 } as const;

/** On narrower charts, what is side by side on a wide one is below each other. */
const narrowBelow = 760;

/** What the parts of a chart need to know about its size. */
export interface ChartFrame {
  /** In user units, which are CSS pixels if the chart is shown as wide as it was drawn. The picture scales. */
  readonly width: number;
  readonly margin: number;
  readonly isNarrow: boolean;
}

export function chartFrame(width: number = chartWidths.default): ChartFrame {
  const isNarrow = width < narrowBelow;
  return { width, margin: isNarrow ? 16 : 24, isNarrow };
}

/** The title and the subtitle, and the baseline of their last line. */
export function heading(
  { width, margin, isNarrow }: ChartFrame,
  title: string,
  subtitle: string,
): { readonly svg: string; readonly bottom: number } {
  const room = width - 2 * margin;
  const block = (text: string, top: number, { lineHeight, mostLines, ...style }: HeadingStyle) => {
    const size = style.bold ? style.size * boldness : style.size;
    const lines = text.split("\n").flatMap((paragraph) => wrapped(paragraph, room, size, mostLines));
    const svg = lines
      .map((each, index) => line(margin, top + (index + 1) * lineHeight, each, style))
      .join("");
    return { svg, bottom: top + lines.length * lineHeight };
  };
  const bold = { bold: true, serif: true };
  const quiet = { fill: colors.quiet };
  const above = isNarrow
    ? block(title, 8, { ...bold, size: 19, lineHeight: 23, mostLines: 2 })
    : block(title, 12, { ...bold, size: 22, lineHeight: 26, mostLines: 1 });
  const below = isNarrow
    ? block(subtitle.replace(" · ", "\n"), above.bottom, {
        ...{ ...quiet, size: 12, lineHeight: 17, mostLines: 3 },
      })
    : block(subtitle, above.bottom, { ...quiet, size: 13, lineHeight: 22, mostLines: 1 });
  return { svg: above.svg + below.svg, bottom: below.bottom };
}

interface HeadingStyle extends TextStyle {
  readonly size: number;
  readonly lineHeight: number;
  readonly mostLines: number;
}

/** The notes at the bottom of a chart: where the numbers come from. */
export function notes(
  { width, margin, isNarrow }: ChartFrame,
  top: number,
  texts: readonly string[],
): { readonly svg: string; readonly height: number } {
  const { size, lineHeight, mostLines } = isNarrow
    ? { size: 11, lineHeight: 15, mostLines: 6 }
    : { size: 10.5, lineHeight: 14, mostLines: 3 };
  const lines = texts.flatMap((text) => wrapped(text, width - 2 * margin, size, mostLines));
  const svg = lines
    .map((text, index) => line(margin, top + (index + 1) * lineHeight, text, { size, fill: colors.quiet }))
    .join("");
  return { svg, height: lines.length * lineHeight + margin };
}
