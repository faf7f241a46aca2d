import { as, hasOption } from "../../../src/migrations/syntax-tree.js";
import type { LintedStatement, LintRule, Warning } from "../lint-rule.js";
import { tableName } from "../sql-names.js";
import { usedAlterations } from "../used-tables.js";

const wholeTableAnew =
  "ACCESS EXCLUSIVE while the whole table and all its indexes are rewritten: nobody can read or write it until then.";

/** Rules for statements that read or rewrite a whole table, or delete all its rows. */
export const tableRules: readonly LintRule[] = [
  {
    name: "refresh-without-concurrently",
    check({ tree, soFar }) {
      const refresh = as(tree, "RefreshMatViewStmt");
      const view = tableName(refresh?.relation);
      if (refresh === undefined || refresh.concurrent || soFar.isNew(view)) return [];
      return [
        {
          danger: `REFRESH MATERIALIZED VIEW holds ACCESS EXCLUSIVE on ${view} while its query runs: nobody can read it.`,
          safeWay:
            `give it a unique index on columns, without WHERE, and then:\n` +
            `refresh materialized view concurrently ${view};`,
        },
      ];
    },
  },
  {
    name: "cluster",
    check({ tree, soFar }) {
      const cluster = as(tree, "ClusterStmt");
      const table = cluster?.relation && tableName(cluster.relation);
      if (cluster === undefined || soFar.isNew(table)) return [];
      return [
        {
          danger: `CLUSTER holds ${wholeTableAnew}`,
          safeWay:
            "leave it out, and let an index give the order. A table that must be packed is packed online, by " +
            "pg_repack, outside the migrations.",
        },
      ];
    },
  },
  {
    name: "vacuum-full",
    check({ tree }) {
      const vacuum = as(tree, "VacuumStmt");
      if (!hasOption(vacuum?.options, "full")) return [];
      const tables = (vacuum?.rels ?? []).map((rel) => tableName(as(rel, "VacuumRelation")?.relation));
      return [
        {
          danger: `VACUUM FULL holds ${wholeTableAnew}`,
          safeWay:
            "in a part marked `(no transaction)`, which makes room for new rows, though not for other files:\n" +
            `vacuum (analyze)${tables.length > 0 ? ` ${tables.join(", ")}` : ""};`,
        },
      ];
    },
  },
  { name: "table-rewrite", check: rewrites },
  {
    name: "truncate",
    check({ tree, soFar }) {
      const tables = (as(tree, "TruncateStmt")?.relations ?? []).map((relation) =>
        tableName(as(relation, "RangeVar")),
      );
      const used = tables.filter((table) => !soFar.isNew(table));
      return used.map((table) => ({
        danger: `TRUNCATE needs ACCESS EXCLUSIVE on ${table}: every read and write waits behind it, and then every row is gone.`,
        safeWay:
          "delete what is no longer wanted, some thousand rows to a transaction, until none is left:\n" +
          `delete from ${table} where … in (select … from ${table} where <no longer wanted> limit 5000);`,
      }));
    },
  },
];

const rewriting: Readonly<Record<string, string>> = {
  AT_SetLogged: "SET LOGGED",
  AT_SetUnLogged: "SET UNLOGGED",
  AT_SetTableSpace: "SET TABLESPACE",
  AT_SetAccessMethod: "SET ACCESS METHOD",
};

function rewrites(statement: LintedStatement): Warning[] {
  const safeWay =
    "make a new table as it shall be, let the code write to both, copy the rows some thousand to a transaction, and " +
    "let the code read the new one when they are the same.";
  if ("AlterTableMoveAllStmt" in statement.tree) {
    return [
      { danger: `ALL IN TABLESPACE … SET TABLESPACE holds, table after table, ${wholeTableAnew}`, safeWay },
    ];
  }
  return usedAlterations(statement).flatMap(({ table, command }) => {
    const what = rewriting[command.subtype ?? ""];
    if (what === undefined) return [];
    return [{ danger: `${what} holds, on ${table}, ${wholeTableAnew}`, safeWay }];
  });
}
