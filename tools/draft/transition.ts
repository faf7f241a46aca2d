import { type Catalog, type CatalogObject, titleOf } from "../../src/migrations/catalog/catalog-objects.js";
import { definitionOf } from "../../src/migrations/catalog/object-definitions.js";
import { findRecreated } from "./recreated.js";

/** The same thing in two catalogs. */
export interface Pair<Kind extends CatalogObject = CatalogObject> {
  readonly before: Kind;
  readonly after: Kind;
}

/** The difference between two catalogs. An object that must be recreated is in both `gone` and `made`. */
export interface Transition {
  readonly gone: Catalog;
  readonly made: Catalog;
  /** Objects that can be changed with ALTER. */
  readonly changed: readonly Pair[];
  /**
   * The names of the tables that exist before and after. Objects that belong to other tables are dropped and created with them.
   */
  readonly standing: ReadonlySet<string>;
}

export function transition(before: Catalog, after: Catalog): Transition {
  const old = new Map(before.map((object) => [titleOf(object), object]));
  const next = new Map(after.map((object) => [titleOf(object), object]));
  const recreated = findRecreated(old, next);
  const isKept = (object: CatalogObject, others: ReadonlyMap<string, CatalogObject>) =>
    others.has(titleOf(object)) && !recreated.has(titleOf(object));
  return {
    gone: before.filter((object) => !isKept(object, next)),
    made: after.filter((object) => !isKept(object, old)),
    changed: after
      .filter((object) => isKept(object, old))
      .map((object) => ({ before: old.get(titleOf(object)) as CatalogObject, after: object }))
      .filter(({ before: one, after: other }) => definitionOf(one) !== definitionOf(other)),
    standing: new Set(
      before.filter((object) => object.kind === "table" && next.has(titleOf(object))).map(({ name }) => name),
    ),
  };
}
