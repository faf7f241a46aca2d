import { ValidationError } from "../../../src/errors/errors.js";

/** One line of a CSV file made by Chadwick, read by its column names. Every error says which line it was. */
export class SourceRow {
  /** The file's name, for errors. */
  readonly file: string;
  /** The line in the file, from 1, for errors. */
  readonly line: number;
  readonly #cell: (field: string) => string | undefined;

  /** @param cell gives a column's value; undefined where there is no such column */
  constructor(file: string, line: number, cell: (field: string) => string | undefined) {
    this.file = file;
    this.line = line;
    this.#cell = cell;
  }

  /** Retrosheet's identifier of the game: `CLE201611020`. */
  get gameId(): string {
    return this.text("GAME_ID");
  }

  /** True when the file has this column. */
  has(field: string): boolean {
    return this.#cell(field) !== undefined;
  }

  /** The field as it is in the file; it may be empty. */
  text(field: string): string {
    return this.#cell(field) ?? this.refuse(field, "is missing");
  }

  /** @throws {ValidationError} for anything but a whole number */
  number(field: string): number {
    const text = this.text(field);
    // Most numbers have one digit.
    const digit = text.length === 1 ? text.charCodeAt(0) - 48 : -1;
    if (digit >= 0 && digit <= 9) return digit;
    if (!/^-?\d+$/.test(text)) this.refuse(field, `must be a whole number, not "${text}"`);
    return Number(text);
  }

  /** @throws {ValidationError} for anything but T and F */
  flag(field: string): boolean {
    const text = this.text(field);
    if (text !== "T" && text !== "F") this.refuse(field, `must be T or F, not "${text}"`);
    return text === "T";
  }

  /** How many of the fields are T. */
  countFlags(fields: readonly string[]): number {
    return fields.filter((field) => this.flag(field)).length;
  }

  /** @throws {ValidationError} always, naming the file, the line, the game and the field */
  refuse(field: string, message: string): never {
    const gameId = this.#cell("GAME_ID") ?? "unknown";
    throw new ValidationError(`Line ${this.line} of ${this.file} (game ${gameId})`, [{ field, message }], {
      details: { file: this.file, line: this.line, sourceGameId: gameId },
    });
  }
}
