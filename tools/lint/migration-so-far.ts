import type { Node } from "libpg-query";
import { as } from "../../src/migrations/syntax-tree.js";
import { constraintsIn } from "./constraints-in.js";
import { qualifiedName, tableName } from "./sql-names.js";

/** What the migration itself has done before a statement. */
export class MigrationSoFar {
  readonly #created = new Set<string>();
  readonly #unvalidated = new Set<string>();
  readonly #locked = new Set<string>();

  /** Whether the migration made this table or materialized view itself: nobody uses it yet. */
  isNew(table: string | undefined): boolean {
    return table !== undefined && this.#created.has(table);
  }

  /** Whether the migration itself added this constraint as NOT VALID. */
  hasAdded(table: string, constraint: string): boolean {
    return this.#unvalidated.has(`${table}.${constraint}`);
  }

  /** The tables in use that it has locked against everybody, reads included. */
  get locked(): readonly string[] {
    return [...this.#locked];
  }

  /** Takes in what a statement does, and which tables it locks against everybody. */
  note(tree: Node, locked: readonly string[]): void {
    // IF NOT EXISTS may have found a table that is there, and is big.
    const table = as(tree, "CreateStmt");
    if (table !== undefined && !table.if_not_exists) this.#created.add(tableName(table.relation));
    const filled = as(tree, "CreateTableAsStmt");
    if (filled !== undefined && !filled.if_not_exists) this.#created.add(tableName(filled.into?.rel));
    const renamed = as(tree, "RenameStmt");
    if (renamed?.renameType === "OBJECT_TABLE" && this.isNew(tableName(renamed.relation))) {
      this.#created.add(qualifiedName([renamed.relation?.schemaname ?? "public", renamed.newname ?? ""]));
    }
    for (const { table, constraint } of constraintsIn(tree)) {
      if (constraint.skip_validation) this.#unvalidated.add(`${table}.${constraint.conname}`);
    }
    for (const name of locked) if (!this.isNew(name)) this.#locked.add(name);
  }
}
