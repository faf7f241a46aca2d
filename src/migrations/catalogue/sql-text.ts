/** PostgreSQL gives SQL back with keywords in capitals; ours are small. What stands in quotes is left as it is. */
export function lowerCased(sql: string): string {
  return sql.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[^'"]+/g, (piece) =>
    /^['"]/.test(piece) ? piece : piece.toLowerCase(),
  );
}

/** A definition of several lines in one, for a list. */
export function onOneLine(sql: string): string {
  return sql.replaceAll(/\s+/g, " ").trim();
}

export function quotedText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Whether SQL may speak of what has this name, written as SQL writes it. */
export function mentions(sql: string, name: string): boolean {
  return name.startsWith('"') ? sql.includes(name) : new RegExp(`(?<!\\w)${name}(?!\\w)`).test(sql);
}
