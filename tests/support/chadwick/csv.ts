import { basename } from "node:path";
import type { ByteMeter } from "./bytes.js";
import { type Line, readLines, refuseLine } from "./lines.js";
import { SourceRow } from "./row.js";

/**
 * Yields the rows of a CSV file whose first line names the columns, one at a time. The file is plain or gzipped, and a
 * row is a line: no field of these files holds a line end.
 *
 * @throws {ValidationError} naming file and line, when it cannot be read to its end as CSV
 */
export async function* readRows(path: string, meter?: ByteMeter): AsyncGenerator<SourceRow, void> {
  const file = basename(path);
  let columns: ReadonlyMap<string, number> | undefined;
  for await (const lines of readLines(path, meter)) {
    for (const line of lines) {
      const ends = fieldEnds(line, file, columns?.size);
      if (columns === undefined)
        columns = new Map(fieldsOf(line.text, ends).map((name, index) => [name, index]));
      else {
        expectWhole(ends, columns.size, line, file);
        yield new SourceRow(file, line.number, cellsOf(line.text, ends, columns));
      }
    }
  }
}

/**
 * Yields the fields of each line of a CSV file without a header.
 *
 * @throws {ValidationError} naming file and line, when it cannot be read to its end as CSV
 */
export async function* readFields(path: string): AsyncGenerator<readonly string[], void> {
  const file = basename(path);
  for await (const lines of readLines(path)) {
    for (const line of lines) yield fieldsOf(line.text, fieldEnds(line, file));
  }
}

/**
 * The column names of a CSV file; none where it is empty.
 *
 * @throws {ValidationError} naming the file, when it cannot be read as CSV
 */
export async function readHeader(path: string): Promise<readonly string[]> {
  for await (const fields of readFields(path)) return fields;
  return [];
}

/** Fields are cut out as they are asked for: Chadwick's rows have up to 163, of which some are never. */
function cellsOf(text: string, ends: readonly number[], columns: ReadonlyMap<string, number>) {
  return (field: string) => {
    const index = columns.get(field);
    return index === undefined ? undefined : fieldAt(text, ends, index);
  };
}

function expectWhole(ends: readonly number[], columns: number, line: Line, file: string): void {
  if (ends.length === columns) return;
  refuseLine(file, line.number, `has ${ends.length} fields, and must have ${columns} as the header has`);
}

const quotationMark = 0x22;
const comma = 0x2c;

/**
 * Where the fields of a line end. Commas between quotation marks are text, and so is a quotation mark that is doubled.
 *
 * @param expected how many fields there should be
 */
function fieldEnds({ text, number }: Line, file: string, expected = 0): readonly number[] {
  const ends = new Array<number>(expected);
  let count = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === quotationMark) isQuoted = !isQuoted;
    else if (character === comma && !isQuoted) {
      ends[count] = at;
      count += 1;
    }
  }
  if (isQuoted) refuseLine(file, number, "has a quotation mark that opens a field and does not end it");
  ends[count] = text.length;
  ends.length = count + 1;
  return ends;
}

function fieldAt(text: string, ends: readonly number[], index: number): string | undefined {
  const end = ends[index];
  const before = index === 0 ? -1 : ends[index - 1];
  if (end === undefined || before === undefined) return undefined;
  const start = before + 1;
  if (text.charCodeAt(start) !== quotationMark) return text.slice(start, end);
  const quoted = text.slice(start + 1, text.endsWith('"', end) ? end - 1 : end);
  return quoted.includes('"') ? quoted.replaceAll('""', '"') : quoted;
}

const fieldsOf = (text: string, ends: readonly number[]) =>
  ends.map((_, index) => fieldAt(text, ends, index) as string);
