/** Rows as CSV under the names of their fields; what is not there is empty. */
export function csvOf(rows: readonly object[]): string {
  const [first] = rows;
  if (first === undefined) return "";
  const fields = Object.keys(first);
  const lines = rows.map((row) => fields.map((field) => cell(row[field as keyof typeof row])).join(","));
  return [fields.join(","), ...lines].join("\n");
}

function cell(value: unknown): string {
  const text = value === null || value === undefined ? "" : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
