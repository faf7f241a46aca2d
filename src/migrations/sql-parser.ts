import type { Node } from "libpg-query";
import { loadInstalled } from "../connection/package-files.js";

/** One SQL statement of a migration, as PostgreSQL's own parser reads it. */
export interface SqlStatement {
  /** The statement as it is written, without the comments around it and without its semicolon. */
  readonly text: string;
  /** The line of the file that it begins on, from 1. */
  readonly line: number;
  /**
   * The same as several statements, where it is an ALTER TABLE of several actions: a distributed PostgreSQL takes one
   * action at a time.
   */
  readonly actions: readonly string[];
  /** Its syntax tree: one key, the kind of statement, such as `CreateStmt`. */
  readonly tree: Node;
}

/** SQL that PostgreSQL's grammar does not take. */
export class SqlSyntaxError extends Error {
  override readonly name = "SqlSyntaxError";
  /** The line of the file, from 1. */
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/**
 * Takes SQL apart into its statements.
 *
 * @param firstLine the line of the file that `sql` begins on
 * @throws {SqlSyntaxError}
 */
export async function parseStatements(sql: string, firstLine = 1): Promise<SqlStatement[]> {
  // The parser takes comments alone, but not nothing at all.
  if (sql === "") return [];
  const { hasSqlDetails, parse, scan } = await parser();
  const lineAfter = (text: string) => firstLine + text.split("\n").length - 1;
  try {
    const { stmts = [] } = await parse(withoutNul(sql, lineAfter));
    const tokens = stmts.length === 0 ? [] : (await scan(scannable(sql))).tokens.filter(isCode);
    // Offsets are in bytes of UTF-8, except in errors, where they are in whole characters.
    const bytes = Buffer.from(sql);
    return stmts.map(({ stmt, stmt_location: from = 0, stmt_len: length = bytes.length - from }) => {
      const own = tokens.filter((token) => token.start >= from && token.end <= from + length);
      const text = bytes.subarray(from, own.at(-1)?.end).toString();
      return {
        text,
        actions: actionsOf(stmt as Node, own, bytes) ?? [text],
        line: lineAfter(bytes.subarray(0, from).toString()),
        tree: stmt as Node,
      };
    });
  } catch (error) {
    if (!hasSqlDetails(error)) throw error;
    const before = [...sql].slice(0, error.sqlDetails?.cursorPosition).join("");
    throw new SqlSyntaxError(error.message, lineAfter(before));
  }
}

/** The parser would take a NUL for the end, and what is behind it would never run. @throws {SqlSyntaxError} */
function withoutNul(sql: string, lineAfter: (text: string) => number): string {
  const index = sql.indexOf("\0");
  if (index >= 0)
    throw new SqlSyntaxError(
      "there is a NUL character, which PostgreSQL does not take",
      lineAfter(sql.slice(0, index)),
    );
  return sql;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const notEscaped = /[\0-\x08\v\f\x0e-\x1f]/g;

/**
 * The same for the scanner: libpg-query 18.1 writes its tokens as JSON, and does not escape these characters. They stand in
 * quotes and comments, or between tokens, and each is one byte, as a blank is.
 */
const scannable = (sql: string) => sql.replace(notEscaped, " ");

interface Token {
  readonly text: string;
  readonly tokenName: string;
  readonly start: number;
  readonly end: number;
}

/** An ALTER TABLE for each action of one that has several; undefined for any other statement. */
function actionsOf(tree: Node, tokens: readonly Token[], bytes: Buffer): string[] | undefined {
  if (!("AlterTableStmt" in tree) || tree.AlterTableStmt.objtype !== "OBJECT_TABLE") return undefined;
  const first = tokens[0];
  const begin = tokens.findIndex((_, index) => index >= firstAction(tokens));
  if (first === undefined || begin < 0) return undefined;
  const head = bytes.subarray(first.start, tokens[begin - 1]?.end).toString();
  const actions: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens.slice(begin)) {
    if (token.text === "(") depth += 1;
    if (token.text === ")") depth -= 1;
    if (token.text === "," && depth === 0) actions.push([]);
    else actions.at(-1)?.push(token);
  }
  if (actions.length === 1) return undefined;
  return actions.map((own) => `${head} ${bytes.subarray(own[0]?.start, own.at(-1)?.end)}`);
}

/** The place of the first word behind `alter table [if exists] [only] [schema.]name [*]`. */
function firstAction(tokens: readonly Token[]): number {
  const isWord = (place: number, word: string) => tokens[place]?.text.toLowerCase() === word;
  let place = 2;
  if (isWord(place, "if")) place += 2;
  if (isWord(place, "only")) place += 1;
  place += 1;
  while (isWord(place, ".")) place += 2;
  return isWord(place, "*") ? place + 1 : place;
}

/** A comment from `--` to the end of its line. */
interface LineComment {
  /** Where it begins, in characters. */
  readonly index: number;
  readonly text: string;
}

/**
 * The comments of SQL that begin with `--`. What looks like one within quotes, dollar quotes or a comment of another kind
 * is none. Of SQL in which quotes are left open, every line that looks like one: what is wrong is reported by the parser.
 */
export async function lineComments(sql: string): Promise<LineComment[]> {
  if (sql === "") return [];
  const { scan } = await parser();
  const bytes = Buffer.from(sql);
  try {
    const { tokens } = await scan(scannable(sql));
    return tokens
      .filter(({ tokenName }) => tokenName === "SQL_COMMENT")
      .map(({ start, end }) => ({
        index: bytes.subarray(0, start).toString().length,
        text: bytes.subarray(start, end).toString(),
      }));
  } catch {
    return [...sql.matchAll(/^--.*$/gm)].map(({ index, 0: text }) => ({ index, text }));
  }
}

/** The parser is a megabyte of WebAssembly, which a program that migrates nothing need not load. */
const parser = () => loadInstalled<typeof import("libpg-query")>("libpg-query");

function isCode({ tokenName }: { tokenName: string }): boolean {
  return tokenName !== "SQL_COMMENT" && tokenName !== "C_COMMENT";
}
