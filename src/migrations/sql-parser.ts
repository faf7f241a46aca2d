import type { Node } from "libpg-query";
import { loadInstalled } from "../connection/package-files.js";

/** One SQL statement of a migration, parsed by PostgreSQL's own parser. */
export interface SqlStatement {
  /** The statement as written, without comments around it and without the semicolon. */
  readonly text: string;
  /** The line of the file where it begins, from 1. */
  readonly line: number;
  /**
   * An ALTER TABLE with several actions, as one statement for each action, because Citus accepts only one action at a time. For any
   * other statement, the statement itself.
   */
  readonly actions: readonly string[];
  /** Its syntax tree, with one key: the kind of statement, such as `CreateStmt`. */
  readonly tree: Node;
}

/** SQL with a syntax error. */
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
 * Splits SQL into its statements.
 *
 * @param firstLine the line of the file where `sql` begins
 * @throws {SqlSyntaxError}
 */
export async function parseStatements(sql: string, firstLine = 1): Promise<SqlStatement[]> {
  // The parser accepts comments alone, but not an empty text.
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

/** The parser would stop at a NUL, and what follows would never run. @throws {SqlSyntaxError} */
function withoutNul(sql: string, lineAfter: (text: string) => number): string {
  const index = sql.indexOf("\0");
  if (index >= 0)
    throw new SqlSyntaxError(
      "there is a NUL character, which PostgreSQL does not accept",
      lineAfter(sql.slice(0, index)),
    );
  return sql;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const notEscaped = /[\0-\x08\v\f\x0e-\x1f]/g;

/**
 * The same SQL for the scanner: libpg-query 18.1 returns tokens as JSON, and does not escape these characters. They occur in
 * quotes, in comments or between tokens, and each is one byte, like a space.
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

/** The index of the first token after `alter table [if exists] [only] [schema.]name [*]`. */
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
 * The comments that begin with `--`, but not text that looks like one inside quotes, dollar quotes or another kind of comment.
 * If a quote is not closed, every line that looks like a comment; the parser then reports the error.
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

/** The parser is a megabyte of WebAssembly, so it is loaded only when needed. */
const parser = () => loadInstalled<typeof import("libpg-query")>("libpg-query");

function isCode({ tokenName }: { tokenName: string }): boolean {
  return tokenName !== "SQL_COMMENT" && tokenName !== "C_COMMENT";
}
