import { ValidationError } from "../../errors/errors.js";

/** One line of an event file. */
export interface EventRecord {
  /** From 1. */
  readonly line: number;
  /** `play`, `sub`, `info` … */
  readonly kind: string;
  /** The fields after the kind. */
  readonly fields: readonly string[];
}

/** All records of one game in a file. */
export interface GameRecords {
  /** The file's name, for errors. */
  readonly file: string;
  /** Retrosheet's key of the game: `CLE201611020`. */
  readonly key: string;
  /** The first is the game's `id`. */
  readonly records: readonly EventRecord[];
  /** True for the last game of its file, which may be incomplete. */
  readonly isLastOfFile: boolean;
  /** True if games of the file end with `data` records. */
  readonly hasData: boolean;
}

const longestLine = 10_000;

/** Old files end with the end-of-file mark of DOS. */
const withoutEnd = (line: string) => line.replaceAll("\u001A", "").trimEnd();

/**
 * Yields the games of an event file, in order.
 *
 * @throws {ValidationError} with file and line, if the text is not an event file
 */
export function* gamesIn(file: string, text: string): Generator<GameRecords, void> {
  let records: EventRecord[] = [];
  let key = "";
  let line = 0;
  const hasData = /\ndata,/.test(text);
  for (const each of text.split("\n")) {
    line += 1;
    const trimmed = withoutEnd(each);
    if (trimmed === "") continue;
    if (trimmed.length > longestLine)
      throw lineError(file, line, trimmed, `is longer than ${longestLine} characters`);
    const record = recordOf(file, line, trimmed);
    if (record.kind === "id") {
      if (records.length > 0) yield { file, key, records, isLastOfFile: false, hasData };
      records = [];
      key = record.fields[0] ?? "";
    } else if (records.length === 0) {
      throw lineError(file, line, trimmed, "comes before the first id record: this is not an event file");
    }
    records.push(record);
  }
  if (records.length > 0) yield { file, key, records, isLastOfFile: true, hasData };
}

/** @throws {ValidationError} always, with file, line, game and record */
export function refuse(game: GameRecords, record: EventRecord, message: string, cause?: Error): never {
  const text = [record.kind, ...record.fields].join(",");
  throw new ValidationError(
    `Line ${record.line} of ${game.file} (game ${game.key || "unknown"}, record ${JSON.stringify(text)})`,
    [{ field: record.kind, message }],
    {
      ...(cause === undefined ? {} : { cause }),
      details: { file: game.file, line: record.line, record: text, sourceGameId: game.key },
    },
  );
}

/** The most characters of a record that an error shows. */
const longestShown = 200;

function lineError(file: string, line: number, text: string, message: string): ValidationError {
  const record = text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
  const [field = ""] = /^\w+/.exec(text) ?? [];
  return new ValidationError(
    `Line ${line} of ${file} (record ${JSON.stringify(record)})`,
    [{ field, message }],
    { details: { file, line, record } },
  );
}

function recordOf(file: string, line: number, text: string): EventRecord {
  const comma = text.indexOf(",");
  if (comma === -1) return { line, kind: text, fields: [] };
  const kind = text.slice(0, comma);
  const rest = text.slice(comma + 1);
  // A comment is one text, including its commas and quotation marks.
  if (kind === "com") return { line, kind, fields: [rest.replace(/^"|"$/g, "")] };
  return {
    line,
    kind,
    fields: rest.includes('"') ? quotedFields(file, line, text, comma + 1) : rest.split(","),
  };
}

/** Commas between quotation marks are text, and so is a doubled quotation mark. */
function quotedFields(file: string, line: number, text: string, from: number): string[] {
  const fields: string[] = [];
  let field = "";
  let isQuoted = false;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at] as string;
    if (character === '"' && isQuoted && text[at + 1] === '"') {
      field += '"';
      at += 1;
    } else if (character === '"') isQuoted = !isQuoted;
    else if (character === "," && !isQuoted) {
      fields.push(field);
      field = "";
    } else field += character;
  }
  if (isQuoted)
    throw lineError(file, line, text, "has a quotation mark that opens a field and does not end it");
  return [...fields, field];
}

/** The fields of the lines of a roster or a list of teams. */
export function readTable(file: string, text: string): string[][] {
  return text
    .split("\n")
    .map(withoutEnd)
    .flatMap((line, index) => {
      if (line === "") return [];
      return [line.includes('"') ? quotedFields(file, index + 1, line, 0) : line.split(",")];
    });
}
