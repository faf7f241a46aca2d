import {
  type Catalog,
  type CatalogObject,
  type Constraint,
  titleOf,
} from "../../src/migrations/catalog/catalog-objects.js";

/** True if a CHECK calls a function, so that a change of the function changes the rule for stored rows. */
export function calls({ type, definition }: Constraint, { kind, name }: CatalogObject): boolean {
  return type === "check" && kind === "function" && definition.includes(`${name.replace(/\(.*/s, "")}(`);
}

export function dropFunctions({ gone }: { readonly gone: Catalog }): string[] {
  return gone.filter(({ kind }) => kind === "function").map((object) => `drop ${titleOf(object)};`);
}

export function createFunctions({ made }: { readonly made: Catalog }): string[][] {
  return made.flatMap((object) => (object.kind === "function" ? [[`${object.definition.trim()};`]] : []));
}
