import { type Command, Option } from "commander";
import { type ChartKind, chartKinds, type GameChart, gameChart } from "../stats/charts/game-chart.js";
import { expectSelected } from "../stats/selected-seasons.js";
import { gameArgument, gameIdOfArgument } from "./command-arguments.js";
import { reportLines, writeLines } from "./output.js";
import { withDatabase } from "./with-database.js";

interface ChartFlags {
  readonly kind: ChartKind;
  readonly season?: string;
  readonly output?: string;
}

export function addChartCommand(program: Command): void {
  program
    .command("chart")
    .description("draw a game as SVG: win probability, or expected runs by bases and outs")
    .argument(...gameArgument)
    .addOption(new Option("-k, --kind <kind>", "which chart").choices(chartKinds).default("win-probability"))
    .option("--season <season>", "compute the values from this season's games instead of the game's own")
    .option("-o, --output <file>", "the file to write; standard output by default")
    .action((gameId: string, { output, ...options }: ChartFlags) =>
      withDatabase(async (database) => {
        if (options.season !== undefined) await expectSelected(database, { season: options.season });
        const chart = await gameChart(database, gameIdOfArgument(gameId), options);
        await writeLines(chart.svg.trimEnd().split("\n"), output);
        reportLines([originOf(chart)]);
      }),
    );
}

/** Printed to standard error, because standard output may be the picture. */
function originOf({ games, isMeaningful }: GameChart): string {
  if (games === null) return "Drawn from the values stored with the plays.";
  const counted = `${games.toLocaleString("en-US")} stored ${games === 1 ? "game" : "games"}`;
  const warning = isMeaningful
    ? ""
    : " This is a rough estimate, because there are so few games: import a season, and name it with --season.";
  return `Drawn from values computed from ${counted}.${warning}`;
}
