import type { ClientBase } from "pg";
import { titleOf } from "../../src/migrations/catalog/catalog-objects.js";
import { definitionOf } from "../../src/migrations/catalog/object-definitions.js";
import * as catalog from "../../src/migrations/catalog/read-catalog.js";

/** The objects of a schema by name: their definitions and comments. */
export type Catalog = Readonly<Record<string, string>>;

/** The catalog in a form that a failing comparison prints well. */
export async function readCatalog(client: ClientBase): Promise<Catalog> {
  const objects = await catalog.readCatalog(client);
  return Object.fromEntries(
    objects.map((object) => [
      titleOf(object),
      object.comment === null ? definitionOf(object) : `${definitionOf(object)} -- ${object.comment}`,
    ]),
  );
}
