import { scaleLinear } from "d3-scale";
import { area, line as curve } from "d3-shape";
import type { Box, Point } from "./badges.js";
import type { ChartTeams } from "./chart-captions.js";
import type { ChartFrame } from "./chart-frame.js";
import { boldness, fitted, textWidth, wrapped } from "./chart-text.js";
import { colors, element, line } from "./svg.js";

/** The grid of a win-probability chart, and the points of the curve. */
export interface WinPlot {
  readonly box: Box;
  /** Where the numbers of the biggest plays may be. */
  readonly badges: Box;
  /** One point before the first play, and one after each play. */
  readonly points: readonly Point[];
  /** The height at which both teams are equally likely to win. */
  readonly middle: number;
  readonly svg: string;
}

interface PlottedGame {
  readonly teams: ChartTeams;
  readonly plays: readonly { readonly inning: number; readonly homeWins: number }[];
  readonly homeWinsAtFirst: number;
}

/** The position of the plot in a picture, and of the teams' names: beside the plot, or above and below it. */
interface PlotPlace {
  readonly box: Box;
  readonly names: "beside" | "stacked";
  /** The width of the picture. */
  readonly width: number;
}

/** The room for numbers at the right of a plot that has no names there, so that the last plays' numbers are near their points. */
const badgeRoom = 30;

/** The position of the plot on a chart, below the heading. */
export function plotPlace({ width, isNarrow }: ChartFrame, headingBottom: number): PlotPlace {
  if (!isNarrow) {
    const top = headingBottom + 24;
    return { box: { left: 62, right: width - 124, top, bottom: top + 280 }, names: "beside", width };
  }
  const top = headingBottom + 36;
  return { box: { left: 46, right: width - 8 - badgeRoom, top, bottom: top + 230 }, names: "stacked", width };
}

export function plotOf({ teams, plays, homeWinsAtFirst }: PlottedGame, place: PlotPlace): WinPlot {
  const { box, names } = place;
  const x = scaleLinear([0, plays.length], [box.left, box.right]);
  const y = scaleLinear([0, 1], [box.bottom, box.top]);
  const chances = [homeWinsAtFirst, ...plays.map(({ homeWins }) => homeWins)];
  return {
    box,
    badges: { ...box, right: box.right + (names === "beside" ? 0 : badgeRoom) },
    points: chances.map((chance, index) => ({ x: x(index), y: y(chance) })),
    middle: y(0.5),
    svg: chancesAxis(box, y) + inningsAxis(box, plays, x) + teamNames(place, teams),
  };
}

/** The curve, and the areas between it and the middle, each in the color of the leading team. */
export function curveOf({ points, middle }: WinPlot): string {
  const split = withCrossings(points, middle);
  const between = (limit: (y: number) => number) =>
    area<Point>(
      ({ x }) => x,
      middle,
      ({ y }) => limit(y),
    )(split) ?? "";
  const shade = (fill: string, d: string) => element("path", { d, fill, "fill-opacity": 0.28 });
  const drawn = curve<Point>(
    ({ x }) => x,
    ({ y }) => y,
  )(points);
  const stroke = { stroke: colors.ink, "stroke-width": 1.75, "stroke-linejoin": "round" };
  return [
    shade(
      colors.home,
      between((y) => Math.min(y, middle)),
    ),
    shade(
      colors.away,
      between((y) => Math.max(y, middle)),
    ),
    element("path", { d: drawn ?? "", fill: "none", ...stroke }),
  ].join("");
}

/** The points, with an additional one wherever the line between two of them crosses the middle. */
function withCrossings(points: readonly Point[], middle: number): Point[] {
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    if (before === undefined || (before.y - middle) * (point.y - middle) >= 0) return [point];
    const share = (middle - before.y) / (point.y - before.y);
    return [{ x: before.x + share * (point.x - before.x), y: middle }, point];
  });
}

/** The axis of probabilities: 100% for the home team is at the top, for the away team at the bottom. */
function chancesAxis(box: Box, y: (chance: number) => number): string {
  return [0, 0.25, 0.5, 0.75, 1]
    .map((chance) => {
      const ahead = Math.round(Math.max(chance, 1 - chance) * 100);
      const ends = { x1: box.left, x2: box.right, y1: y(chance), y2: y(chance) };
      const stroke = chance === 0.5 ? colors.quiet : colors.grid;
      const label = { size: 11, fill: colors.quiet, anchor: "end" } as const;
      return element("line", { ...ends, stroke }) + line(box.left - 8, y(chance) + 4, `${ahead}%`, label);
    })
    .join("");
}

/** A line before each inning, and its number below; a number that would overlap the previous one is left out. */
function inningsAxis(box: Box, plays: PlottedGame["plays"], x: (index: number) => number): string {
  const starts = plays.flatMap(({ inning }, index) => (plays[index - 1]?.inning === inning ? [] : [index]));
  let taken = Number.NEGATIVE_INFINITY;
  const marks = starts.map((start, index) => {
    const [from, to] = [x(start), x(starts[index + 1] ?? plays.length)];
    const text = String(plays[start]?.inning);
    const half = textWidth(text, 12) / 2 + 2;
    const center = (from + to) / 2;
    const fits = center - half > taken;
    if (fits) taken = center + half;
    const ends = { x1: from, x2: from, y1: box.top, y2: box.bottom };
    const rule = index === 0 ? "" : element("line", { ...ends, stroke: colors.grid });
    return rule + (fits ? line(center, box.bottom + 18, text, { anchor: "middle" }) : "");
  });
  return (
    marks.join("") +
    line(box.left - 8, box.bottom + 18, "Inning", { size: 11, fill: colors.quiet, anchor: "end" })
  );
}

/** The name of each team, at its end of the scale. */
function teamNames({ box, names, width: whole }: PlotPlace, { away, home }: ChartTeams): string {
  if (names === "stacked") {
    const room = box.right - box.left - textWidth(" wins", 14 * boldness);
    const named = (name: string, y: number, fill: string) =>
      line(box.left, y, `${fitted(name, room, 14 * boldness)} wins`, { size: 14, bold: true, fill });
    return named(home.name, box.top - 10, colors.home) + named(away.name, box.bottom + 40, colors.away);
  }
  const left = box.right + 12;
  const room = whole - left - 8;
  const homeLines = wrapped(home.name, room, 13 * boldness, 2);
  const awayLines = wrapped(away.name, room, 13 * boldness, 2);
  const named = (lines: readonly string[], top: number, fill: string) =>
    lines.map((text, index) => line(left, top + index * 16, text, { size: 13, bold: true, fill })).join("");
  const explained = (y: number) => line(left, y, "wins", { size: 11, fill: colors.quiet });
  const awayTop = box.bottom - 14 - (awayLines.length - 1) * 16;
  return [
    named(homeLines, box.top + 4, colors.home),
    explained(box.top + 4 + homeLines.length * 16),
    named(awayLines, awayTop, colors.away),
    explained(awayTop + awayLines.length * 16),
  ].join("");
}
