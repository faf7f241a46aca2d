import type { Command } from "commander";
import { expectSelected } from "../../stats/selected-seasons.js";
import { storeAllLines } from "../../stats/store-lines.js";
import { fillPlayValues } from "../../stats/value/fill-play-values.js";
import { runExpectancy } from "../../stats/value/run-expectancy-table.js";
import { addSelectionOptions, type SelectionFlags, selectionOf } from "../command-arguments.js";
import { printJson, printLine } from "../output.js";
import { withDatabase } from "../with-database.js";
import { addRunExpectancyCommand } from "./run-expectancy-command.js";
import { addSplitsCommand } from "./splits-command.js";
import { addBattingCommand, addPitchingCommand } from "./totals-commands.js";

export function addStatsCommand(program: Command): void {
  const stats = program.command("stats").description("statistics, computed from the stored plays");
  for (const add of [
    addBattingCommand,
    addPitchingCommand,
    addSplitsCommand,
    addRunExpectancyCommand,
    addFillCommand,
    addStoreCommand,
  ])
    add(stats);
}

interface FillFlags extends SelectionFlags {
  readonly by?: string;
  readonly json?: boolean;
}

function addFillCommand(stats: Command): void {
  const command = stats
    .command("fill")
    .description(
      "write RE24 and WPA into the plays of completed games, computed with the run expectancy of these games",
    );
  addSelectionOptions(command)
    .option("--by <season>", "use the run expectancy of this season instead")
    .option("--json", "print JSON")
    .addHelpText("after", "\nRunning it again changes only values that differ.")
    .action(({ by, json = false, ...flags }: FillFlags) =>
      withDatabase(async (database) => {
        const selection = await selectionOf(database, flags);
        if (by !== undefined) await expectSelected(database, { season: by });
        const table = await runExpectancy(database, by === undefined ? selection : { season: by });
        const filled = await fillPlayValues(database, { selection, table });
        if (json) return printJson({ ...filled, tableGames: table.games });
        const count = (number: number) => number.toLocaleString("en-US");
        printLine(
          `${count(filled.games)} games with ${count(filled.plays)} plays, valued by ${count(table.games)} games: ${count(filled.changed)} plays changed.`,
        );
      }),
    );
}

function addStoreCommand(stats: Command): void {
  const command = stats
    .command("store")
    .description("store the lines of completed games that have none, for faster totals");
  addSelectionOptions(command).action((flags: SelectionFlags) =>
    withDatabase(async (database) => {
      const { games } = await storeAllLines(database, await selectionOf(database, flags));
      printLine(`Stored the lines of ${games} ${games === 1 ? "game" : "games"}.`);
    }),
  );
}
