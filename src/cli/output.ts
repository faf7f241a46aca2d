import { writeFile } from "node:fs/promises";
import { ConfigurationError } from "../errors/errors.js";
import { terminalText } from "./terminal-text.js";

/**
 * The only place where the command line writes. Whatever a line contains (names, messages, a server's text) is made safe for
 * a terminal here, so that no command can forget it. A line break inside a line is escaped.
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

/** Prints problems, warnings and remarks to standard error. */
export function reportLines(lines: readonly string[]): void {
  process.stderr.write(textOf(lines));
}

/** Prints a problem after the program's name. */
export function reportProblem(message: string): void {
  reportLines([`dugout: ${message}`]);
}

/**
 * Writes lines to a file, or to standard output if there is none.
 *
 * @throws {ConfigurationError} when the file cannot be written
 */
export async function writeLines(lines: readonly string[], file: string | undefined): Promise<void> {
  if (file === undefined) return printLines(lines);
  try {
    await writeFile(file, textOf(lines));
  } catch (cause) {
    throw new ConfigurationError(`The file ${file} cannot be written: ${(cause as Error).message}.`, {
      cause,
    });
  }
}

/**
 * Prints text unchanged, for another program to read: if a user asked for it explicitly, as with `--raw`, and for the SQL of
 * migrations, where an escape would change a statement.
 */
export function printExactly(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Prints a value as JSON, line by line. */
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

/** A line that is redrawn in place on a terminal. Elsewhere nothing is drawn, and the caller prints lines of its own. */
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

  /** Prints something else, and redraws the line below it. */
  around(print: () => void): void {
    if (this.isDrawn) this.#screen.write(eraseLine);
    print();
    if (this.#text !== "") this.show(this.#text);
  }

  /** Removes the line. */
  end(): void {
    if (this.isDrawn && this.#text !== "") this.#screen.write(eraseLine);
    this.#text = "";
  }
}

/**
 * A reader such as `head` may close the pipe early. The command then still completes its work. Output that cannot be written, as
 * on a full disk, is reported, and the exit code is then 1.
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
