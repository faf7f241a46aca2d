import { type Command, Option } from "commander";
import type { Executor } from "../../session/executor.js";
import { battingTotals } from "../../stats/batting-totals.js";
import { type TotalsBy, totalsBy } from "../../stats/line-totals.js";
import { type PitchingTotals, pitchingTotals } from "../../stats/pitching-totals.js";
import {
  addSelectionOptions,
  rowCount,
  type SelectionFlags,
  selectionOf,
  wholeNumber,
} from "../command-arguments.js";
import { printJson, printLine, printLines } from "../output.js";
import { withDatabase } from "../with-database.js";
import { addFormatOptions, type FormatFlags, printCsv } from "./csv-output.js";
import {
  battingTable,
  nameOfColumn,
  pitchingTable,
  type StatsColumn,
  type StatsRow,
  statsTable,
  type TableOptions,
} from "./totals-table.js";

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

interface TotalsFlags extends SelectionFlags, FormatFlags {
  readonly by: (typeof names)[number];
  readonly team?: number;
  readonly sort: string;
  readonly order?: "ascending" | "descending";
  readonly limit: number;
}

const names = ["player", "player-and-team", "team"] as const;
const fields: Readonly<Record<(typeof names)[number], TotalsBy>> = {
  player: totalsBy[0],
  "player-and-team": totalsBy[1],
  team: totalsBy[2],
};

/** Adds the options that the tables of batters and pitchers share. */
function addTotalsOptions(
  command: Command,
  columns: readonly StatsColumn<string>[],
  sortedBy: string,
): Command {
  addSelectionOptions(command)
    .addOption(new Option("--by <whose>", "whose totals").choices(names).default("player"))
    .option("--team <id>", "only of this team", wholeNumber)
    .addOption(
      new Option("--sort <column>", "sort by this column")
        .choices(columns.map(nameOfColumn))
        .default(sortedBy),
    )
    .addOption(
      new Option("--order <order>", "the order; by default the best first").choices([
        "ascending",
        "descending",
      ]),
    )
    .option("--limit <rows>", "the most rows to print", rowCount, 20);
  return addFormatOptions(command);
}

/** The flags that are passed to the readers. */
async function totalsOptions<Field extends string>(
  executor: Executor,
  flags: TotalsFlags,
  columns: readonly StatsColumn<Field>[],
) {
  const sort = columns.find((column) => nameOfColumn(column) === flags.sort)?.field;
  const { by, team, order, limit } = flags;
  return { ...(await selectionOf(executor, flags)), by: fields[by], teamId: team, sort, order, limit };
}

/** The length of a line if the terminal's width is unknown. */
const usualWidth = 120;

function printTotals<Field extends string>(
  rows: readonly StatsRow<Field>[],
  columns: readonly StatsColumn<Field>[],
  flags: FormatFlags,
  text?: TableOptions["text"],
): void {
  const { json, csv } = flags;
  if (json) printJson(rows);
  else if (csv) printCsv(rows, flags);
  else if (rows.length === 0) printLine("No completed game has such a line.");
  else
    printLines(
      statsTable(rows, columns, { width: process.stdout.columns ?? usualWidth, ...(text && { text }) }),
    );
}
