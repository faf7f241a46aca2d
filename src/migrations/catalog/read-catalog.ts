import type { ColumnRef, SelectStmt } from "libpg-query";
import type { ClientBase, QueryResult } from "pg";
import { parseStatements, SqlSyntaxError } from "../sql-parser.js";
import type { Catalog, CatalogObject } from "./catalog-objects.js";
import * as others from "./catalog-queries.js";
import * as relations from "./catalog-queries.js";

/** These settings decide how PostgreSQL prints constants and names: equal definitions must give equal text on every server. */
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

/** The current schema, without the objects of extensions and without the history tables. */
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
 * Reads the objects of the current schema, in one round trip. The same DDL gives the same catalog on every PostgreSQL from
 * 15 on, and on the embedded one. Inside a transaction, this changes the session's output formats until the transaction ends.
 *
 * The catalog does not include storage (tablespaces, storage parameters), owners and privileges.
 */
export async function readCatalog(client: ClientBase): Promise<Catalog> {
  // Several statements in one text run as one transaction and return one result each.
  const results: unknown = await client.query(`${settings}${query}`);
  const last = (results as QueryResult<{ kinds: CatalogObject[][] }>[]).at(-1);
  const objects = last?.rows.flatMap(({ kinds: found }) => found.flat()) ?? [];
  return Promise.all(objects.map(tidied));
}

/** Normalizes an object: the same on every version of the server, in the style of our migrations. */
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
 * A view's query as PostgreSQL 16 and later print it. If a view reads only one table, PostgreSQL 15 prints the table's name
 * before each column; later versions do not.
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
    // The syntax is newer than our parser; such a server adds no prefixes.
    if (error instanceof SqlSyntaxError) return undefined;
    throw error;
  }
}

/** The columns that the query itself names, in the order of the text. Subqueries have prefixes on every version. */
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
