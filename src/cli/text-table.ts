export type Cell = string | number;

/** Rows as text under a head, in columns: those of the first `labels` to the left, numbers to the right. */
export function textTable(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  { labels = 1, narrowest = 3 }: { labels?: number; narrowest?: number } = {},
): string {
  const cells = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? "").length)));
  const aligned = (cell: string, column: number) => {
    const width = widths[column] ?? 0;
    return column < labels ? cell.padEnd(width) : cell.padStart(Math.max(narrowest, width));
  };
  return cells.map((row) => row.map(aligned).join(" ").trimEnd()).join("\n");
}
