/** One value of a row as PostgreSQL writes it; null for NULL. */
export type TextCell = string | null;

const [quote, backslash, comma, parenthesis] = ['"', "\\", ",", ")"].map((sign) => sign.charCodeAt(0));

/**
 * Takes rows apart that follow each other in one text, as PostgreSQL writes them: `(1,,"a ""b""")`. Nothing stands
 * for NULL; a value that is empty or could be mistaken is in quotes, with its quotes and backslashes doubled
 * (PostgreSQL documentation, "Composite Type Input and Output Syntax").
 */
export class TextRowScanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  nextRow(): TextCell[] {
    const cells: TextCell[] = [];
    do {
      // Past the parenthesis, or the comma.
      this.#at += 1;
      cells.push(this.#text.charCodeAt(this.#at) === quote ? this.#quoted() : this.#plain());
    } while (this.#text.charCodeAt(this.#at) === comma);
    this.#at += 1;
    return cells;
  }

  #plain(): TextCell {
    const text = this.#text;
    const start = this.#at;
    let end = start;
    for (let sign = text.charCodeAt(end); sign !== comma && sign !== parenthesis; ) {
      if (end >= text.length) throw new Error("a row of the server's ends within a value");
      end += 1;
      sign = text.charCodeAt(end);
    }
    this.#at = end;
    return end === start ? null : text.slice(start, end);
  }

  #quoted(): string {
    const text = this.#text;
    const start = this.#at + 1;
    let hasDoubled = false;
    for (let at = start; at < text.length; at += 1) {
      const sign = text.charCodeAt(at);
      if (sign !== quote && sign !== backslash) continue;
      if (text.charCodeAt(at + 1) === sign) {
        hasDoubled = true;
        at += 1;
      } else if (sign === quote) {
        this.#at = at + 1;
        const inside = text.slice(start, at);
        return hasDoubled ? inside.replaceAll('""', '"').replaceAll("\\\\", "\\") : inside;
      }
    }
    throw new Error("a row of the server's ends within quotes");
  }
}
