import { type Catalog, type CatalogObject, titleOf } from "../../src/migrations/catalog/catalog-objects.js";
import { quotedText } from "../../src/migrations/catalog/object-definitions.js";

/** It begins like a sentence and does not end like one: the tests of the schema find what is left of it. */
export const placeholder = "TODO: say what it is";

export function commentStatements(made: Catalog): string[] {
  return made.flatMap((object) =>
    object.comment === null ? [] : [`comment on ${titleOf(object)} is ${quotedText(object.comment)};`],
  );
}

/** Models have no comments: what was there before keeps its own, and a new table or column gets a placeholder. */
export function withCommentsOf(catalog: Catalog, source: Catalog): Catalog {
  const known = new Map(source.map((object) => [titleOf(object), object.comment]));
  return catalog.map((object) => {
    const comment = known.get(titleOf(object));
    return {
      ...object,
      comment: comment === undefined && isToBeCommented(object) ? placeholder : (comment ?? null),
    };
  });
}

const isToBeCommented = ({ kind }: CatalogObject) =>
  kind === "table" || kind === "column" || kind === "view" || kind === "materialized view";
