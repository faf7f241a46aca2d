import type { IndexStmt } from "libpg-query";
import { as, hasOption } from "../../../src/migrations/syntax-tree.js";
import type { LintedStatement, LintRule } from "../lint-rule.js";
import { droppedNames, identifier, tableName } from "../sql-names.js";

/** Rules for creating, dropping and rebuilding indexes while the table is in use. */
export const indexRules: readonly LintRule[] = [
  {
    name: "index-without-concurrently",
    check({ tree, soFar }) {
      const index = as(tree, "IndexStmt");
      const table = tableName(index?.relation);
      if (index === undefined || index.concurrent || soFar.isNew(table)) return [];
      return [
        {
          danger: `CREATE INDEX holds SHARE on ${table} until it has read every row: nobody can write to it until then.`,
          safeWay: `in a separate file, marked \`-- Up Migration (no transaction)\`:\n${concurrently(index, table)}`,
        },
      ];
    },
  },
  {
    name: "drop-index-without-concurrently",
    inDownParts: true,
    check(statement) {
      const drop = as(statement.tree, "DropStmt");
      if (drop?.removeType !== "OBJECT_INDEX" || drop.concurrent) return [];
      const used = droppedNames(drop.objects).filter((index) => !isOfNewTable(index, statement));
      return used.map((index) => ({
        danger:
          `DROP INDEX needs ACCESS EXCLUSIVE on the table of ${index}: it waits for every transaction that has used ` +
          "it, and every read and write waits behind it.",
        safeWay: `in a part marked \`(no transaction)\`:\ndrop index concurrently if exists ${index};`,
      }));
    },
  },
  {
    name: "reindex-without-concurrently",
    check(statement) {
      const reindex = as(statement.tree, "ReindexStmt");
      if (reindex === undefined || hasOption(reindex.params, "concurrently")) return [];
      const { kind = "REINDEX_OBJECT_TABLE", relation, name } = reindex;
      const what = relation === undefined ? identifier(name ?? "") : tableName(relation);
      const isIndex = kind === "REINDEX_OBJECT_INDEX";
      if (isIndex ? isOfNewTable(what, statement) : statement.soFar.isNew(what)) return [];
      const word = kind.replace("REINDEX_OBJECT_", "").toLowerCase();
      return [
        {
          danger:
            "REINDEX holds SHARE on the table, so that nobody can write to it, and ACCESS EXCLUSIVE on the index, so " +
            "that nobody can plan a query of the table, until the index is rebuilt.",
          safeWay: `in a part marked \`(no transaction)\`:\nreindex ${word} concurrently ${what};`,
        },
      ];
    },
  },
];

function isOfNewTable(index: string, { schema, soFar }: LintedStatement): boolean {
  return soFar.isNew(schema.tableOfIndex(index));
}

function concurrently({ unique, idxname, indexParams, whereClause }: IndexStmt, table: string): string {
  const columns = (indexParams ?? []).map((param) => {
    const name = as(param, "IndexElem")?.name;
    return name === undefined ? "…" : identifier(name);
  });
  const name = idxname === undefined ? `${table.split(".").at(-1)}_…_idx` : identifier(idxname);
  return (
    `create ${unique ? "unique " : ""}index concurrently if not exists ${name} ` +
    `on ${table} (${columns.join(", ")})${whereClause === undefined ? "" : " where …"};`
  );
}
