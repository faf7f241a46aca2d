import { isDeepStrictEqual } from "node:util";
import { type Column, getTableColumns } from "drizzle-orm";
import { games } from "../../models/games-table.js";
import { lineups } from "../../models/lineups-table.js";
import { plays } from "../../models/plays-table.js";
import { rosterLinks } from "../../models/roster-links-table.js";
import type { GameFile } from "../game-file/game-file.js";
import { type EventRecord, type GameRecords, refuse } from "./event-records.js";

/** The parts of a game, by the words that comments have for them. */
const parts = { game: games, roster: rosterLinks, lineup: lineups, play: plays } as const;
type Part = keyof typeof parts;
type CommentRow = Readonly<Record<string, unknown>>;
type Rows = Readonly<Record<Part, readonly CommentRow[]>>;

/** The most characters of a value in one comment, because some tools cut long lines. */
const longestChunk = 180;

/** Comments of a game: by part and number (from 1) the lines that belong to it, and first their number. */
export type GameComments = ReadonlyMap<string, readonly string[]>;

export const noComments: GameComments = new Map();

/**
 * What event files have no records for, as comments: the league of a card game, dice rolls, exact times. They contain every
 * field that cannot be read from the game's other records, and their number, so that a lost comment is noticed.
 *
 * @example `com,"dugout,play,12,{""diceRoll"":""3+4""}"`: play 12 was rolled with a 3 and a 4
 * @param read the game as it is read from its other records
 */
export function commentsOf(read: GameFile, game: GameFile): GameComments {
  const comments = new Map<string, readonly string[]>();
  const [given, wanted] = [rowsOf(inLeague(read, game.game.leagueId)), rowsOf(game)];
  for (const part of Object.keys(parts) as Part[]) {
    // Where the game has fewer rows, one comment ends the list.
    const count = Math.min(Math.max(given[part].length, wanted[part].length), wanted[part].length + 1);
    for (let index = 0; index < count; index += 1) {
      const value = differing(given[part][index] ?? {}, wanted[part][index]);
      if (value !== undefined) comments.set(keyOf(part, index + 1), linesOf(part, index + 1, value));
    }
  }
  const count = [...comments.values()].flat().length;
  return count === 0 ? noComments : new Map([[countKey, [`com,"dugout,comments,${count}"`]], ...comments]);
}

export const countKey = "comments";
export const keyOf = (part: string, number: number) => `${part} ${number}`;

/** The fields that differ; null where the list has ended. */
function differing(given: CommentRow, wanted: CommentRow | undefined): object | null | undefined {
  if (wanted === undefined) return null;
  const fields = Object.entries(wanted).filter(([field, value]) => !isDeepStrictEqual(given[field], value));
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}

/** A long value continues in the next comment of the same row. */
function linesOf(part: string, number: number, value: object | null): string[] {
  const json = JSON.stringify(value).replace(/[\u007f-\uffff]/g, escaped);
  const chunks = json.match(new RegExp(`.{1,${longestChunk}}`, "g")) ?? [];
  return chunks.map((chunk) => `com,"dugout,${part},${number},${chunk.replaceAll('"', '""')}"`);
}

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

interface Comment {
  readonly record: EventRecord;
  readonly part: Part;
  readonly number: number;
  text: string;
}

export const isOwnComment = (text: string) => text.startsWith("dugout,");

const form = /^dugout,(game|roster|lineup|play),([1-9]\d{0,4}),(.*)$/;
const countForm = /^dugout,comments,(\d{1,6})$/;

/**
 * Returns the game with the fields in its comments.
 *
 * @throws {ValidationError} naming file, line and record, if a comment has a field or a value that no game can have
 */
export function withComments(records: GameRecords, read: GameFile): GameFile {
  const comments = commentsIn(records);
  if (comments.size === 0) return read;
  const values = [...comments.values()].map((comment) => [comment, fieldsOf(records, comment)] as const);
  const league = values.find(([{ part }]) => part === "game")?.[1]?.leagueId;
  const rows: Record<Part, CommentRow[]> = rowsOf(inLeague(read, league));
  for (const [{ record, part, number }, value] of values) {
    const list = rows[part];
    if (number > list.length + 1) refuse(records, record, `leaves out ${part} ${list.length + 1}`);
    if (value === null) list.splice(number - 1);
    else list[number - 1] = { ...list[number - 1], ...value };
  }
  const [game] = rows.game;
  const [first] = records.records;
  if (game === undefined || rows.game.length > 1)
    refuse(records, first as EventRecord, "is one game, not several");
  const lists = { roster: rows.roster, lineups: rows.lineup, plays: rows.play };
  return { ...read, game, ...lists } as unknown as GameFile;
}

/** The comments of a game that Dugout wrote, each joined from its lines. */
function commentsIn(records: GameRecords): ReadonlyMap<string, Comment> {
  const comments = new Map<string, Comment>();
  let lines = 0;
  let counted: string | undefined;
  for (const record of records.records) {
    const line = record.kind === "com" ? (record.fields[0] ?? "") : "";
    if (!isOwnComment(line)) continue;
    const text = line.replaceAll('""', '"');
    counted = countForm.exec(text)?.[1] ?? counted;
    if (countForm.test(text)) continue;
    const [, part, number, chunk = ""] = form.exec(text) ?? [];
    if (part === undefined) refuse(records, record, "is not a comment that this version writes");
    lines += 1;
    const key = keyOf(part, Number(number));
    const comment = comments.get(key);
    if (comment !== undefined) comment.text += chunk;
    else comments.set(key, { record, part: part as Part, number: Number(number), text: chunk });
  }
  if (String(lines) !== (counted ?? "0"))
    refuse(
      records,
      records.records[0] as EventRecord,
      `names a game with ${lines} comments of dugout's, of which there were ${counted ?? "more"}`,
    );
  return comments;
}

function fieldsOf(records: GameRecords, { record, part, text }: Comment): CommentRow | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    refuse(records, record, `is not JSON: ${(cause as Error).message}`, cause as Error);
  }
  if (value === null) return null;
  if (typeof value !== "object" || Array.isArray(value))
    refuse(records, record, "must be a JSON object or null");
  const columns: Readonly<Record<string, Column>> = getTableColumns(parts[part]);
  return Object.fromEntries(
    Object.entries(value as object).map(([field, given]) => {
      const column = Object.hasOwn(columns, field) ? columns[field] : undefined;
      if (column === undefined) refuse(records, record, `names ${field}, which no ${part} has`);
      return [field, column.dataType === "date" && typeof given === "string" ? new Date(given) : given];
    }),
  );
}

/** Event files name people by codes; the league decides whether a code is a card or a player. */
function inLeague(file: GameFile, league: unknown): GameFile {
  if (league !== "pd") return file;
  const asCard = <Person extends { cardId: number | null; playerId: number | null }>(
    person: Person,
  ): Person => ({
    ...person,
    cardId: person.playerId,
    playerId: null,
  });
  return { ...file, roster: file.roster.map(asCard), lineups: file.lineups.map(asCard) };
}

function rowsOf({ game, roster, lineups: entries, plays: all }: GameFile): Record<Part, CommentRow[]> {
  const rows = { game: [game], roster, lineup: entries, play: all } as unknown as Rows;
  return { game: [...rows.game], roster: [...rows.roster], lineup: [...rows.lineup], play: [...rows.play] };
}
