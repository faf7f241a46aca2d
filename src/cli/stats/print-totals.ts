import type { StatsColumn } from "./columns.js";
import { csvOf } from "./csv.js";
import { type StatsRow, statsTable, type TableOptions } from "./table.js";
import type { TotalsFlags } from "./totals-options.js";

/** A line's length where nothing is known of a terminal. */
const usualWidth = 120;

export function printTotals<Field extends string>(
  rows: readonly StatsRow<Field>[],
  columns: readonly StatsColumn<Field>[],
  { json, csv }: Pick<TotalsFlags, "json" | "csv">,
  text?: TableOptions["text"],
): void {
  if (json) console.log(JSON.stringify(rows, null, 2));
  else if (csv) console.log(csvOf(rows));
  else if (rows.length === 0) console.log("No completed game has such a line.");
  else
    console.log(
      statsTable(rows, columns, { width: process.stdout.columns ?? usualWidth, ...(text && { text }) }),
    );
}
