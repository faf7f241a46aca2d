import type { Command } from "commander";
import { basesText } from "../../stats/value/base-out.js";
import {
  type BaseOutState,
  type RunExpectancy,
  runExpectancy,
} from "../../stats/value/run-expectancy-table.js";
import { addSelectionOptions, type SelectionFlags, selectionOf } from "../command-arguments.js";
import { printJson, printLines } from "../output.js";
import { withDatabase } from "../with-database.js";
import { addFormatOptions, type FormatFlags, printCsv } from "./csv-output.js";

type RunExpectancyFlags = SelectionFlags & FormatFlags;

export function addRunExpectancyCommand(stats: Command): void {
  const command = stats
    .command("run-expectancy")
    .description("runs to the end of the half-inning, by bases and outs, from the stored plays");
  addFormatOptions(addSelectionOptions(command)).action((flags: RunExpectancyFlags) =>
    withDatabase(async (database) => {
      const table = await runExpectancy(database, await selectionOf(database, flags));
      if (flags.json) printJson(table);
      else if (flags.csv) printCsv(rowsOf(table), flags);
      else printLines(textOf(table));
    }),
  );
}

const labelWidth = 6;

interface MatrixColumn {
  readonly title: string;
  readonly width: number;
  readonly cell: (state: BaseOutState) => string;
}

const columns: readonly MatrixColumn[] = [
  { title: "runs", width: 7, cell: ({ runs }) => runs?.toFixed(3) ?? "–" },
  { title: "chance to score", width: 7, cell: ({ scoring }) => scoring?.toFixed(3) ?? "–" },
  { title: "times", width: 8, cell: ({ count }) => count.toLocaleString("en-US") },
];

/**
 * The table as text, in 76 characters:
 *
 * ```
 *                        runs        chance to score                     times
 *         0 out  1 out  2 out    0 out  1 out  2 out     0 out   1 out   2 out
 * ---     0.537  0.289  0.106    0.286  0.170  0.075    15,671  11,301   9,167
 * ```
 */
function textOf({ games, halfInnings, states }: RunExpectancy): string[] {
  const outs = [0, 1, 2];
  const lineOf = (label: string, cell: (column: MatrixColumn) => string) =>
    `${label.padEnd(labelWidth)}${columns.map((column) => cell(column)).join("  ")}`;
  const rows = states
    .filter((state) => state.outs === 0)
    .map(({ bases }) => {
      const row = states.filter((state) => state.bases === bases);
      return lineOf(basesText(bases), ({ cell, width }) =>
        row.map((state) => cell(state).padStart(width)).join(""),
      );
    });
  return [
    `${halfInnings.toLocaleString("en-US")} half-innings of ${games.toLocaleString("en-US")} games`,
    "",
    lineOf("", ({ title, width }) => title.padStart(3 * width)),
    lineOf("", ({ width }) => outs.map((count) => `${count} out`.padStart(width)).join("")),
    ...rows,
  ];
}

/** A row for each of the 24 states. */
function rowsOf({ states }: RunExpectancy): object[] {
  return states.map(({ bases, outs, count, runs, scoring }) => ({ bases, outs, count, runs, scoring }));
}
