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
 * The intermediate schemas between two schemas. Each is reached by a separate migration, so that no step locks a table in use
 * while it reads or writes the whole table.
 */
export interface Stages {
  readonly before: Catalog;
  /** All changes except the following ones. Constraints apply only to new rows. */
  readonly changed: Catalog;
  /** The same with the indexes, which are built without a transaction. */
  readonly indexed: Catalog;
  /** The same with the old rows checked. */
  readonly after: Catalog;
}

/** A CHECK that replaces NOT NULL until all rows have been checked; SET NOT NULL then need not read them. */
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

  /** The form in the first stage of an object of the last stage. */
  atFirst(object: CatalogObject): CatalogObject[] {
    if (object.kind === "constraint") {
      if (this.#waitsForKey(object)) return [];
      return this.#isInUse(object.table) ? this.#constraintAtFirst(object) : [object];
    }
    if (object.kind === "index") return this.#isInUse(object.table) ? this.#indexAtFirst(object) : [object];
    return object.kind === "column" ? this.#columnAtFirst(object) : [object];
  }

  /** Indexes to be dropped. They are dropped after their successors are built, unless a key needs their name before. */
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

  /** The second stage's form of an object. */
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

  /** True for a CHECK with a changed function: the old rows must be checked again. */
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

  /** True for a column that becomes NOT NULL while existing rows may have no value. */
  #mayFindNulls(column: Column): boolean {
    if (!this.#isInUse(column.table) || column.nullability === "null") return false;
    if (this.#isInEarlyKey(column)) return false;
    const old = this.#old.get(titleOf(column));
    if (old?.kind === "column" && !this.#recreated.has(titleOf(column))) return old.nullability === "null";
    return column.default === null && column.generated === null && column.identity === null;
  }

  /** The columns of a primary key that is created in the first stage are NOT NULL from then on. */
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

  /** A key of a table in use uses an index that was built before, if the name is free. */
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
