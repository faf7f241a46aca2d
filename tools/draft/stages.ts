import {
  type Catalog,
  type CatalogObject,
  type Column,
  type Constraint,
  titleOf,
} from "../../src/migrations/catalog/catalog-objects.js";
import { calls } from "./check-functions.js";
import { findRecreated } from "./recreated.js";

/**
 * The schemas between one and another, so that no step holds a lock on a table in use while it reads or writes all of
 * it: each is led to by a migration of its own.
 */
export interface Stages {
  readonly before: Catalog;
  /** All but what follows: constraints hold for new rows only. */
  readonly changed: Catalog;
  /** With the indexes, which are built without a transaction. */
  readonly indexed: Catalog;
  /** With the old rows proven, too. */
  readonly after: Catalog;
}

/** A CHECK that stands in for NOT NULL until all rows are known to keep it; then NOT NULL need not read them. */
export function presentCheckOf({ table, name }: Pick<Column, "table" | "name">): string {
  const check = `${table}_${name}_present`;
  return check.includes('"') ? `"${check.replaceAll('"', "")}"` : check;
}

export function stagesBetween(before: Catalog, after: Catalog): Stages {
  const planner = new Planner(before, after);
  const changed = [...after.flatMap((object) => planner.atFirst(object)), ...planner.keptIndexes()];
  const rest = after.flatMap((object) => planner.whenIndexed(object));
  return { before, changed, indexed: [...changed.filter(({ kind }) => kind !== "index"), ...rest], after };
}

class Planner {
  readonly #old: ReadonlyMap<string, CatalogObject>;
  readonly #next: ReadonlyMap<string, CatalogObject>;
  readonly #recreated: ReadonlySet<string>;
  readonly #takenNames: ReadonlySet<string>;
  readonly #lateKeys: ReadonlySet<string>;

  constructor(before: Catalog, after: Catalog) {
    this.#old = new Map(before.map((object) => [titleOf(object), object]));
    this.#next = new Map(after.map((object) => [titleOf(object), object]));
    this.#recreated = findRecreated(this.#old, this.#next);
    this.#takenNames = new Set(before.filter(({ kind }) => kind !== "column").map(({ name }) => name));
    this.#lateKeys = new Set(after.filter((object) => this.#isLateKey(object)).map(titleOf));
  }

  /** What stands in the first stage for an object of the last. */
  atFirst(object: CatalogObject): CatalogObject[] {
    if (object.kind === "constraint") {
      if (this.#waitsForKey(object)) return [];
      return this.#isInUse(object.table) ? this.#constraintAtFirst(object) : [object];
    }
    if (object.kind === "index") return this.#isInUse(object.table) ? this.#indexAtFirst(object) : [object];
    return object.kind === "column" ? this.#columnAtFirst(object) : [object];
  }

  /** Indexes that are to go: it is done when their successors are built, unless a key takes their name before. */
  keptIndexes(): CatalogObject[] {
    const keys = new Set(
      [...this.#next.values()].filter(({ kind }) => kind === "constraint").map(({ name }) => name),
    );
    return [...this.#old.values()].filter(
      (object) =>
        object.kind === "index" &&
        !this.#next.has(titleOf(object)) &&
        !keys.has(object.name) &&
        this.#next.has(`table ${object.table}`) &&
        this.#areColumnsKept(object.table, object.columns),
    );
  }

  /** What the second stage has in place of the first's indexes. */
  whenIndexed(object: CatalogObject): CatalogObject[] {
    if (object.kind === "index") return [object];
    if (object.kind !== "constraint" || object.index === null || !this.#isLateKey(object)) return [];
    const { table, name, columns, index: definition } = object;
    return [{ kind: "index", table, name, columns, definition, comment: null, isValid: true }];
  }

  #constraintAtFirst(object: Constraint): CatalogObject[] {
    const old = this.#old.get(titleOf(object));
    const isKept = old?.kind === "constraint" && old.definition === object.definition && old.isValidated;
    if (isKept && !this.#callsLost(object)) return [object];
    if (object.index !== null) return this.#isLateKey(object) ? [] : [object];
    return [{ ...object, isValidated: false }];
  }

  /** True of a CHECK whose function says otherwise from now on: the old rows are to be proven once more. */
  #callsLost(object: Constraint): boolean {
    return [...this.#old].some(([title, other]) => calls(object, other) && this.#recreated.has(title));
  }

  #indexAtFirst(object: CatalogObject & { kind: "index" }): CatalogObject[] {
    const old = this.#old.get(titleOf(object));
    if (old?.kind !== "index" || !this.#areColumnsKept(old.table, old.columns)) return [];
    return [old];
  }

  #columnAtFirst(object: Column): CatalogObject[] {
    if (!this.#mayFindNulls(object)) return [object];
    const check: Constraint = {
      kind: "constraint",
      table: object.table,
      name: presentCheckOf(object),
      comment: null,
      type: "check",
      definition: `check (${object.name} is not null)`,
      isValidated: false,
      isEnforced: true,
      columns: [object.name],
      references: null,
      index: null,
    };
    return [{ ...object, nullability: "null" }, check];
  }

  /** True of a column that is to be NOT NULL while there may be rows that have no value for it. */
  #mayFindNulls(column: Column): boolean {
    if (!this.#isInUse(column.table) || column.nullability === "null") return false;
    if (this.#isInEarlyKey(column)) return false;
    const old = this.#old.get(titleOf(column));
    if (old?.kind === "column" && !this.#recreated.has(titleOf(column))) return old.nullability === "null";
    return column.default === null && column.generated === null && column.identity === null;
  }

  /** The columns of a primary key that is made at first are NOT NULL from then on. */
  #isInEarlyKey({ table, name }: Column): boolean {
    return [...this.#next.values()].some(
      (object) =>
        object.kind === "constraint" &&
        object.type === "primary key" &&
        object.table === table &&
        object.columns.includes(name) &&
        !this.#lateKeys.has(titleOf(object)),
    );
  }

  /** A key of a table in use takes over an index that was built before, if the name is free. */
  #isLateKey(object: CatalogObject): boolean {
    return (
      object.kind === "constraint" &&
      object.index !== null &&
      this.#isInUse(object.table) &&
      !this.#takenNames.has(object.name) &&
      !object.definition.includes("deferrable")
    );
  }

  #waitsForKey({ references }: Constraint): boolean {
    return references !== null && this.#lateKeys.has(`constraint ${references.index} on ${references.table}`);
  }

  #isInUse(table: string): boolean {
    return this.#old.has(`table ${table}`);
  }

  #areColumnsKept(table: string, columns: readonly string[]): boolean {
    return columns.every((name) => {
      const title = `column ${table}.${name}`;
      return this.#next.has(title) && !this.#recreated.has(title);
    });
  }
}
