import type { Command } from "commander";
import { battingTotals } from "../../stats/batting-totals.js";
import { wholeNumber } from "../whole-number.js";
import { withDatabase } from "../with-database.js";
import { battingTable } from "./columns.js";
import { printTotals } from "./print-totals.js";
import { addTotalsOptions, type TotalsFlags, totalsOptions } from "./totals-options.js";

interface BattingFlags extends TotalsFlags {
  readonly minPa: number;
}

export function addBattingCommand(stats: Command): void {
  const command = stats.command("batting").description("batting totals of a season, or of any games");
  addTotalsOptions(command, battingTable, "ops")
    .option("--min-pa <count>", "only players with at least this many plate appearances", wholeNumber, 0)
    .action((flags: BattingFlags) =>
      withDatabase(async (database) => {
        const options = { ...(await totalsOptions(database, flags, battingTable)), minimumPa: flags.minPa };
        printTotals(await battingTotals(database, options), battingTable, flags);
      }),
    );
}
