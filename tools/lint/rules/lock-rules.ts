import type { Node } from "libpg-query";
import { allOf, as } from "../../../src/migrations/syntax-tree.js";
import type { LintRule } from "../lint-rule.js";
import { alterations, droppedNames, tableName } from "../sql-names.js";

const modes: Readonly<Record<number, string>> = {
  5: "SHARE",
  6: "SHARE ROW EXCLUSIVE",
  7: "EXCLUSIVE",
  8: "ACCESS EXCLUSIVE",
};

/** Rules for explicit locks, and for locks on several tables. */
export const lockRules: readonly LintRule[] = [
  {
    name: "lock-table",
    check({ tree, soFar }) {
      const lock = as(tree, "LockStmt");
      const mode = modes[lock?.mode ?? 0];
      const used = allOf(lock?.relations, "RangeVar")
        .map(tableName)
        .filter((table) => !soFar.isNew(table));
      if (mode === undefined) return [];
      return used.map((table) => ({
        danger:
          `LOCK TABLE holds ${mode} on ${table} until commit: nobody can ` +
          `${mode === "ACCESS EXCLUSIVE" ? "read or write" : "write to"} it until then.`,
        safeWay:
          "leave it out: each statement takes the lock that it needs. To keep others from some rows, lock these rows:\n" +
          `select … from ${table} where … for update;`,
      }));
    },
  },
  {
    name: "several-tables-locked",
    check({ tree, soFar, isTransactional }) {
      if (!isTransactional) return [];
      const locked = new Set(lockedTables(tree).filter((table) => !soFar.isNew(table)));
      const before = soFar.locked.length > 0 ? soFar.locked : [...locked].slice(0, 1);
      const more = [...locked].filter((table) => !before.includes(table));
      if (more.length === 0) return [];
      return [
        {
          danger:
            `One transaction holds ACCESS EXCLUSIVE on ${before.join(", ")} while it waits for ${more.join(", ")}: a ` +
            "transaction of the game that uses them in the other order waits for it in turn, which is a deadlock, and " +
            "until then everybody waits for both.",
          safeWay: `a migration file for each table: ${more.join(", ")} in the next one.`,
        },
      ];
    },
  },
];

/** The actions of ALTER TABLE that do not block readers. */
const gentle: readonly unknown[] = [
  "AT_ValidateConstraint",
  "AT_SetStatistics",
  "AT_SetOptions",
  "AT_ResetOptions",
  "AT_SetRelOptions",
  "AT_ResetRelOptions",
  "AT_ClusterOn",
  "AT_DropCluster",
  "AT_AttachPartition",
];

/** The tables that a statement locks against reads and writes. */
export function lockedTables(tree: Node): string[] {
  const renamed = as(tree, "RenameStmt");
  const isOfTable = ["OBJECT_TABLE", "OBJECT_COLUMN", "OBJECT_TABCONSTRAINT"].includes(
    renamed?.renameType ?? "",
  );
  const dropped = as(tree, "DropStmt");
  const lock = as(tree, "LockStmt");
  return [
    ...alterations(tree)
      .filter(({ command }) => !gentle.includes(command.subtype))
      .filter(({ command }) => as(command.def, "Constraint")?.contype !== "CONSTR_FOREIGN")
      .map(({ table }) => table),
    ...(isOfTable ? [tableName(renamed?.relation)] : []),
    ...(dropped?.removeType === "OBJECT_TABLE" ? droppedNames(dropped.objects) : []),
    ...(lock?.mode === 8 ? allOf(lock.relations, "RangeVar").map(tableName) : []),
    ...allOf(as(tree, "TruncateStmt")?.relations, "RangeVar").map(tableName),
  ];
}
