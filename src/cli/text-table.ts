import { terminalText } from "./terminal-text.js";

export type Cell = string | number;

/** Formats rows in columns under a head: the first `labels` columns are aligned left, numbers right. */
export function textTable(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  { labels = 1, narrowest = 3 }: { labels?: number; narrowest?: number } = {},
): string[] {
  // Made safe here already, so that columns are as wide as what is printed.
  const cells = [head, ...rows].map((row) => row.map((cell) => terminalText(String(cell))));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? "").length)));
  const aligned = (cell: string, column: number) => {
    const width = widths[column] ?? 0;
    return column < labels ? cell.padEnd(width) : cell.padStart(Math.max(narrowest, width));
  };
  return cells.map((row) => row.map(aligned).join(" ").trimEnd());
}
