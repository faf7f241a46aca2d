import { type Column, type SQL, sql } from "drizzle-orm";
import { exactNumber, readEpoch, withLocation } from "../connection/wire-values.js";
import { type ObjectMaker, objectMaker } from "./statement.js";

/**
 * Several rows of a table as one text, in PostgreSQL's own text format of rows, so that one statement returns rows of several
 * tables as of one instant. JSON costs the server three times as much.
 */
export function textRows(columns: Record<string, Column>, orderBy: Column): SQL {
  return sql`coalesce(string_agg(${textRow(columns)}, '' order by ${orderBy}), '')`;
}

/** One row as text. */
export function textRow(columns: Record<string, Column>): SQL {
  return sql`row(${sql.join(Object.values(columns).map(writtenValue), sql`, `)})::text`;
}

/** A time as milliseconds since 1970: as text it would depend on the time zone of the server. */
function writtenValue(column: Column): SQL | Column {
  return column.columnType === "PgTimestamp" ? sql`date_part('epoch', ${column}) * 1000` : column;
}

type TextReader = (scanner: TextRowScanner) => unknown;

/** Reads a value by its text. */
const byText =
  (read: (text: string) => unknown): TextReader =>
  (scanner) => {
    const text = scanner.text();
    return text === null ? null : read(text);
  };
const integer: TextReader = (scanner) => scanner.integer();

const readers: Readonly<Record<string, TextReader>> = {
  PgBigInt53: integer,
  PgBoolean: (scanner) => scanner.boolean(),
  PgInteger: integer,
  PgJsonb: byText(JSON.parse),
  PgReal: byText(Number),
  PgSmallInt: integer,
  PgTimestamp: byText(readEpoch),
};

/** Returns a function that reads the rows of a text that {@link textRows} made. */
export function textRowsReader<Row>(columns: Record<string, Column>): (text: string) => Row[] {
  const readersInOrder = Object.values(columns).map(({ columnType }) => readers[columnType] ?? textReader());
  const names = Object.keys(columns);
  const places = names.map((name, index) => [name, index] as const);
  let make: ObjectMaker | undefined;
  return (text) => {
    make ??= objectMaker(Object.fromEntries(places));
    const scanner = new TextRowScanner(text);
    const rows: Row[] = [];
    const values: unknown[] = [];
    while (!scanner.isAtEnd) {
      let index = 0;
      try {
        for (; index < readersInOrder.length; index += 1)
          values[index] = (readersInOrder[index] as TextReader)(scanner);
      } catch (error) {
        const known = names.slice(0, index).map((name, place) => [name, values[place]] as const);
        throw withLocation(error, names[index] ?? "", known);
      }
      scanner.endRow();
      rows.push(make(values) as Row);
    }
    return rows;
  };
}

/** The longest substring that V8 copies; a longer one keeps the whole text in memory. */
const longestCopied = 12;

/** Reads a text column, whose values are often the same in every row. */
function textReader(): TextReader {
  let last = "";
  return byText((text) => {
    if (text !== last) last = text.length > longestCopied ? Buffer.from(text).toString() : text;
    return last;
  });
}

const codeOf = (sign: string) => sign.charCodeAt(0);
const quote = codeOf('"');
const comma = codeOf(",");
const parenthesis = codeOf(")");
const zero = codeOf("0");
const nine = codeOf("9");

/** JavaScript holds every number of so many digits exactly. */
const exactDigits = 15;

/**
 * Reads the values of rows that follow each other in one text, as PostgreSQL writes them: `(1,,"a ""b""")`. NULL is an empty
 * string without quotes; a value that is empty or ambiguous is in quotes, with its quotes and backslashes doubled
 * (PostgreSQL documentation, "Composite Type Input and Output Syntax"). The caller reads value after value by its type: a game
 * has thousands, most of them small numbers, for which no substring is made.
 */
class TextRowScanner {
  readonly #text: string;
  /** The index before a value: of its row's opening parenthesis, or of the comma after the previous value. */
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  /** Skips the end of a row. */
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
