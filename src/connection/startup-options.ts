/** A text of command-line options for the server, taken apart. */
export interface StartupOptions {
  /** The settings that it makes, in order: names in lower case, and values. */
  readonly settings: readonly (readonly [name: string, value: string])[];
  /** What else stands in it, such as what a proxy in front of the server reads: `endpoint=…`. */
  readonly rest: string;
}

/**
 * Reads `options` as PostgreSQL does: words are divided by blanks, a backslash takes the next character as it is, and
 * `-c name=value` or `--name=value` makes a setting.
 */
export function readStartupOptions(text: string): StartupOptions {
  const words = wordsOf(text);
  const settings: [string, string][] = [];
  const rest: string[] = [];
  while (words.length > 0) {
    const word = words.shift() as string;
    const assignment = word === "-c" ? (words.shift() ?? "") : /^(?:-c|--)(.*)$/s.exec(word)?.[1];
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(assignment ?? "") ?? [];
    if (name !== undefined && value !== undefined) {
      settings.push([name.replaceAll("-", "_").toLowerCase(), value]);
    } else {
      rest.push(...(word === "-c" ? [word, assignment ?? ""] : [word]));
    }
  }
  return { settings, rest: rest.map((word) => word.replace(/[\\\s]/g, "\\$&")).join(" ") };
}

function wordsOf(text: string): string[] {
  const words = text.match(/(?:\\[\s\S]|[^\s\\])+/g) ?? [];
  return words.map((word) => word.replace(/\\([\s\S])/g, "$1"));
}
