import { as } from "../../../src/migrations/syntax-tree.js";
import { constraintsIn, definitionOf, inWords, kindOf, nameOf } from "../constraints-in.js";
import type { LintRule, Warning } from "../lint-rule.js";
import { identifier, tableName } from "../sql-names.js";

/** The length from which a name is too long, because distribution appends a number for every shard. */
const tooLong = 40;

/** Constraints and indexes have explicit names, with room for a shard's number. */
export const nameRules: readonly LintRule[] = [
  {
    name: "unnamed",
    check({ tree }) {
      const constraints = constraintsIn(tree).flatMap((found) => {
        const { conname, indexname } = found.constraint;
        if (kindOf(found.constraint) === undefined || conname !== undefined || indexname !== undefined)
          return [];
        return [unnamed(inWords(found), `constraint ${nameOf(found)} ${definitionOf(found)}`)];
      });
      const index = as(tree, "IndexStmt");
      if (index === undefined || index.idxname !== undefined) return constraints;
      const table = tableName(index.relation);
      return [
        unnamed(`an index on ${table}`, `create index ${table.split(".").at(-1)}_…_idx on ${table} (…);`),
      ];
    },
  },
  {
    name: "long-name",
    check: ({ tree }) => {
      const renamed = as(tree, "RenameStmt");
      const isOurs = ["OBJECT_TABCONSTRAINT", "OBJECT_INDEX"].includes(renamed?.renameType ?? "");
      const names = [
        ...constraintsIn(tree).map(({ constraint }) => constraint.conname),
        as(tree, "IndexStmt")?.idxname,
        isOurs ? renamed?.newname : undefined,
      ];
      return names.flatMap((name) => (name !== undefined && [...name].length >= tooLong ? [long(name)] : []));
    },
  },
];

function unnamed(what: string, named: string): Warning {
  return {
    danger:
      `It takes no other lock, but the server chooses a name for ${what}: shards, later migrations and messages of ours ` +
      "then name it by luck.",
    safeWay: `name it: ${named}`,
  };
}

function long(name: string): Warning {
  return {
    danger:
      `It takes no other lock, but ${identifier(name)} has ${[...name].length} characters: with a shard's number behind it, ` +
      "it can reach PostgreSQL's limit of 63 bytes and be cut off.",
    safeWay: `a name of less than ${tooLong} characters, in the form <table>_<what>_<kind>.`,
  };
}
