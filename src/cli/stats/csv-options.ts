import { type Command, Option } from "commander";
import { printExactly, printLines } from "../output.js";
import { type CsvFlags, csvOf } from "./csv.js";

/** The options of a command that prints JSON and CSV. */
export interface FormatFlags extends CsvFlags {
  readonly json?: boolean;
  readonly csv?: boolean;
}

/** Adds `--json`, `--csv` and `--raw` to a command. */
export function addFormatOptions(command: Command): Command {
  return command
    .addOption(new Option("--json", "print JSON").conflicts("csv"))
    .option("--csv", "print CSV; a text that begins like a formula gets an apostrophe in front")
    .option(
      "--raw",
      "with --csv: print texts unchanged, for programs; do not open the output in a spreadsheet",
    );
}

export function printCsv(rows: readonly object[], { raw = false }: CsvFlags): void {
  const lines = csvOf(rows, { raw });
  if (raw) printExactly(lines.join("\n"));
  else printLines(lines);
}
