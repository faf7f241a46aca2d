import type { ColumnDef, Constraint } from "libpg-query";
import { allOf, as, findAll, strings } from "../../../src/migrations/syntax-tree.js";
import { isSerial } from "../column-types.js";
import type { LintRule } from "../lint-rule.js";
import { identifier } from "../sql-names.js";
import { addedToUsed, usedAlterations } from "../used-tables.js";
import { columnTypeRule } from "./column-type-rules.js";

/** Rules for columns that are added to a table in use, or changed in it. */
export const columnRules: readonly LintRule[] = [
  {
    name: "not-null-column-without-default",
    check: (statement) =>
      addedToUsed(statement).flatMap(({ table, column }) => {
        if (!isNotNull(column) || isFilled(column)) return [];
        const name = identifier(column.colname ?? "");
        return [
          {
            danger:
              `ADD COLUMN … NOT NULL without a default takes ACCESS EXCLUSIVE on ${table}, and fails as soon as there ` +
              "is a row; and code that does not name the column yet could not insert any more.",
            safeWay:
              "with a constant default, which every row then has at once, without being written:\n" +
              `alter table ${table} add column ${name} … not null default …;\n` +
              "or without NOT NULL first, then fill it some thousand rows to a transaction, then as `set-not-null` says.",
          },
        ];
      }),
  },
  {
    name: "column-rewrites-table",
    check: (statement) => [
      ...addedToUsed(statement).flatMap(({ table, column }) => {
        const why = whyRewritten(column);
        return why === undefined ? [] : [rewriteWarning(table, column.colname ?? "", why)];
      }),
      ...usedAlterations(statement).flatMap(({ table, command: { subtype, name = "" } }) =>
        subtype === "AT_SetExpression"
          ? [rewriteWarning(table, name, "where the column is stored, it is computed for every row")]
          : [],
      ),
    ],
  },
  columnTypeRule,
];

function rewriteWarning(table: string, column: string, why: string) {
  const name = identifier(column);
  return {
    danger:
      `${why}, so ACCESS EXCLUSIVE on ${table} is held while the whole table and all its indexes are rewritten: ` +
      "nobody can read or write it until then.",
    safeWay:
      "add it empty, give it its default for new rows alone, and fill the old ones some thousand to a transaction:\n" +
      `alter table ${table} add column ${name} …;\nalter table ${table} alter column ${name} set default …;\n` +
      `update ${table} set ${name} = … where … in (select … from ${table} where ${name} is null limit 5000);\n` +
      "What is computed from other columns of the row can be computed by the reader, by a view, or by a virtual " +
      "generated column (PostgreSQL 18).",
  };
}

function constraintOf(column: ColumnDef, ...types: NonNullable<Constraint["contype"]>[]) {
  return allOf(column.constraints, "Constraint").find(({ contype }) => contype && types.includes(contype));
}

/** The column's value in a row that does not name it; undefined for null. */
export function defaultOf(column: ColumnDef) {
  const expression = constraintOf(column, "CONSTR_DEFAULT")?.raw_expr;
  return as(expression, "A_Const")?.isnull ? undefined : expression;
}

function isNotNull(column: ColumnDef): boolean {
  return constraintOf(column, "CONSTR_NOTNULL", "CONSTR_PRIMARY") !== undefined;
}

function isFilled(column: ColumnDef): boolean {
  const isMade = constraintOf(column, "CONSTR_IDENTITY", "CONSTR_GENERATED") !== undefined;
  return isMade || isSerial(column.typeName) || defaultOf(column) !== undefined;
}

function whyRewritten(column: ColumnDef): string | undefined {
  if (isSerial(column.typeName)) return "A serial column takes a number from its sequence for every row";
  if (constraintOf(column, "CONSTR_IDENTITY"))
    return "An identity column takes a number from its sequence for every row";
  if (constraintOf(column, "CONSTR_GENERATED")?.generated_kind === "s")
    return "A stored generated column is computed for every row";
  const volatile = findAll(defaultOf(column), "FuncCall")
    .map(({ funcname }) => strings(funcname).at(-1) ?? "")
    .find((name) => !stable.has(name));
  return (
    volatile &&
    `The default calls ${identifier(volatile)}(), which is volatile or not known to be anything else, once for every row`
  );
}

/** Stable functions, which have the same value within one statement: a default with them is computed once. */
const stable = new Set([
  ..."now transaction_timestamp statement_timestamp timezone date_trunc date_part extract to_timestamp".split(
    " ",
  ),
  ..."make_date make_time make_timestamp make_timestamptz make_interval current_setting".split(" "),
  ..."lower upper concat md5 repeat to_json to_jsonb array_fill int4range int8range numrange tstzrange".split(
    " ",
  ),
  ..."json_build_array json_build_object jsonb_build_array jsonb_build_object".split(" "),
]);
