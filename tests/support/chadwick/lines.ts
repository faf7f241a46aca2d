import { basename } from "node:path";
import { ValidationError } from "../../../src/errors/errors.js";
import { type ByteMeter, openBytes } from "./bytes.js";

/** A line of a text file, without its end. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** Far longer than any line of these files: what is longer is none of them, and must not fill the memory. */
const longest = 1_000_000;

/**
 * Yields the lines of a plain or gzipped text file in UTF-8, as many at a time as were read at once; blank ones are left out.
 *
 * @throws {ValidationError} naming file and line, when the file cannot be read to its end as text
 */
export async function* readLines(path: string, meter?: ByteMeter): AsyncGenerator<Line[], void> {
  const file = basename(path);
  const decoder = new TextDecoder();
  let rest = "";
  let number = 0;
  const cut = (text: string): Line[] => {
    const texts = text.split("\n");
    rest = texts.pop() ?? "";
    const lines: Line[] = [];
    for (const each of texts) {
      number += 1;
      const line = each.endsWith("\r") ? each.slice(0, -1) : each;
      if (line !== "") lines.push(readable({ number, text: line }, file));
    }
    if (rest.length > longest) refuseLine(file, number + 1, `is longer than ${longest} characters`);
    return lines;
  };
  for await (const chunk of chunksOf(path, file, meter)) {
    yield cut(rest + decoder.decode(chunk, { stream: true }));
  }
  yield cut(`${rest}${decoder.decode()}\n`);
}

/** @throws {ValidationError} always, naming file and line */
export function refuseLine(file: string, line: number, message: string): never {
  throw new ValidationError(`Line ${line} of ${file}`, [{ field: "", message }], { details: { file, line } });
}

/** What is not UTF-8 was decoded as U+FFFD. */
function readable(line: Line, file: string): Line {
  if (line.text.includes("\uFFFD")) refuseLine(file, line.number, "holds bytes that are not UTF-8");
  return line;
}

async function* chunksOf(path: string, file: string, meter: ByteMeter | undefined): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of await openBytes(path, meter)) yield chunk as Buffer;
  } catch (cause) {
    const message = `cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new ValidationError(file, [{ field: "", message }], { cause, details: { file } });
  }
}
