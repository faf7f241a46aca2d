import { scaleBand, scaleLinear } from "d3-scale";
import { baseOuts, ofState } from "../value/base-out.js";
import type { BaseOutState } from "../value/run-expectancy-table.js";
import type { ChartCaption, ChartTeams } from "./chart-captions.js";
import { heading, margin, notes, width } from "./chart-frame.js";
import { fitted, textWidth } from "./chart-text.js";
import { colors, element, line, picture } from "./svg.js";

export interface BaseOutChart extends ChartCaption {
  /** All 24, beginning with empty bases and no outs. */
  readonly states: readonly BaseOutState[];
  /** The plays of each team in each state, in the same order. */
  readonly plays: Readonly<Record<"away" | "home", readonly number[]>>;
  readonly notes: readonly string[];
}

const top = 116;
const bottom = top + 8 * 50;
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
 */
export function baseOutChart(chart: BaseOutChart): string {
  const x = scaleBand([0, 1, 2], [margin + 168, width - margin]).paddingInner(0.015);
  const y = scaleBand(rowOrder, [top, bottom]).paddingInner(0.06);
  const most = Math.max(0, ...chart.states.map(({ runs }) => runs ?? 0));
  const shade = scaleLinear([0, most || 1], ["#f4f7fb", "#5b8fc7"]);
  const placed = { x, y, size: { width: x.bandwidth(), height: y.bandwidth() } };
  const cells = baseOuts.map((state) => {
    const at = { left: x(state.outs) ?? 0, top: y(state.bases) ?? 0, ...placed.size };
    return cell(chart, ofState(chart.states, state), at, shade);
  });
  const foot = notes(bottom + 8, chart.notes);
  return picture(
    { width, height: bottom + 8 + foot.height, title: chart.title, description: describe(chart.states) },
    heading(chart.title, chart.subtitle),
    legend(chart.teams),
    line(margin, top - 8, "Runs until the third out", { size: 11, fill: colors.quiet }),
    ...[0, 1, 2].map((outs) =>
      line((x(outs) ?? 0) + x.bandwidth() / 2, top - 8, ["No outs", "One out", "Two outs"][outs] ?? "", {
        ...{ size: 12, bold: true, anchor: "middle" },
      }),
    ),
    ...rowOrder.map((bases) => rowLabel(bases, (y(bases) ?? 0) + y.bandwidth() / 2)),
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

function cell(
  { plays }: BaseOutChart,
  { bases, outs, runs, scoring }: BaseOutState,
  at: ChartCell,
  shade: ReturnType<typeof scaleLinear<string>>,
): string {
  const fill = runs === null ? "#eeeeee" : shade(runs);
  const middle = at.top + at.height / 2;
  const chance = scoring === null ? "no plays" : `${Math.round(scoring * 100)}% score`;
  const state = { bases, outs };
  const right = at.left + at.width - 8;
  const own = (side: "away" | "home", center: number) =>
    count(ofState(plays[side], state), right, center, side);
  return [
    element("rect", { x: at.left, y: at.top, width: at.width, height: at.height, fill }),
    line(at.left + 14, middle + 8, runs === null ? "–" : runs.toFixed(2), {
      ...{ size: 21, bold: true, fill: colors.inkOnShade },
    }),
    line(at.left + 72, middle + 7, chance, { size: 11, fill: colors.inkOnShade }),
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
function rowLabel(bases: number, center: number): string {
  const spot = (dx: number, dy: number, bit: number) =>
    element("rect", {
      ...{ x: margin + 19 + dx - 4.5, y: center + dy - 4.5, width: 9, height: 9 },
      transform: `rotate(45 ${margin + 19 + dx} ${center + dy})`,
      ...{ stroke: colors.ink, fill: (bases & bit) === 0 ? colors.paper : colors.ink },
    });
  const diamond = spot(10, 5, 1) + spot(0, -5, 2) + spot(-10, 5, 4);
  return diamond + line(margin + 46, center + 4, baseNames[bases] ?? "");
}

/** Which label belongs to which team. */
function legend({ away, home }: ChartTeams): string {
  const awayName = `Plays of ${fitted(away.name, 200, 11)}`;
  const homeName = `Plays of ${fitted(home.name, 200, 11)}`;
  const second = margin + 18 + textWidth(awayName, 11) + 18;
  const entry = (left: number, name: string, fill: string) =>
    element("rect", { x: left, y: 73, width: 12, height: 12, rx: 3, fill }) +
    line(left + 18, 83, name, { size: 11 });
  return entry(margin, awayName, colors.away) + entry(second, homeName, colors.home);
}

const describe = (states: readonly BaseOutState[]) =>
  states
    .map(({ bases, outs, runs }) => `${baseNames[bases]}, ${outs} out: ${runs?.toFixed(2) ?? "unknown"}.`)
    .join(" ");
