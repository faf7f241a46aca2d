import type { Command } from "commander";
import { expectSelected } from "../../stats/selected-seasons.js";
import { fillPlayValues } from "../../stats/value/fill-play-values.js";
import { runExpectancy } from "../../stats/value/run-expectancy-table.js";
import { printJson, printLine } from "../output.js";
import { withDatabase } from "../with-database.js";
import { addSelectionOptions, type SelectionFlags, selectionOf } from "./selection-options.js";

interface FillFlags extends SelectionFlags {
  readonly by?: string;
  readonly json?: boolean;
}

export function addFillCommand(stats: Command): void {
  const command = stats
    .command("fill")
    .description(
      "write RE24 and WPA into the plays of completed games, by the run expectancy of these games",
    );
  addSelectionOptions(command)
    .option("--by <season>", "use the run expectancy of this season instead")
    .option("--json", "print JSON")
    .addHelpText("after", "\nRun again, it changes only what is not right already.")
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
