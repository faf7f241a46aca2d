import type { Node } from "libpg-query";

/** One SQL statement of a migration, as PostgreSQL's own parser reads it. */
export interface SqlStatement {
  /** The statement as it is written, without the comments around it and without its semicolon. */
  readonly text: string;
  /** The line of the file that it begins on, from 1. */
  readonly line: number;
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
    const { stmts = [] } = await parse(sql);
    const tokens = stmts.length === 0 ? [] : (await scan(sql)).tokens.filter(isCode);
    // Offsets are in bytes of UTF-8, except in errors, where they are in whole characters.
    const bytes = Buffer.from(sql);
    return stmts.map(({ stmt, stmt_location: from = 0, stmt_len: length = bytes.length - from }) => {
      const end = tokens.findLast((token) => token.end <= from + length)?.end;
      return {
        text: bytes.subarray(from, end).toString(),
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

/** The parser is a megabyte of WebAssembly, which a program that migrates nothing need not load. */
const parser = () => import("libpg-query");

function isCode({ tokenName }: { tokenName: string }): boolean {
  return tokenName !== "SQL_COMMENT" && tokenName !== "C_COMMENT";
}
