import type { Half } from "../../rules/vocabulary.js";
import { placeBadges } from "./badges.js";
import { battingSide, type ChartCaption, type ChartTeams, inningText } from "./chart-captions.js";
import { type ChartFrame, chartFrame, heading, notes } from "./chart-frame.js";
import { boldness, fitted, textWidth, wrapped } from "./chart-text.js";
import { colors, element, line, picture } from "./svg.js";
import { curveOf, plotOf, plotPlace, type WinPlot } from "./win-plot.js";

/** One play, and the win probability after it. */
interface ChartedPlay {
  readonly inning: number;
  readonly half: Half;
  readonly description: string;
  /** The home team's probability to win after it, from 0 to 1. */
  readonly homeWins: number;
}

export interface WinProbabilityChart extends ChartCaption {
  /** At least one. */
  readonly plays: readonly ChartedPlay[];
  /** The home team's probability to win before the first play. */
  readonly homeWinsAtFirst: number;
  readonly notes: readonly string[];
}

const biggestPlays = 5;
const radius = 9;

/**
 * The home team's win probability play by play, as SVG. The biggest plays are numbered and described below.
 *
 * @param width in CSS pixels; on a narrow chart the teams' names are above and below the plot
 */
export function winProbabilityChart(chart: WinProbabilityChart, width?: number): string {
  const frame = chartFrame(width);
  const head = heading(frame, chart.title, chart.subtitle);
  const plot = plotOf(chart, plotPlace(frame, head.bottom));
  const marked = biggest(chart);
  const keyTop = plot.box.bottom + (frame.isNarrow ? 76 : 50);
  const key = keyOf(frame, chart, marked, keyTop + 14);
  const foot = notes(frame, key.bottom, chart.notes);
  const size = { width: frame.width, height: key.bottom + foot.height };
  return picture(
    { ...size, title: chart.title, description: `${chart.subtitle}. ${marked.map(described).join(" ")}` },
    head.svg,
    plot.svg,
    curveOf(plot),
    badges(plot, marked),
    line(frame.margin, keyTop, "The biggest plays", { size: 13, bold: true }),
    key.svg,
    foot.svg,
  );
}

const pictures = {
  wide: { box: { left: 52, right: 676, top: 18, bottom: 324 }, names: "beside", width: 800, height: 360 },
  narrow: { box: { left: 44, right: 364, top: 28, bottom: 244 }, names: "stacked", width: 400, height: 300 },
} as const;

/** The curve without headline and biggest plays, for a page that has these as text. */
export function winProbabilityPicture(
  chart: Omit<WinProbabilityChart, "notes">,
  size: keyof typeof pictures,
): string {
  const { height, ...place } = pictures[size];
  const plot = plotOf(chart, place);
  const texts = { title: chart.title, description: chart.subtitle };
  return picture(
    { width: place.width, height, ...texts },
    plot.svg,
    curveOf(plot),
    badges(plot, biggest(chart)),
  );
}

/** A play, and by how much it changed the home team's win probability. */
export interface Swing {
  readonly play: ChartedPlay;
  readonly index: number;
  readonly change: number;
}

/** The biggest plays, in the order of the game. */
export function biggest({
  plays,
  homeWinsAtFirst,
}: Pick<WinProbabilityChart, "plays" | "homeWinsAtFirst">): Swing[] {
  const before = (index: number) => plays[index - 1]?.homeWins ?? homeWinsAtFirst;
  return plays
    .map((play, index) => ({ play, index, change: play.homeWins - before(index) }))
    .sort((one, other) => Math.abs(other.change) - Math.abs(one.change))
    .slice(0, biggestPlays)
    .filter(({ change }) => points(change) > 0)
    .sort((one, other) => one.index - other.index);
}

/** Percentage points. */
export const points = (change: number) => Math.round(Math.abs(change) * 100);

const described = ({ play, change }: Swing) =>
  `${capital(inningText(play.half, play.inning))}: ${play.description} ${points(change)} points.`;

function badges(plot: WinPlot, marked: readonly Swing[]): string {
  const ends = marked.map(({ index }) => plot.points[index + 1] ?? { x: 0, y: 0 });
  const places = placeBadges(ends, plot.points, plot.badges, radius);
  return ends
    .map((end, index) => {
      const place = places[index] ?? end;
      const ways = { x1: end.x, y1: end.y, x2: place.x, y2: place.y };
      return [
        element("line", { ...ways, stroke: colors.ink, "stroke-width": 0.75 }),
        element("circle", { cx: end.x, cy: end.y, r: 2.5, fill: colors.ink }),
        badge(place.x, place.y, index + 1),
      ].join("");
    })
    .join("");
}

function badge(x: number, y: number, number: number): string {
  const circle = element("circle", { cx: x, cy: y, r: radius, fill: colors.ink });
  return (
    circle + line(x, y + 4, String(number), { size: 11, bold: true, fill: colors.paper, anchor: "middle" })
  );
}

/** The biggest plays below the plot. */
function keyOf(frame: ChartFrame, { teams }: WinProbabilityChart, marked: readonly Swing[], top: number) {
  let bottom = top;
  const rows = marked.map((swing, index) => {
    const row = (frame.isNarrow ? narrowRow : wideRow)(frame, teams, swing, bottom);
    const number = badge(frame.margin + radius, bottom + 14, index + 1);
    bottom += row.height;
    return number + row.svg;
  });
  return { svg: rows.join(""), bottom };
}

/** Inning, description and gain in three columns. */
function wideRow({ width, margin }: ChartFrame, teams: ChartTeams, { play, change }: Swing, top: number) {
  const gained = change > 0 ? "home" : "away";
  const gain = `${fitted(teams[gained].name, 120, 12)} +${points(change)} pts`;
  const textLeft = margin + 158;
  const room = width - margin - textWidth(gain, 12 * boldness) - 12 - textLeft;
  const batting = fitted(teams[battingSide(play.half)].name, 118, 10.5);
  const svg = [
    line(margin + 28, top + 12, capital(inningText(play.half, play.inning)), { size: 12 }),
    line(margin + 28, top + 25, batting, { size: 10.5, fill: colors.quiet }),
    ...wrapped(play.description, room, 12, 2).map((text, index) =>
      line(textLeft, top + 12 + index * 14, text),
    ),
    line(width - margin, top + 12, gain, { bold: true, fill: colors[gained], anchor: "end" }),
  ].join("");
  return { svg, height: 34 };
}

/** Inning and gain, and the description below them. */
function narrowRow({ width, margin }: ChartFrame, teams: ChartTeams, { play, change }: Swing, top: number) {
  const left = margin + 28;
  const room = width - margin - left;
  const inning = capital(inningText(play.half, play.inning));
  const gained = change > 0 ? "home" : "away";
  const gain = ` +${points(change)} pts`;
  const nameRoom = room - textWidth(inning, 12) - 8 - textWidth(gain, 12 * boldness);
  const named = fitted(teams[gained].name, nameRoom, 12 * boldness) + gain;
  const description = wrapped(play.description, room, 12, 3);
  const svg = [
    line(left, top + 12, inning, { fill: colors.quiet }),
    line(width - margin, top + 12, named, { bold: true, fill: colors[gained], anchor: "end" }),
    ...description.map((text, index) => line(left, top + 28 + index * 15, text)),
  ].join("");
  return { svg, height: 28 + description.length * 15 };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
