import { type Command, Option } from "commander";
import { ConfigurationError } from "../../errors/errors.js";
import { printExactly, printLines } from "../output.js";

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
    )
    .hook("preAction", () => {
      const { csv, raw } = command.opts<FormatFlags>();
      if (raw && !csv) throw new ConfigurationError("--raw can only be used with --csv.");
    });
}

export function printCsv(rows: readonly object[], { raw = false }: CsvFlags): void {
  const lines = csvOf(rows, { raw });
  if (raw) printExactly(lines.join("\n"));
  else printLines(lines);
}

/** Options of CSV output. */
export interface CsvFlags {
  /** True to print texts unchanged: not made safe for spreadsheets and terminals. */
  readonly raw?: boolean;
}

/** Formats rows as lines of CSV under the names of their fields; a missing value is empty. */
export function csvOf(rows: readonly object[], { raw = false }: CsvFlags = {}): string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const fields = Object.keys(first);
  const lines = rows.map((row) => fields.map((field) => cell(row[field as keyof typeof row], raw)).join(","));
  return [fields.join(","), ...lines];
}

function cell(value: unknown, isRaw: boolean): string {
  if (value === null || value === undefined) return "";
  const text = isRaw || typeof value !== "string" ? String(value) : harmless(value);
  return /[",;\n\r\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Spreadsheets interpret a text that begins like this as a formula, also after blanks and in fullwidth characters. */
const formula = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;
const number = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;

/** A text that begins like a formula gets an apostrophe in front; numbers stay numbers. */
function harmless(text: string): string {
  return formula.test(text) && !number.test(text) ? `'${text}` : text;
}
