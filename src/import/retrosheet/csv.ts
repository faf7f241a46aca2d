import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { type Options, parse } from "csv-parse";
import { ValidationError } from "../../errors/index.js";
import { SourceRow } from "./row.js";

/** Opens a plain or gzipped file. */
function openText(path: string): Readable {
  const file = createReadStream(path);
  return path.endsWith(".gz") ? pipeline(file, createGunzip(), reachesTheReader) : file;
}

/**
 * Yields the rows of a CSV file whose first line names the columns, one at a time.
 *
 * @throws {ValidationError} naming the file, when it cannot be read to its end as CSV
 */
export async function* readRows(path: string): AsyncGenerator<SourceRow> {
  const file = basename(path);
  let columns: ReadonlyMap<string, number> | undefined;
  for await (const { record, info } of parseFile<NumberedLine>(path, { info: true })) {
    if (columns === undefined) columns = new Map(record.map((name, index) => [name, index]));
    else yield new SourceRow(file, info.lines, cellsOf(record, columns));
  }
}

/**
 * Yields the fields of each line of a CSV file without a header.
 *
 * @throws {ValidationError} naming the file, when it cannot be read to its end as CSV
 */
export function readFields(path: string): AsyncGenerator<readonly string[]> {
  return parseFile(path, { relax_column_count: true });
}

/**
 * The column names of a CSV file; none where it is empty.
 *
 * @throws {ValidationError} naming the file, when it cannot be read as CSV
 */
export async function readHeader(path: string): Promise<readonly string[]> {
  for await (const fields of parseFile<readonly string[]>(path, { to: 1 })) return fields;
  return [];
}

interface NumberedLine {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** An object for each row would make reading twice as slow: Chadwick's rows have up to 163 columns. */
function cellsOf(record: readonly string[], columns: ReadonlyMap<string, number>) {
  return (field: string) => {
    const index = columns.get(field);
    return index === undefined ? undefined : record[index];
  };
}

async function* parseFile<Line>(path: string, options: Options): AsyncGenerator<Line> {
  const parser = pipeline(openText(path), parse({ ...options, bom: true }), reachesTheReader);
  const lines = (parser as AsyncIterable<Line>)[Symbol.asyncIterator]();
  try {
    for (let line = await next(path, lines); !line.done; line = await next(path, lines)) yield line.value;
  } finally {
    await lines.return?.();
  }
}

async function next<Line>(path: string, lines: AsyncIterator<Line>): Promise<IteratorResult<Line>> {
  try {
    return await lines.next();
  } catch (cause) {
    const file = basename(path);
    const message = `cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new ValidationError(file, [{ field: "", message }], { cause, details: { file } });
  }
}

/** A pipeline's failure is thrown where its last stream is read; its callback has nothing left to do. */
function reachesTheReader(): void {}
