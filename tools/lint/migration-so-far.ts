import type { Node } from "libpg-query";
import { as } from "../../src/migrations/syntax-tree.js";
import { constraintsIn } from "./constraints-in.js";
import { qualifiedName, tableName } from "./sql-names.js";

/** What a migration did before a statement. */
export class MigrationSoFar {
  readonly #created = new Set<string>();
  readonly #unvalidated = new Set<string>();
  readonly #locked = new Set<string>();

  /** True if the migration itself created this table or materialized view, so that it is not in use yet. */
  isNew(table: string | undefined): boolean {
    return table !== undefined && this.#created.has(table);
  }

  /** True if the migration itself added this constraint as NOT VALID. */
  hasAdded(table: string, constraint: string): boolean {
    return this.#unvalidated.has(`${table}.${constraint}`);
  }

  /** The tables in use that it has locked against reads and writes. */
  get locked(): readonly string[] {
    return [...this.#locked];
  }

  /** Records what a statement does, and which tables it locks against reads and writes. */
  note(tree: Node, locked: readonly string[]): void {
    // With IF NOT EXISTS the table may have existed before, and may be big.
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
