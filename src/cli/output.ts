import { writeFile } from "node:fs/promises";
import { terminalText } from "./terminal-text.js";

/**
 * The one place where the command line writes. Whatever a line holds (names, messages, a server's text) is made safe for a
 * terminal here, so that no command can forget it. A line is one line: a line break within it is escaped.
 */
export function printLines(lines: readonly string[]): void {
  process.stdout.write(textOf(lines));
}

export function printLine(line: string): void {
  printLines([line]);
}

export function printJson(value: unknown): void {
  printLines(jsonLines(value));
}

/** Problems, warnings and remarks, which go to standard error. */
export function reportLines(lines: readonly string[]): void {
  process.stderr.write(textOf(lines));
}

/** A problem, after the program's name. */
export function reportProblem(message: string): void {
  reportLines([`dugout: ${message}`]);
}

/** Lines for a file where one is named, and for standard output where none is. */
export async function writeLines(lines: readonly string[], file: string | undefined): Promise<void> {
  if (file === undefined) printLines(lines);
  else await writeFile(file, textOf(lines));
}

/**
 * Prints text as it is, for another program to read. It is for what a user asked for in so many words, as with `--raw`, and
 * for SQL of migrations, where an escape would be another statement.
 */
export function printExactly(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** A value as JSON, line by line. */
export function jsonLines(value: unknown): string[] {
  return JSON.stringify(value, null, 2).split("\n");
}

const textOf = (lines: readonly string[]) => lines.map((line) => `${terminalText(line)}\n`).join("");

/** Where a progress line is drawn. */
interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const eraseLine = "\r\u001b[K";

/** A line that changes in its place on a terminal. Elsewhere nothing is drawn, and the caller prints now and then. */
export class ProgressLine {
  readonly #screen: Screen;
  /** A terminal of unknown width cannot be redrawn. */
  readonly isDrawn: boolean;
  #text = "";

  constructor(screen: Screen = process.stdout) {
    this.#screen = screen;
    this.isDrawn = screen.isTTY === true && (screen.columns ?? 0) > 0;
  }

  show(text: string): void {
    this.#text = text;
    if (!this.isDrawn) return;
    const most = Math.max(1, (this.#screen.columns ?? 0) - 1);
    const characters = Array.from(terminalText(text));
    this.#screen.write(`${eraseLine}${characters.slice(0, most).join("")}`);
  }

  /** Prints something else that stays, and draws the line again below it. */
  around(print: () => void): void {
    if (this.isDrawn) this.#screen.write(eraseLine);
    print();
    if (this.#text !== "") this.show(this.#text);
  }

  /** Takes the line away. */
  end(): void {
    if (this.isDrawn && this.#text !== "") this.#screen.write(eraseLine);
    this.#text = "";
  }
}

/**
 * Whatever becomes of its output, a command is done to its end. A reader such as `head` may have enough before all is
 * written; output that cannot be written, as on a full disk, is reported, and the exit code is then 1.
 */
export function outliveReaders(): void {
  process.stderr.on("error", () => {});
  let isReported = false;
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || isReported) return;
    isReported = true;
    process.exitCode = 1;
    reportProblem(`The output cannot be written: ${error.message}.`);
  });
}
