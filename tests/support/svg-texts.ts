import { boldness, textWidth } from "../../src/stats/charts/chart-text.js";

/** A line of text in a picture, and the room that it takes. */
export interface PlacedText {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

/** Every text of a picture, where it stands. */
export function textsOf(svg: string): PlacedText[] {
  return [...svg.matchAll(/<text ([^>]*)>([^<]*)<\/text>/g)].map(([, attributes = "", written = ""]) => {
    const value = (name: string) => new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes)?.[1];
    const [x, y, size] = ["x", "y", "font-size"].map((name) => Number(value(name)));
    const text = written.replaceAll(/&(\w+);/g, (_, name: string) => entities[name] ?? "");
    const [at = 0, base = 0, height = 0] = [x, y, size];
    const width = textWidth(text, value("font-weight") === "bold" ? height * boldness : height);
    const share = { start: 0, middle: 0.5, end: 1 }[value("text-anchor") ?? "start"] ?? 0;
    const left = at - share * width;
    return { text, left, right: left + width, top: base - 0.75 * height, bottom: base + 0.2 * height };
  });
}

/** Which texts lie on each other, or reach beyond a picture that is so wide. */
export function clashesOf(svg: string, width: number): string[] {
  const texts = textsOf(svg);
  const outside = texts.filter(({ left, right }) => left < 0 || right > width + 1e-9);
  const pairs = texts.flatMap((one, index) => texts.slice(index + 1).map((other) => ({ one, other })));
  const overlapping = pairs.filter(
    ({ one, other }) =>
      one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom,
  );
  return [
    ...outside.map(({ text }) => `${text} is outside`),
    ...overlapping.map(({ one, other }) => `${one.text} lies on ${other.text}`),
  ];
}
