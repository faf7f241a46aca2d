import type { ClientBase, QueryResult } from "pg";
import type { Catalogue, CatalogueObject } from "./objects.js";
import * as others from "./other-queries.js";
import * as relations from "./relation-queries.js";
import { lowerCased } from "./sql-text.js";
import { withoutNeedlessPrefixes } from "./view-query.js";

/** By these a session prints constants and names: the same definition must read the same everywhere. */
const settings = `
set local quote_all_identifiers = off;
set local standard_conforming_strings = on;
set local timezone = 'UTC';
set local datestyle = 'ISO, YMD';
set local intervalstyle = 'postgres';
set local bytea_output = 'hex';
set local extra_float_digits = 1;`;

const kinds = [
  relations.tables,
  relations.views,
  relations.columns,
  relations.constraints,
  relations.indexes,
  relations.triggers,
  relations.rules,
  relations.policies,
  others.sequences,
  others.types,
  others.functions,
  others.statisticsObjects,
  others.rareObjects,
];

/** The schema that the session makes things in, without what extensions brought and without the runner's own tables. */
const query = `
with schema as (
  select oid, nspname from pg_namespace where nspname = current_schema()
), member as (
  select classid, objid from pg_depend where deptype = 'e'
), relation as (
  select c.* from pg_class c join schema n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'f', 'v', 'm')
    and c.relname not in ('dugout_migrations', 'dugout_migration_checksums')
    and not exists (select from member m where m.classid = 'pg_class'::regclass and m.objid = c.oid)
)
select json_build_array(
${kinds.map((kind) => `array(${kind})`).join(",\n")}
) as kinds`;

/**
 * Reads what the current schema is made of, in one round trip. The same DDL gives the same catalogue on every
 * PostgreSQL from 15, and embedded. In a transaction, the formats in which the session prints dates and the like are
 * others from here to its end.
 *
 * How the tables are stored (tablespaces, storage parameters), who owns them and who may read them is not in it.
 */
export async function readCatalogue(client: ClientBase): Promise<Catalogue> {
  // A text of several statements is a transaction of its own, where there is none, and has a result for each.
  const results: unknown = await client.query(`${settings}${query}`);
  const last = (results as QueryResult<{ kinds: CatalogueObject[][] }>[]).at(-1);
  const objects = last?.rows.flatMap(({ kinds: found }) => found.flat()) ?? [];
  return Promise.all(objects.map(tidied));
}

/** The same object as every server would show it, in our way of writing SQL. */
async function tidied(object: CatalogueObject): Promise<CatalogueObject> {
  switch (object.kind) {
    case "table": {
      const { partitionBy, bound } = object;
      return {
        ...object,
        partitionBy: partitionBy && lowerCased(partitionBy),
        bound: bound && lowerCased(bound),
      };
    }
    case "column": {
      const { default: value, generated } = object;
      return {
        ...object,
        default: value && lowerCased(value),
        generated: generated && { ...generated, expression: lowerCased(generated.expression) },
      };
    }
    case "constraint": {
      const { definition, index } = object;
      return { ...object, definition: lowerCased(definition), index: index && lowerCased(index) };
    }
    case "view":
    case "materialized view":
      return { ...object, query: lowerCased(await withoutNeedlessPrefixes(object.query)) };
    case "sequence":
    case "function":
    case "procedure":
      return object;
    default:
      return { ...object, definition: lowerCased(object.definition) };
  }
}
