import type { Node } from "libpg-query";
import { allOf, as } from "../../../src/migrations/syntax-tree.js";
import { formsIn } from "../distributed-forms.js";
import type { LintRule } from "../lint-rule.js";
import { alterations, columnsIn, droppedNames, identifier, tableName } from "../sql-names.js";

/** Rules for what a distributed PostgreSQL (Citus) refuses on a distributed table. */
export const distributedTableRules: readonly LintRule[] = [
  {
    name: "distributed-statement",
    check: ({ tree, isReplaced }) =>
      isRead(tree) && !isReplaced
        ? formsIn([tree]).map(({ name, instead }) => ({
            danger: `It has ${name}, which a distributed database refuses, or sends to every shard. It takes no other lock.`,
            safeWay: `${instead}.`,
          }))
        : [],
  },
  {
    name: "distributed-action",
    check: ({ tree }) =>
      alterations(tree).flatMap(({ table, command: { subtype = "" } }) =>
        takenActions.has(subtype)
          ? []
          : [
              {
                danger:
                  `A distributed database refuses this action on ${table} (${inWords(subtype)}): the migration would stop ` +
                  "there, and not here. It takes no other lock.",
                safeWay: "leave it out, or run it on each node's shards outside of the migrations.",
              },
            ],
      ),
  },
  {
    name: "game-column",
    check: ({ tree }) =>
      alterations(tree).flatMap(({ table, command: { subtype = "", name = "" } }) =>
        ["AT_DropColumn", "AT_AlterColumnType"].includes(subtype) && isGame(table, name)
          ? [
              {
                danger: `${table}.${identifier(name)} is what the table is distributed by: it cannot be dropped or given another type.`,
                safeWay: "make another table, and copy the rows.",
              },
            ]
          : [],
      ),
  },
  {
    name: "added-identity",
    check: ({ tree }) =>
      as(tree, "CreateStmt")
        ? []
        : columnsIn(tree).flatMap(({ table, column }) => {
            const kinds = allOf(column.constraints, "Constraint").map(({ contype }) => contype);
            if (!kinds.includes("CONSTR_IDENTITY")) return [];
            const name = identifier(column.colname ?? "");
            return [
              {
                danger:
                  `A distributed database adds no identity column to ${table}, and PostgreSQL rewrites the table for it ` +
                  "under ACCESS EXCLUSIVE.",
                safeWay: `make it with its table:\n${name} bigint generated always as identity`,
              },
            ];
          }),
  },
  {
    name: "renamed-constraint",
    check({ tree }) {
      const renamed = as(tree, "RenameStmt");
      if (renamed?.renameType !== "OBJECT_TABCONSTRAINT") return [];
      return [
        {
          danger: `A distributed database does not rename a constraint of ${tableName(renamed.relation)}. It takes no other lock.`,
          safeWay: "drop it and add it under its new name, or leave it as it is.",
        },
      ];
    },
  },
  {
    name: "several-dropped",
    inDownParts: true,
    check({ tree }) {
      const dropped = as(tree, "DropStmt");
      const names = droppedNames(dropped?.objects);
      if (!["OBJECT_INDEX", "OBJECT_VIEW"].includes(dropped?.removeType ?? "") || names.length < 2) return [];
      const kind = dropped?.removeType === "OBJECT_INDEX" ? "index" : "view";
      return [
        {
          danger: "A distributed database drops one at a time. It takes no other lock.",
          safeWay: names.map((name) => `drop ${kind} ${name};`).join("\n"),
        },
      ];
    },
  },
  {
    name: "inherited-table",
    check({ tree }) {
      const { inhRelations = [], relation, partbound } = as(tree, "CreateStmt") ?? {};
      if (inhRelations.length === 0 || partbound !== undefined) return [];
      return [
        {
          danger: `${tableName(relation)} inherits, which a distributed table does not, nor does one inherit from it. It takes no other lock.`,
          safeWay: "create table … (like … including all), or columns of its own.",
        },
      ];
    },
  },
];

/** The actions of ALTER TABLE that Citus accepts, or that another rule checks. */
const takenActions = new Set([
  ...["AT_AddColumn", "AT_DropColumn", "AT_AlterColumnType", "AT_ColumnDefault"],
  ...["AT_SetNotNull", "AT_DropNotNull", "AT_SetCompression"],
  ...["AT_AddConstraint", "AT_DropConstraint", "AT_ValidateConstraint"],
  ...["AT_AttachPartition", "AT_DetachPartition", "AT_DetachPartitionFinalize"],
  ...["AT_ReplicaIdentity", "AT_ChangeOwner"],
  ...["AT_EnableRowSecurity", "AT_DisableRowSecurity", "AT_ForceRowSecurity", "AT_NoForceRowSecurity"],
  ...["AT_SetRelOptions", "AT_ResetRelOptions", "AT_SetLogged", "AT_SetUnLogged"],
]);

const isGame = (table: string, column: string) => column === (table === "games" ? "id" : "game_id");

/** `AT_SetStatistics`: set statistics. */
const inWords = (subtype: string) =>
  subtype
    .replace("AT_", "")
    .replaceAll(/(?<=[a-z])[A-Z]/g, " $&")
    .toLowerCase();

/** True if it reads or writes rows when it is run, or is the query of a view. */
function isRead(tree: Node): boolean {
  return ["SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "ViewStmt"].some(
    (kind) => kind in tree,
  );
}
