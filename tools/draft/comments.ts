import { type Catalog, type CatalogObject, titleOf } from "../../src/migrations/catalog/catalog-objects.js";
import { quotedText } from "../../src/migrations/catalog/object-definitions.js";

/** It does not end like a sentence, so the tests of the schema report every placeholder that was not replaced. */
export const placeholder = "TODO: say what it is";

export function commentStatements(made: Catalog): string[] {
  return made.flatMap((object) =>
    object.comment === null ? [] : [`comment on ${titleOf(object)} is ${quotedText(object.comment)};`],
  );
}

/** Models have no comments. Existing objects keep theirs, and a new table or column gets a placeholder. */
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
