import { printJson, printLine, printLines } from "../output.js";
import type { StatsColumn } from "./columns.js";
import { type FormatFlags, printCsv } from "./csv-options.js";
import { type StatsRow, statsTable, type TableOptions } from "./table.js";

/** The length of a line if the terminal's width is unknown. */
const usualWidth = 120;

export function printTotals<Field extends string>(
  rows: readonly StatsRow<Field>[],
  columns: readonly StatsColumn<Field>[],
  flags: FormatFlags,
  text?: TableOptions["text"],
): void {
  const { json, csv } = flags;
  if (json) printJson(rows);
  else if (csv) printCsv(rows, flags);
  else if (rows.length === 0) printLine("There is no such line in any completed game.");
  else
    printLines(
      statsTable(rows, columns, { width: process.stdout.columns ?? usualWidth, ...(text && { text }) }),
    );
}
