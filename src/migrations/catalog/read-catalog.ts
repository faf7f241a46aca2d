import type { ColumnRef, SelectStmt } from "libpg-query";
import type { ClientBase, QueryResult } from "pg";
import { parseStatements, SqlSyntaxError } from "../sql-parser.js";
import type { Catalog, CatalogObject } from "./catalog-objects.js";
import * as others from "./catalog-queries.js";
import * as relations from "./catalog-queries.js";

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
 * Reads what the current schema is made of, in one round trip. The same DDL gives the same catalog on every
 * PostgreSQL from 15, and embedded. In a transaction, the formats in which the session prints dates and the like are
 * others from here to its end.
 *
 * How the tables are stored (tablespaces, storage parameters), who owns them and who may read them is not in it.
 */
export async function readCatalog(client: ClientBase): Promise<Catalog> {
  // A text of several statements is a transaction of its own, where there is none, and has a result for each.
  const results: unknown = await client.query(`${settings}${query}`);
  const last = (results as QueryResult<{ kinds: CatalogObject[][] }>[]).at(-1);
  const objects = last?.rows.flatMap(({ kinds: found }) => found.flat()) ?? [];
  return Promise.all(objects.map(tidied));
}

/** The same object as every server would show it, in our way of writing SQL. */
async function tidied(object: CatalogObject): Promise<CatalogObject> {
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

/**
 * A view's query as PostgreSQL 16 and later give it back: where it reads one table only, earlier ones name that table
 * before each of its columns, and later ones do not.
 */
export async function withoutNeedlessPrefixes(query: string): Promise<string> {
  const select = await parsedSelect(query);
  const from = select?.fromClause ?? [];
  const [only] = from;
  if (select === undefined || from.length !== 1 || only === undefined || "JoinExpr" in only) return query;
  // Bytes, because that is what the parser counts.
  let bytes = Buffer.from(query);
  for (const { fields = [], location = 0 } of columnsOf(select).toReversed()) {
    if (fields.length < 2) continue;
    const rest = bytes.subarray(location).toString();
    const [prefix = ""] = /^(?:"(?:[^"]|"")*"|[^".]+)\./.exec(rest) ?? [];
    bytes = Buffer.concat([bytes.subarray(0, location), Buffer.from(rest.slice(prefix.length))]);
  }
  return bytes.toString();
}

async function parsedSelect(query: string): Promise<SelectStmt | undefined> {
  try {
    const tree = (await parseStatements(query))[0]?.tree;
    return tree !== undefined && "SelectStmt" in tree ? tree.SelectStmt : undefined;
  } catch (error) {
    // The words of a server newer than our parser: such a server prefixes nothing.
    if (error instanceof SqlSyntaxError) return undefined;
    throw error;
  }
}

/** The columns that the query itself names, in the order of the text. Queries within it are prefixed everywhere. */
function columnsOf(select: SelectStmt): ColumnRef[] {
  const found: ColumnRef[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === "ColumnRef") found.push(value as ColumnRef);
      else if (key !== "fromClause" && key !== "withClause" && key !== "subselect") walk(value);
    }
  };
  walk(select);
  return found.toSorted((a, b) => (a.location ?? 0) - (b.location ?? 0));
}

/** PostgreSQL writes keywords in upper case; our migrations use lower case. Quoted text is not changed. */
export function lowerCased(sql: string): string {
  return sql.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[^'"]+/g, (piece) =>
    /^['"]/.test(piece) ? piece : piece.toLowerCase(),
  );
}
