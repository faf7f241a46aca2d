import type { ColumnRef, SelectStmt } from "libpg-query";
import { parseStatements, SqlSyntaxError } from "../parser.js";

/**
 * A view's query as PostgreSQL 16 and later give it back: where it reads one table only, earlier ones name that table
 * before each of its columns, and later ones do not.
 */
export async function withoutNeedlessPrefixes(query: string): Promise<string> {
  const select = await parsedSelect(query);
  const from = select?.fromClause ?? [];
  const [only] = from;
  if (select === undefined || from.length !== 1 || only === undefined || "JoinExpr" in only) return query;
  // Bytes, because that is what the parser counts.
  let bytes = Buffer.from(query);
  for (const { fields = [], location = 0 } of columnsOf(select).toReversed()) {
    if (fields.length < 2) continue;
    const rest = bytes.subarray(location).toString();
    const [prefix = ""] = /^(?:"(?:[^"]|"")*"|[^".]+)\./.exec(rest) ?? [];
    bytes = Buffer.concat([bytes.subarray(0, location), Buffer.from(rest.slice(prefix.length))]);
  }
  return bytes.toString();
}

async function parsedSelect(query: string): Promise<SelectStmt | undefined> {
  try {
    const tree = (await parseStatements(query))[0]?.tree;
    return tree !== undefined && "SelectStmt" in tree ? tree.SelectStmt : undefined;
  } catch (error) {
    // The words of a server newer than our parser: such a server prefixes nothing.
    if (error instanceof SqlSyntaxError) return undefined;
    throw error;
  }
}

/** The columns that the query itself names, in the order of the text. Queries within it are prefixed everywhere. */
function columnsOf(select: SelectStmt): ColumnRef[] {
  const found: ColumnRef[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === "ColumnRef") found.push(value as ColumnRef);
      else if (key !== "fromClause" && key !== "withClause" && key !== "subselect") walk(value);
    }
  };
  walk(select);
  return found.toSorted((a, b) => (a.location ?? 0) - (b.location ?? 0));
}
