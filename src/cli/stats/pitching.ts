import type { Command } from "commander";
import { type PitchingTotals, pitchingTotals } from "../../stats/pitching-totals.js";
import { wholeNumber } from "../whole-number.js";
import { withDatabase } from "../with-database.js";
import { pitchingTable } from "./columns.js";
import { printTotals } from "./print-totals.js";
import { addTotalsOptions, type TotalsFlags, totalsOptions } from "./totals-options.js";

interface PitchingFlags extends TotalsFlags {
  readonly minIp: number;
  readonly minPa: number;
}

const innings = { head: "IP", of: (row: object) => (row as PitchingTotals).inningsPitched.padStart(6) };

export function addPitchingCommand(stats: Command): void {
  const command = stats.command("pitching").description("pitching totals of a season, or of any games");
  addTotalsOptions(command, pitchingTable, "era")
    .option("--min-ip <innings>", "only pitchers with at least this many innings", wholeNumber, 0)
    .option("--min-pa <count>", "only pitchers who faced at least this many batters", wholeNumber, 0)
    .action((flags: PitchingFlags) =>
      withDatabase(async (database) => {
        const options = {
          ...(await totalsOptions(database, flags, pitchingTable)),
          minimumOuts: 3 * flags.minIp,
          minimumPa: flags.minPa,
        };
        printTotals(await pitchingTotals(database, options), pitchingTable, flags, innings);
      }),
    );
}
