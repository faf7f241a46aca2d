import type { AlterTableCmd, Constraint, Node, TypeName } from "libpg-query";
import { as, findAll, strings } from "../../src/migrations/syntax-tree.js";
import { constraintsIn } from "./constraints-in.js";
import { alterations, columnsIn, droppedNames, qualifiedName, tableName } from "./sql-names.js";

interface KnownCheck {
  readonly name: string | undefined;
  /** The columns that it reads. */
  readonly reads: readonly string[];
  /** Those of them that it requires to be not null. */
  readonly notNull: readonly string[];
  /** True if it was validated. */
  isValid: boolean;
}

interface KnownTable {
  readonly types: Map<string, TypeName>;
  checks: KnownCheck[];
}

/** What is known about the schema without a database, from the migrations so far. */
export class KnownSchema {
  readonly #tables = new Map<string, KnownTable>();
  readonly #tableByIndex = new Map<string, string>();

  tableOfIndex(index: string): string | undefined {
    return this.#tableByIndex.get(index);
  }

  typeOf(table: string, column: string): TypeName | undefined {
    return this.#tables.get(table)?.types.get(column);
  }

  /** True if a validated constraint requires that the column is never null. */
  isProvedNotNull(table: string, column: string): boolean {
    return this.#checksOf(table).some(({ notNull, isValid }) => isValid && notNull.includes(column));
  }

  isReadByCheck(table: string, column: string): boolean {
    return this.#checksOf(table).some(({ reads }) => reads.includes(column));
  }

  /** Records what a statement does. */
  note(tree: Node): void {
    this.#noteTables(tree);
    for (const { table, column } of columnsIn(tree)) {
      if (column.typeName) this.#table(table).types.set(column.colname ?? "", column.typeName);
    }
    for (const { table, constraint, columns } of constraintsIn(tree)) {
      this.#table(table).checks.push(checkOf(constraint, columns));
    }
    for (const { table, command } of alterations(tree)) this.#alter(this.#table(table), command);
    const index = as(tree, "IndexStmt");
    if (index?.idxname !== undefined) {
      const name = qualifiedName([index.relation?.schemaname ?? "public", index.idxname]);
      this.#tableByIndex.set(name, tableName(index.relation));
    }
  }

  #noteTables(tree: Node): void {
    const dropped = as(tree, "DropStmt");
    if (dropped?.removeType === "OBJECT_TABLE") {
      for (const name of droppedNames(dropped.objects)) this.#tables.delete(name);
    }
    const renamed = as(tree, "RenameStmt");
    if (renamed?.renameType === "OBJECT_TABLE") {
      const { relation, newname = "" } = renamed;
      const newName = qualifiedName([relation?.schemaname ?? "public", newname]);
      this.#tables.set(newName, this.#table(tableName(relation)));
      this.#tables.delete(tableName(relation));
    }
  }

  #alter(known: KnownTable, { subtype, name = "", def }: AlterTableCmd): void {
    const type = as(def, "ColumnDef")?.typeName;
    if (subtype === "AT_AlterColumnType" && type !== undefined) known.types.set(name, type);
    if (subtype === "AT_DropConstraint") {
      known.checks = known.checks.filter((check) => check.name !== name);
    }
    if (subtype === "AT_ValidateConstraint") {
      for (const check of known.checks) if (check.name === name) check.isValid = true;
    }
  }

  #checksOf(table: string): readonly KnownCheck[] {
    return this.#tables.get(table)?.checks ?? [];
  }

  #table(name: string): KnownTable {
    const known = this.#tables.get(name) ?? { types: new Map(), checks: [] };
    this.#tables.set(name, known);
    return known;
  }
}

function checkOf(constraint: Constraint, columns: readonly string[]): KnownCheck {
  const { contype, conname, raw_expr, skip_validation } = constraint;
  const isCheck = contype === "CONSTR_CHECK";
  return {
    name: conname,
    reads: isCheck
      ? findAll(raw_expr, "ColumnRef").flatMap(({ fields }) => strings(fields).at(-1) ?? [])
      : [],
    notNull: isCheck ? neverNull(raw_expr) : contype === "CONSTR_NOTNULL" ? columns : [],
    isValid: skip_validation !== true,
  };
}

/** The columns that an expression requires to be not null, alone or in a conjunction. */
function neverNull(expression: Node | undefined): readonly string[] {
  const joined = as(expression, "BoolExpr");
  if (joined?.boolop === "AND_EXPR") return (joined.args ?? []).flatMap(neverNull);
  const test = as(expression, "NullTest");
  if (test?.nulltesttype !== "IS_NOT_NULL") return [];
  return strings(as(test.arg, "ColumnRef")?.fields).slice(-1);
}
