import { type Command, Option } from "commander";
import type { Executor } from "../../session/executor.js";
import { type TotalsBy, totalsBy } from "../../stats/line-totals.js";
import { wholeNumber } from "../whole-number.js";
import { nameOfColumn, type StatsColumn } from "./columns.js";
import { addFormatOptions, type FormatFlags } from "./csv-options.js";
import { addSelectionOptions, type SelectionFlags, selectionOf } from "./selection-options.js";

export interface TotalsFlags extends SelectionFlags, FormatFlags {
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
export function addTotalsOptions(
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
      new Option("--order <order>", "by default the better first").choices(["ascending", "descending"]),
    )
    .option("--limit <rows>", "the most rows to print", wholeNumber, 20);
  return addFormatOptions(command);
}

/** The flags that are passed to the readers. */
export async function totalsOptions<Field extends string>(
  executor: Executor,
  flags: TotalsFlags,
  columns: readonly StatsColumn<Field>[],
) {
  const sort = columns.find((column) => nameOfColumn(column) === flags.sort)?.field;
  const { by, team, order, limit } = flags;
  return { ...(await selectionOf(executor, flags)), by: fields[by], teamId: team, sort, order, limit };
}
