import type { ClientBase } from "pg";
import type { Catalog, CatalogObject } from "../../src/migrations/catalog/catalog-objects.js";
import { readCatalog } from "../../src/migrations/catalog/read-catalog.js";
import { migrate } from "../../src/migrations/migrate.js";
import { Database } from "../../src/session/database.js";
import { calls } from "./check-functions.js";
import { type Models, modelStatements } from "./drizzle-kit.js";

/** The schema of the migrations and the schema of the models, with names as in SQL. */
export interface TwoSchemas {
  readonly migrated: Catalog;
  readonly modelled: Catalog;
}

/** Creates both in embedded databases in memory, and reads the objects that a model can describe. */
export async function readBoth(folder: string, models: Models | undefined): Promise<TwoSchemas> {
  const statements = await modelStatements(models);
  await using migrated = await Database.open("pglite:memory");
  await migrate(migrated, { folder });
  await using modelled = await Database.open("pglite:memory");
  return {
    migrated: await migrated.withClient(readForDraft),
    modelled: await modelled.withClient(async (client) => {
      for (const statement of statements) await client.query(statement);
      return readForDraft(client);
    }),
  };
}

/** The objects in the schema of this connection that a model can describe. */
export async function readForDraft(client: ClientBase): Promise<Catalog> {
  const catalog = await readCatalog(client);
  const { rows } = await client.query<{ word: string }>(
    "select word from pg_get_keywords() where catcode in ('R', 'T')",
  );
  const reserved = new Set(rows.map(({ word }) => word));
  const checks = catalog.filter((object) => object.kind === "constraint");
  return catalog
    .filter((object) => isModellable(object) || checks.some((check) => calls(check, object)))
    .map((object) => withNames(object, (name) => quoted(name, reserved)));
}

/** Triggers, most functions and similar objects are only in migrations: no model says whether they should exist. */
function isModellable(object: CatalogObject): boolean {
  switch (object.kind) {
    case "table":
    case "column":
    case "index":
    case "view":
    case "materialized view":
    case "sequence":
    case "policy":
      return true;
    case "constraint":
      return object.type !== "exclusion";
    case "type":
      return object.form === "enum";
    default:
      return false;
  }
}

function quoted(name: string, reserved: ReadonlySet<string>): string {
  const isPlain = /^[a-z_][a-z0-9_]*$/.test(name) && !reserved.has(name);
  return isPlain ? name : `"${name.replaceAll('"', '""')}"`;
}

function withNames(object: CatalogObject, quote: (name: string) => string): CatalogObject {
  // A function's name includes its arguments, and is already written as in SQL.
  if (object.kind === "function") return object;
  const named = {
    ...object,
    name: quote(object.name),
    table: object.table === null ? null : quote(object.table),
  } as CatalogObject;
  switch (named.kind) {
    case "column": {
      const { generated, identity } = named;
      return {
        ...named,
        generated: generated && { ...generated, reads: generated.reads.map(quote) },
        identity: identity && {
          ...identity,
          sequence: { ...identity.sequence, name: quote(identity.sequence.name) },
        },
      };
    }
    case "constraint": {
      const { columns, references } = named;
      return {
        ...named,
        columns: columns.map(quote),
        references: references && { table: quote(references.table), index: quote(references.index) },
      };
    }
    case "index":
      return { ...named, columns: named.columns.map(quote) };
    case "view":
    case "materialized view":
      return {
        ...named,
        reads: named.reads.map(({ table, column }) => ({ table: quote(table), column: quote(column) })),
      };
    default:
      return named;
  }
}
