/** What prints CSV is told. */
export interface CsvFlags {
  /** True to print texts as they are, and not made harmless for spreadsheets and terminals. */
  readonly raw?: boolean;
}

/** Rows as lines of CSV under the names of their fields; what is not there is empty. */
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

/** Spreadsheets take a text for a formula that begins so, also after blanks, and some in wide letters. */
const formula = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;
const number = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;

/** A text that begins like a formula gets an apostrophe before it; what is a number stays one. */
function harmless(text: string): string {
  return formula.test(text) && !number.test(text) ? `'${text}` : text;
}
