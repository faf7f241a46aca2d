import { as } from "../../../src/migrations/syntax-tree.js";
import type { LintRule } from "../lint-rule.js";
import { droppedNames, identifier, qualifiedName, tableName } from "../sql-names.js";
import { usedAlterations } from "../used-tables.js";

const behindIt = "every read and write waits behind it";

/** Rules for changes that remove something that running code still uses. */
export const inUseRules: readonly LintRule[] = [
  {
    name: "drop-column",
    check: (statement) =>
      usedAlterations(statement).flatMap(({ table, command: { subtype, name = "" } }) => {
        if (subtype !== "AT_DropColumn") return [];
        const column = identifier(name);
        return [
          {
            danger:
              `DROP COLUMN needs ACCESS EXCLUSIVE on ${table}, and ${behindIt}; from its commit on, code that still ` +
              `asks for ${table}.${column} fails, and what was in it is gone.`,
            safeWay:
              "first release code that does not name it; where it is NOT NULL without a default, so that this code can " +
              `insert: alter table ${table} alter column ${column} drop not null; ` +
              "drop it in a later migration, when no older code runs, and say so above it:\n" +
              `-- lint: allow drop-column, because no code since <release> names ${column}`,
          },
        ];
      }),
  },
  {
    name: "rename-column",
    check({ tree, soFar }) {
      const rename = as(tree, "RenameStmt");
      const table = tableName(rename?.relation);
      if (
        rename?.renameType !== "OBJECT_COLUMN" ||
        rename.relationType !== "OBJECT_TABLE" ||
        soFar.isNew(table)
      )
        return [];
      const [from, to] = [rename.subname ?? "", rename.newname ?? ""].map(identifier);
      return [
        {
          danger:
            `RENAME COLUMN needs ACCESS EXCLUSIVE on ${table}, and ${behindIt}; from its commit on, code that still ` +
            `says ${from} fails, and code that says ${to} fails before.`,
          safeWay:
            "add the new column, release code that writes both, fill the new one some thousand rows to a " +
            "transaction, release code that reads the new one only, and drop the old one in a later migration:\n" +
            `alter table ${table} add column ${to} …;`,
        },
      ];
    },
  },
  {
    name: "drop-table",
    check({ tree, soFar }) {
      const drop = as(tree, "DropStmt");
      if (drop?.removeType !== "OBJECT_TABLE") return [];
      const used = droppedNames(drop.objects).filter((table) => !soFar.isNew(table));
      return used.map((table) => ({
        danger:
          `DROP TABLE needs ACCESS EXCLUSIVE on ${table} and on every table that it references, and ${behindIt}; from ` +
          "its commit on, code that still asks for it fails, and its rows are gone.",
        safeWay:
          "first release code that does not name it; drop it in a later migration, when no older code runs, foreign " +
          "keys first and each in a migration of its own, and say so above it:\n" +
          `-- lint: allow drop-table, because no code since <release> names ${table}`,
      }));
    },
  },
  {
    name: "rename-table",
    check({ tree, soFar, text }) {
      const rename = as(tree, "RenameStmt");
      const move = as(tree, "AlterObjectSchemaStmt");
      if (rename?.renameType !== "OBJECT_TABLE" && move?.objectType !== "OBJECT_TABLE") return [];
      const { relation } = rename ?? move ?? {};
      const table = tableName(relation);
      if (soFar.isNew(table)) return [];
      const schema = move?.newschema ?? relation?.schemaname ?? "public";
      const newName = qualifiedName([schema, rename?.newname ?? relation?.relname ?? ""]);
      return [
        {
          danger:
            `It needs ACCESS EXCLUSIVE on ${table}, and ${behindIt}; from its commit on, code that still says ` +
            `${table} fails, and code that says ${newName} fails before.`,
          safeWay:
            "in the same transaction, let the old name live on as a view, which can be written to as well, until no " +
            `code says it any more:\n-- lint: allow rename-table, because a view keeps the old name\n${text};\n` +
            `create view ${table} as select * from ${newName};`,
        },
      ];
    },
  },
];
