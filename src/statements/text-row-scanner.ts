import { exactNumber } from "../connection/wire-values.js";

const codeOf = (sign: string) => sign.charCodeAt(0);
const quote = codeOf('"');
const comma = codeOf(",");
const parenthesis = codeOf(")");
const zero = codeOf("0");
const nine = codeOf("9");

/** So many digits are a number that JavaScript holds exactly, whatever they are. */
const exactDigits = 15;

/**
 * Takes rows apart that follow each other in one text, as PostgreSQL writes them: `(1,,"a ""b""")`. Nothing stands
 * for NULL; a value that is empty or could be mistaken is in quotes, with its quotes and backslashes doubled
 * (PostgreSQL documentation, "Composite Type Input and Output Syntax"). The reader asks for value after value, by
 * what each is: a game is thousands of them, and most are small numbers, which need no text of their own.
 */
export class TextRowScanner {
  readonly #text: string;
  /** Before a value: its row's opening parenthesis, or the comma behind the value before it. */
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  /** Passes over the end of a row. */
  endRow(): void {
    if (this.#text.charCodeAt(this.#at) !== parenthesis)
      throw new Error("a row of the server's ends elsewhere");
    this.#at += 1;
  }

  /** The next value as text; null for NULL. */
  text(): string | null {
    const start = this.#at + 1;
    return this.#text.charCodeAt(start) === quote ? this.#quoted(start + 1) : this.#plain(start);
  }

  integer(): number | null {
    const text = this.#text;
    const start = this.#at + 1;
    let at = start;
    let value = 0;
    let sign = text.charCodeAt(at);
    while (sign >= zero && sign <= nine) {
      value = 10 * value + sign - zero;
      at += 1;
      sign = text.charCodeAt(at);
    }
    const isWhole = sign === comma || sign === parenthesis;
    if (!isWhole || at - start > exactDigits) return exactNumber(this.#plain(start) ?? "");
    this.#at = at;
    return at === start ? null : value;
  }

  boolean(): boolean | null {
    const cell = this.#plain(this.#at + 1);
    return cell === null ? null : cell === "t";
  }

  #plain(start: number): string | null {
    const text = this.#text;
    let end = start;
    for (let sign = text.charCodeAt(end); sign !== comma && sign !== parenthesis; ) {
      if (end >= text.length) throw new Error("a row of the server's ends within a value");
      end += 1;
      sign = text.charCodeAt(end);
    }
    this.#at = end;
    return end === start ? null : text.slice(start, end);
  }

  #quoted(start: number): string {
    const text = this.#text;
    let hasQuotes = false;
    for (let at = start; ; at += 2) {
      at = text.indexOf('"', at);
      if (at === -1) throw new Error("a row of the server's ends within quotes");
      if (text.charCodeAt(at + 1) === quote) {
        hasQuotes = true;
        continue;
      }
      this.#at = at + 1;
      const inside = text.slice(start, at);
      const single = hasQuotes ? inside.replaceAll('""', '"') : inside;
      return single.includes("\\") ? single.replaceAll("\\\\", "\\") : single;
    }
  }
}
