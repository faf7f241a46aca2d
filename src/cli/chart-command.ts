import { type Command, Option } from "commander";
import { chartPage } from "../serve/page/chart-page.js";
import { chartWidths } from "../stats/charts/chart-frame.js";
import { type ChartKind, chartKinds, type GameChart, prepareChart } from "../stats/charts/game-chart.js";
import { expectSelected } from "../stats/selected-seasons.js";
import { gameArgument, gameIdOfArgument, wholeNumber } from "./command-arguments.js";
import { reportLines, writeLines } from "./output.js";
import { withDatabase } from "./with-database.js";

interface ChartFlags {
  readonly kind: ChartKind;
  readonly season?: string;
  readonly width?: number;
  readonly html?: boolean;
  readonly output?: string;
}

export function addChartCommand(program: Command): void {
  program
    .command("chart")
    .description("draw a game as SVG: win probability, or expected runs by bases and outs")
    .argument(...gameArgument)
    .addOption(new Option("-k, --kind <kind>", "which chart").choices(chartKinds).default("win-probability"))
    .option("--season <season>", "compute the values from this season's games instead of the game's own")
    .addOption(
      new Option(
        "-w, --width <pixels>",
        `the width at which the chart is shown, from ${chartWidths.least} to ${chartWidths.most}: 375 for a phone; ${chartWidths.default} by default`,
      ).argParser(wholeNumber),
    )
    .addOption(new Option("--html", "print an HTML page that fits any screen").conflicts("width"))
    .option("-o, --output <file>", "the file to write; standard output by default")
    .action((gameId: string, { output, html, ...options }: ChartFlags) =>
      withDatabase(async (database) => {
        if (options.season !== undefined) await expectSelected(database, { season: options.season });
        const chart = await prepareChart(database, gameIdOfArgument(gameId), options);
        const text = html ? chartPage(chart.title, chart.draw) : chart.draw(chart.width);
        await writeLines(text.trimEnd().split("\n"), output);
        reportLines([originOf(chart)]);
      }),
    );
}

/** Printed to standard error, because standard output may be the picture. */
function originOf({ games, isMeaningful }: Pick<GameChart, "games" | "isMeaningful">): string {
  if (games === null) return "Drawn from the values stored with the plays.";
  const counted = `${games.toLocaleString("en-US")} stored ${games === 1 ? "game" : "games"}`;
  const warning = isMeaningful
    ? ""
    : " This is a rough estimate, because there are so few games: import a season, and name it with --season.";
  return `Drawn from values computed from ${counted}.${warning}`;
}
