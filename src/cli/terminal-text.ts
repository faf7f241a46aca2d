/**
 * What a terminal interprets instead of showing, and what makes a text look like another: control characters (C0, DEL and
 * C1), line and paragraph separators, characters that change the direction of text, halves of surrogate pairs, and invisible
 * characters. The joiners and variation selectors between the parts of an emoji or of a Persian word are kept.
 */
const obeyed =
  /(?!\u200c|\u200d|\ufe0e|\ufe0f)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * Makes text safe to print on one line of a terminal: what a terminal would interpret is written as `\n`, `\t` or `\u001b`.
 * In JSON these escapes mean the same text.
 */
export function terminalText(text: string): string {
  return text.replace(obeyed, (character) => short[character] ?? escapeOf(character));
}

/** Two escapes for a character of two code units, as in JSON. */
const escapeOf = (character: string) =>
  character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");

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
