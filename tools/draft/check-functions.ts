import {
  type Catalogue,
  type CatalogueObject,
  type Constraint,
  titleOf,
} from "../../src/migrations/catalogue/objects.js";

/** Whether a CHECK calls a function: its rows are then as good as what the function says now. */
export function calls({ type, definition }: Constraint, { kind, name }: CatalogueObject): boolean {
  return type === "check" && kind === "function" && definition.includes(`${name.replace(/\(.*/s, "")}(`);
}

export function dropFunctions({ gone }: { readonly gone: Catalogue }): string[] {
  return gone.filter(({ kind }) => kind === "function").map((object) => `drop ${titleOf(object)};`);
}

export function createFunctions({ made }: { readonly made: Catalogue }): string[][] {
  return made.flatMap((object) => (object.kind === "function" ? [[`${object.definition.trim()};`]] : []));
}
