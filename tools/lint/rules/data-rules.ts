import type { Node } from "libpg-query";
import { findAll } from "../../../src/migrations/syntax-tree.js";
import type { LintedStatement, LintRule, Warning } from "../lint-rule.js";
import { tableName } from "../sql-names.js";

/** Rules for statements that change all rows at once. */
export const dataRules: readonly LintRule[] = [
  { name: "update-without-where", check: (statement) => allRows(statement, "UpdateStmt") },
  { name: "delete-without-where", check: (statement) => allRows(statement, "DeleteStmt") },
];

function allRows({ tree, soFar }: LintedStatement, kind: "UpdateStmt" | "DeleteStmt"): Warning[] {
  const tables = runAtOnce(tree)
    ? findAll(tree, kind).flatMap(({ relation, whereClause }) => (whereClause ? [] : tableName(relation)))
    : [];
  const used = tables.filter((table) => !soFar.isNew(table));
  const word = kind === "UpdateStmt" ? "UPDATE" : "DELETE";
  return used.map((table) => ({
    danger:
      `${word} without WHERE locks every row of ${table} until commit (ROW EXCLUSIVE on the table, and a lock on ` +
      "each row): who wants to write one waits, deadlocks come with it, replicas fall behind, and the table grows.",
    safeWay:
      "some thousand rows to a transaction, from a program or in a part marked `(no transaction)`, again until none is " +
      `left:\n${kind === "UpdateStmt" ? `update ${table} set …` : `delete from ${table}`} where … in ` +
      `(select … from ${table} where <not done yet> limit 5000);`,
  }));
}

/** True if a statement has its effect when it is run; the body of a function does not. */
function runAtOnce(tree: Node): boolean {
  return ["SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"].some((kind) => kind in tree);
}
