import type { ColumnDef, Constraint, Node } from "libpg-query";
import { allOf, as, strings } from "../../src/migrations/syntax-tree.js";
import { alterations, columnsIn, identifier, tableName } from "./sql-names.js";

/** A constraint that a statement creates. */
export interface FoundConstraint {
  readonly table: string;
  readonly constraint: Constraint;
  /** The column, if the constraint is part of a column's definition. */
  readonly column: ColumnDef | undefined;
  /** The columns that it is on, in order; of a CHECK none, and of a foreign key its own table's. */
  readonly columns: readonly string[];
  /** False if the constraint is part of CREATE TABLE. */
  readonly isAltering: boolean;
}

/** Most rules ask for the constraints of each statement. */
const known = new WeakMap<Node, readonly FoundConstraint[]>();

/** Every constraint that a statement creates: in a column's definition, in CREATE TABLE, or by ALTER TABLE. */
export function constraintsIn(tree: Node): readonly FoundConstraint[] {
  const found = known.get(tree) ?? findConstraints(tree);
  known.set(tree, found);
  return found;
}

function findConstraints(tree: Node): FoundConstraint[] {
  const created = as(tree, "CreateStmt");
  const isAltering = created === undefined;
  const onTable = [
    ...allOf(created?.tableElts, "Constraint").map((constraint) => ({
      table: tableName(created?.relation),
      constraint,
    })),
    ...alterations(tree).flatMap(({ table, command }) => {
      const constraint = command.subtype === "AT_AddConstraint" ? as(command.def, "Constraint") : undefined;
      return constraint === undefined ? [] : [{ table, constraint }];
    }),
  ];
  return [
    ...columnsIn(tree).flatMap(({ table, column }) =>
      allOf(column.constraints, "Constraint").map((constraint) => ({
        table,
        constraint,
        column,
        columns: constraint.contype === "CONSTR_CHECK" ? [] : [column.colname ?? ""],
        isAltering,
      })),
    ),
    ...onTable.map((found) => ({
      ...found,
      column: undefined,
      columns: columnsOf(found.constraint),
      isAltering,
    })),
  ];
}

function columnsOf({ contype, keys, fk_attrs, exclusions }: Constraint): string[] {
  if (contype === "CONSTR_FOREIGN") return strings(fk_attrs);
  if (contype !== "CONSTR_EXCLUSION") return strings(keys);
  return allOf(exclusions, "List").flatMap(({ items = [] }) => {
    const operator = strings(as(items[1], "List")?.items).at(-1);
    // Only an equality distinguishes two games.
    return operator === "=" ? (as(items[0], "IndexElem")?.name ?? []) : [];
  });
}

const kinds: Readonly<Record<string, string>> = {
  CONSTR_PRIMARY: "primary key",
  CONSTR_UNIQUE: "unique constraint",
  CONSTR_CHECK: "CHECK constraint",
  CONSTR_FOREIGN: "foreign key",
  CONSTR_EXCLUSION: "exclusion constraint",
};

/** The kind of constraint in words; undefined for NOT NULL, defaults and similar. */
export function kindOf({ contype = "CONSTR_NULL" }: Constraint): string | undefined {
  return kinds[contype];
}

/** The constraint's name, or a suggested one from its columns. */
export function nameOf({ table, constraint, column, columns }: FoundConstraint): string {
  if (constraint.conname !== undefined) return identifier(constraint.conname);
  const endings: Readonly<Record<string, string>> = {
    CONSTR_PRIMARY: "pkey",
    CONSTR_UNIQUE: "key",
    CONSTR_FOREIGN: "fkey",
    CONSTR_NOTNULL: "not_null",
    CONSTR_EXCLUSION: "excl",
  };
  const isKey = constraint.contype === "CONSTR_PRIMARY";
  const about = isKey ? [] : columns.length > 0 ? columns : [column?.colname ?? ""];
  const ending = endings[constraint.contype ?? ""] ?? "check";
  return [table.split(".").at(-1), ...about, ending].filter((part) => part !== "").join("_");
}

/** Its SQL after the name, shortened. */
export function definitionOf({ constraint, columns }: FoundConstraint): string {
  const list = columns.map(identifier).join(", ");
  const referenced = strings(constraint.pk_attrs).map(identifier).join(", ") || "…";
  const definitions: Readonly<Record<string, string>> = {
    CONSTR_PRIMARY: `primary key (${list})`,
    CONSTR_UNIQUE: `unique (${list})`,
    CONSTR_FOREIGN: `foreign key (${list}) references ${tableName(constraint.pktable)} (${referenced})`,
    CONSTR_EXCLUSION: `exclude using ${constraint.access_method} (…)`,
  };
  return definitions[constraint.contype ?? ""] ?? "check (…)";
}

/** A constraint in words: `the CHECK constraint plays_inning_range`. */
export function inWords(found: FoundConstraint): string {
  const { conname, indexname } = found.constraint;
  const name = conname ?? indexname;
  const on = found.columns.length > 0 ? found.columns : (found.column?.colname ?? []);
  const where = [on].flat().map(identifier).join(", ");
  if (name !== undefined) return `the ${kindOf(found.constraint)} ${identifier(name)}`;
  return `the ${kindOf(found.constraint)} of ${found.table}${where && ` (${where})`}`;
}
