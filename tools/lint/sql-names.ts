import type { AlterTableCmd, ColumnDef, Node, RangeVar } from "libpg-query";
import { allOf, as, strings } from "../../src/migrations/syntax-tree.js";

/** A name as in SQL: in quotes if it needs them. */
export function identifier(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** The parts of a name as in SQL, without the schema `public`. */
export function qualifiedName(parts: readonly string[]): string {
  return (parts.at(-2) === "public" ? parts.slice(-1) : parts).map(identifier).join(".");
}

export function tableName(table: RangeVar | undefined): string {
  return qualifiedName([table?.schemaname ?? "public", table?.relname ?? ""]);
}

/** The names in a DROP statement. */
export function droppedNames(objects: readonly Node[] | undefined): string[] {
  return allOf(objects, "List").map(({ items }) => qualifiedName(strings(items)));
}

export interface Alteration {
  readonly table: string;
  readonly command: AlterTableCmd;
}

/** The actions of an ALTER TABLE, one each. */
export function alterations(tree: Node): Alteration[] {
  const statement = as(tree, "AlterTableStmt");
  if (statement?.objtype !== "OBJECT_TABLE") return [];
  const table = tableName(statement.relation);
  return allOf(statement.cmds, "AlterTableCmd").map((command) => ({ table, command }));
}

export interface FoundColumn {
  readonly table: string;
  readonly column: ColumnDef;
}

/** The columns that an ALTER TABLE adds. */
export function addedColumns(tree: Node): FoundColumn[] {
  return alterations(tree).flatMap(({ table, command }) => {
    const column = command.subtype === "AT_AddColumn" ? as(command.def, "ColumnDef") : undefined;
    return column === undefined ? [] : [{ table, column }];
  });
}

/** The columns that a statement adds, by CREATE TABLE or ALTER TABLE. */
export function columnsIn(tree: Node): FoundColumn[] {
  const created = as(tree, "CreateStmt");
  const table = tableName(created?.relation);
  return [
    ...allOf(created?.tableElts, "ColumnDef").map((column) => ({ table, column })),
    ...addedColumns(tree),
  ];
}
