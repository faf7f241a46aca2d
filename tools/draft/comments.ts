import { type Catalogue, type CatalogueObject, titleOf } from "../../src/migrations/catalogue/objects.js";
import { quotedText } from "../../src/migrations/catalogue/sql-text.js";

/** It begins like a sentence and does not end like one: the tests of the schema find what is left of it. */
export const placeholder = "TODO: say what it is";

export function commentStatements(made: Catalogue): string[] {
  return made.flatMap((object) =>
    object.comment === null ? [] : [`comment on ${titleOf(object)} is ${quotedText(object.comment)};`],
  );
}

/** Models have no comments: what was there before keeps its own, and a new table or column gets a placeholder. */
export function withCommentsOf(catalogue: Catalogue, source: Catalogue): Catalogue {
  const known = new Map(source.map((object) => [titleOf(object), object.comment]));
  return catalogue.map((object) => {
    const comment = known.get(titleOf(object));
    return {
      ...object,
      comment: comment === undefined && isToBeCommented(object) ? placeholder : (comment ?? null),
    };
  });
}

const isToBeCommented = ({ kind }: CatalogueObject) =>
  kind === "table" || kind === "column" || kind === "view" || kind === "materialized view";
