import { scaleBand, scaleLinear } from "d3-scale";
import { baseOuts, ofState } from "../value/base-out.js";
import type { BaseOutState } from "../value/run-expectancy-table.js";
import type { ChartCaption, ChartTeams } from "./chart-captions.js";
import { type ChartFrame, chartFrame, heading, notes } from "./chart-frame.js";
import { fitted, textWidth } from "./chart-text.js";
import { colors, element, line, picture } from "./svg.js";

export interface BaseOutChart extends ChartCaption {
  /** All 24, beginning with empty bases and no outs. */
  readonly states: readonly BaseOutState[];
  /** The plays of each team in each state, in the same order. */
  readonly plays: Readonly<Record<"away" | "home", readonly number[]>>;
  readonly notes: readonly string[];
}

const baseNames = [
  "Bases empty",
  "First",
  "Second",
  "First and second",
  "Third",
  "First and third",
  "Second and third",
  "Bases loaded",
];
/** The order of the rows: by the number of runners, then by base. The code's order differs. */
const rowOrder = [0, 1, 2, 4, 3, 5, 6, 7];

/**
 * The run expectancy of the 24 base-out states as SVG; darker means more runs. Each cell also shows how often at least one run
 * scores, and the plays of each team in this state.
 *
 * @param width in CSS pixels; on a narrow chart the name of a row is above its cells
 */
export function baseOutChart(chart: BaseOutChart, width?: number): string {
  const frame = chartFrame(width);
  const { margin, isNarrow } = frame;
  const head = heading(frame, chart.title, chart.subtitle);
  const names = legend(frame, chart.teams, head.bottom + 13);
  const top = names.bottom + (isNarrow ? 56 : 31);
  const bottom = top + 8 * (isNarrow ? 78 : 50);
  const x = scaleBand([0, 1, 2], [margin + (isNarrow ? 0 : 168), frame.width - margin]).paddingInner(0.015);
  const y = scaleBand(rowOrder, [top, bottom]).paddingInner(0.06);
  /** The part of a row that the name takes, if it is above the cells. */
  const nameHeight = isNarrow ? 27 : 0;
  const most = Math.max(0, ...chart.states.map(({ runs }) => runs ?? 0));
  const shade = scaleLinear([0, most || 1], ["#f4f7fb", "#5b8fc7"]);
  const size = { width: x.bandwidth(), height: y.bandwidth() - nameHeight };
  const cells = baseOuts.map((state) => {
    const at = { left: x(state.outs) ?? 0, top: (y(state.bases) ?? 0) + nameHeight, ...size };
    return cell(chart, ofState(chart.states, state), at, { shade, isNarrow });
  });
  const foot = notes(frame, bottom + 8, chart.notes);
  const unitBottom = top - (isNarrow ? 32 : 8);
  return picture(
    {
      ...{ width: frame.width, height: bottom + 8 + foot.height },
      ...{ title: chart.title, description: describe(chart.states) },
    },
    head.svg,
    names.svg,
    line(margin, unitBottom, "Runs until the third out", { size: 11, fill: colors.quiet }),
    ...[0, 1, 2].map((outs) =>
      line((x(outs) ?? 0) + x.bandwidth() / 2, top - 8, ["No outs", "One out", "Two outs"][outs] ?? "", {
        ...{ size: 12, bold: true, anchor: "middle" },
      }),
    ),
    ...rowOrder.map((bases) =>
      rowLabel(margin, bases, (y(bases) ?? 0) + (isNarrow ? nameHeight / 2 : y.bandwidth() / 2)),
    ),
    ...cells,
    foot.svg,
  );
}

interface ChartCell {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where the texts of a cell are: from its left edge and its middle, and from its right edge. */
const places = {
  wide: { runs: { x: 14, y: 8, size: 21 }, chance: { x: 72, y: 7 }, edge: 8 },
  narrow: { runs: { x: 6, y: -1, size: 18 }, chance: { x: 6, y: 15 }, edge: 4 },
} as const;

function cell(
  { plays }: BaseOutChart,
  { bases, outs, runs, scoring }: BaseOutState,
  at: ChartCell,
  { shade, isNarrow }: { readonly shade: (runs: number) => string; readonly isNarrow: boolean },
): string {
  const fill = runs === null ? "#eeeeee" : shade(runs);
  const middle = at.top + at.height / 2;
  const chance = scoring === null ? "no plays" : `${Math.round(scoring * 100)}% score`;
  const state = { bases, outs };
  const place = places[isNarrow ? "narrow" : "wide"];
  const right = at.left + at.width - place.edge;
  const own = (side: "away" | "home", center: number) =>
    count(ofState(plays[side], state), right, center, side);
  return [
    element("rect", { x: at.left, y: at.top, width: at.width, height: at.height, fill }),
    line(at.left + place.runs.x, middle + place.runs.y, runs === null ? "–" : runs.toFixed(2), {
      ...{ size: place.runs.size, bold: true, fill: colors.inkOnShade },
    }),
    line(at.left + place.chance.x, middle + place.chance.y, chance, { size: 11, fill: colors.inkOnShade }),
    own("away", middle - 10),
    own("home", middle + 10),
  ].join("");
}

/** A small label in the team's color with the number of its plays; nothing if it is 0. */
function count(times: number, right: number, center: number, side: "away" | "home"): string {
  if (times === 0) return "";
  const size = { width: 24, height: 16 };
  const flag = element("rect", {
    x: right - 24,
    y: center - 8,
    ...size,
    rx: 3,
    fill: colors[side],
    stroke: colors.paper,
  });
  return (
    flag +
    line(right - 12, center + 4, String(times), {
      size: 11,
      bold: true,
      fill: colors.paper,
      anchor: "middle",
    })
  );
}

/** The bases as a diamond seen from home plate; occupied bases are filled. */
function rowLabel(margin: number, bases: number, center: number): string {
  const spot = (dx: number, dy: number, bit: number) =>
    element("rect", {
      ...{ x: margin + 19 + dx - 4.5, y: center + dy - 4.5, width: 9, height: 9 },
      transform: `rotate(45 ${margin + 19 + dx} ${center + dy})`,
      ...{ stroke: colors.ink, fill: (bases & bit) === 0 ? colors.paper : colors.ink },
    });
  const diamond = spot(10, 5, 1) + spot(0, -5, 2) + spot(-10, 5, 4);
  return diamond + line(margin + 46, center + 4, baseNames[bases] ?? "");
}

/** The color of each team's labels; on a narrow chart one team below the other. */
function legend({ width, margin, isNarrow }: ChartFrame, { away, home }: ChartTeams, top: number) {
  const left = margin + 18;
  const room = isNarrow ? width - margin - left - textWidth("Plays of ", 11) : 200;
  const awayName = `Plays of ${fitted(away.name, room, 11)}`;
  const homeName = `Plays of ${fitted(home.name, room, 11)}`;
  const second = isNarrow
    ? { left: margin, top: top + 18 }
    : { left: left + textWidth(awayName, 11) + 18, top };
  const entry = (at: typeof second, name: string, fill: string) =>
    element("rect", { x: at.left, y: at.top, width: 12, height: 12, rx: 3, fill }) +
    line(at.left + 18, at.top + 10, name, { size: 11 });
  const svg = entry({ left: margin, top }, awayName, colors.away) + entry(second, homeName, colors.home);
  return { svg, bottom: second.top + 12 };
}

const describe = (states: readonly BaseOutState[]) =>
  states
    .map(({ bases, outs, runs }) => `${baseNames[bases]}, ${outs} out: ${runs?.toFixed(2) ?? "unknown"}.`)
    .join(" ");
