import { definitionOf } from "../../src/migrations/catalogue/definition.js";
import { type Catalogue, type CatalogueObject, titleOf } from "../../src/migrations/catalogue/objects.js";
import { findRecreated } from "./recreated.js";

/** The same thing in two catalogues. */
export interface Pair<Kind extends CatalogueObject = CatalogueObject> {
  readonly before: Kind;
  readonly after: Kind;
}

/** From one catalogue to another. What can only be dropped and created again is both among what is gone and what is made. */
export interface Transition {
  readonly gone: Catalogue;
  readonly made: Catalogue;
  /** What changes where it is. */
  readonly changed: readonly Pair[];
  /** The tables that are there before and after, by name. What hangs on others goes and comes with them. */
  readonly standing: ReadonlySet<string>;
}

export function transition(before: Catalogue, after: Catalogue): Transition {
  const old = new Map(before.map((object) => [titleOf(object), object]));
  const next = new Map(after.map((object) => [titleOf(object), object]));
  const recreated = findRecreated(old, next);
  const isKept = (object: CatalogueObject, others: ReadonlyMap<string, CatalogueObject>) =>
    others.has(titleOf(object)) && !recreated.has(titleOf(object));
  return {
    gone: before.filter((object) => !isKept(object, next)),
    made: after.filter((object) => !isKept(object, old)),
    changed: after
      .filter((object) => isKept(object, old))
      .map((object) => ({ before: old.get(titleOf(object)) as CatalogueObject, after: object }))
      .filter(({ before: one, after: other }) => definitionOf(one) !== definitionOf(other)),
    standing: new Set(
      before.filter((object) => object.kind === "table" && next.has(titleOf(object))).map(({ name }) => name),
    ),
  };
}
