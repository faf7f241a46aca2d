import type { Node } from "libpg-query";
import { allOf, as, findAll, strings } from "../../../src/migrations/syntax-tree.js";
import { isSerial, typeText } from "../column-types.js";
import { constraintsIn, definitionOf, inWords, nameOf } from "../constraints-in.js";
import type { LintedStatement, LintRule, Warning } from "../lint-rule.js";
import { alterations, columnsIn, identifier, tableName } from "../sql-names.js";
import { defaultOf } from "./column-rules.js";
import { gameKeyRule } from "./game-key-rules.js";

/** Rules for changes that would prevent distributing the schema by game. */
export const shardingRules: readonly LintRule[] = [
  gameKeyRule,
  {
    name: "initially-deferred",
    check({ tree }) {
      const made = constraintsIn(tree).some(
        ({ constraint }) => constraint.initdeferred || constraint.contype === "CONSTR_ATTR_DEFERRED",
      );
      const altered = alterations(tree).some(
        ({ command }) => as(command.def, "ATAlterConstraint")?.initdeferred,
      );
      if (!made && !altered) return [];
      return [
        {
          danger:
            "A deferred constraint is checked at commit: shards do not do that together, and a failure no longer " +
            "comes from the statement that made it. It takes no other lock.",
          safeWay:
            "leave `deferrable initially deferred` out, and write rows in the order that the keys ask for.",
        },
      ];
    },
  },
  {
    name: "trigger",
    check({ tree }) {
      const trigger = as(tree, "CreateTrigStmt");
      if (trigger === undefined) return [];
      const table = tableName(trigger.relation);
      return [
        {
          danger:
            `CREATE TRIGGER holds SHARE ROW EXCLUSIVE on ${table}: nobody can write to it until commit. And a ` +
            "distributed table takes no triggers.",
          safeWay:
            "do it in the statement that writes the row, or let a constraint or a generated column say it.",
        },
      ];
    },
  },
  {
    name: "foreign-key-sets-column",
    check: ({ tree }) =>
      constraintsIn(tree).flatMap((found) => {
        const { fk_del_action = "a", fk_upd_action = "a" } = found.constraint;
        const changesKey = fk_upd_action === "c";
        if (!changesKey && ![fk_del_action, fk_upd_action].some((action) => ["n", "d"].includes(action)))
          return [];
        return [
          {
            danger:
              `${capital(inWords(found))} ${changesKey ? "follows a key that changes" : "sets columns to null or to their default"}: ` +
              "a foreign key that holds the game, as all must, cannot do that on a distributed table. It takes no other lock.",
            safeWay:
              "on delete cascade, or no action, and let the operation that deletes the row clear the column first:\n" +
              `constraint ${nameOf(found)} ${definitionOf(found)} on delete cascade`,
          },
        ];
      }),
  },
  { name: "identity-not-bigint", check: smallIdentities },
  { name: "serial", check: ({ tree }) => sequences(tree) },
  {
    name: "inline-foreign-key",
    check: ({ tree, soFar }) =>
      constraintsIn(tree).flatMap((found) => {
        const { table, constraint, isAltering } = found;
        const referenced = tableName(constraint.pktable);
        if (constraint.contype !== "CONSTR_FOREIGN" || isAltering) return [];
        if (referenced === table || soFar.isNew(referenced)) return [];
        return [
          {
            danger:
              `${capital(inWords(found))} comes with its table, which cannot be distributed: while it is not yet, it ` +
              `must not reference ${referenced}, which is. It holds SHARE ROW EXCLUSIVE on ${referenced}, so that ` +
              "nobody can write to it until commit.",
            safeWay:
              "add the foreign key by ALTER TABLE after CREATE TABLE:\n" +
              `alter table ${table} add constraint ${nameOf(found)} ${definitionOf(found)};`,
          },
        ];
      }),
  },
];

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function smallIdentities({ tree, schema }: LintedStatement): Warning[] {
  const made = columnsIn(tree).flatMap(({ table, column }) => {
    const isIdentity = allOf(column.constraints, "Constraint").some((c) => c.contype === "CONSTR_IDENTITY");
    return isIdentity ? [{ table, name: column.colname ?? "", type: column.typeName }] : [];
  });
  const altered = alterations(tree).flatMap(({ table, command: { subtype, name = "" } }) =>
    subtype === "AT_AddIdentity" ? [{ table, name, type: schema.typeOf(table, name) }] : [],
  );
  return [...made, ...altered].flatMap(({ table, name, type }) => {
    if (type === undefined || typeText(type) === "int8") return [];
    return [
      {
        danger:
          `${table}.${identifier(name)} is ${typeText(type)}: a distributed table gives each shard a range of numbers ` +
          "of its own, which only bigint has room for. It takes no other lock now; to change it later rewrites the " +
          "table under ACCESS EXCLUSIVE.",
        safeWay: `${identifier(name)} bigint generated always as identity`,
      },
    ];
  });
}

function sequences(tree: Node): Warning[] {
  const columns = columnsIn(tree).flatMap(({ column }) =>
    isSerial(column.typeName) || callsNextval(defaultOf(column)) ? (column.colname ?? []) : [],
  );
  const altered = alterations(tree).flatMap(({ command: { subtype, name, def } }) =>
    subtype === "AT_ColumnDefault" && callsNextval(def) ? (name ?? []) : [],
  );
  return [...columns, ...altered].map((name) => ({
    danger:
      `${identifier(name)} takes its number from a sequence that anybody can write past, and that is not the column's ` +
      "own on a shard. It takes no other lock.",
    safeWay: `${identifier(name)} bigint generated always as identity`,
  }));
}

function callsNextval(expression: Node | undefined): boolean {
  return findAll(expression, "FuncCall").some(({ funcname }) => strings(funcname).at(-1) === "nextval");
}
