import type { ClientBase } from "pg";
import { definitionOf } from "../../src/migrations/catalogue/definition.js";
import { titleOf } from "../../src/migrations/catalogue/objects.js";
import * as catalogue from "../../src/migrations/catalogue/read.js";

/** What a schema is made of: what each thing is, and its comment, under what it is called. */
export type Catalogue = Readonly<Record<string, string>>;

/** The catalogue in a form that a failing comparison prints well. */
export async function readCatalogue(client: ClientBase): Promise<Catalogue> {
  const objects = await catalogue.readCatalogue(client);
  return Object.fromEntries(
    objects.map((object) => [
      titleOf(object),
      object.comment === null ? definitionOf(object) : `${definitionOf(object)} -- ${object.comment}`,
    ]),
  );
}
