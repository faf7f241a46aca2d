import type { ClientBase } from "pg";

/** What a database's `public` schema is made of: a line for each thing, under a name that says what it is. */
export type Catalogue = Readonly<Record<string, string>>;

/** The runner's own table, which no model describes. */
const notOurs = "dugout_migrations";

const tables = `
select 'table ' || relname, 'kind ' || relkind::text || ', persistence ' || relpersistence::text || ', row security ' || relrowsecurity::text
from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')`;

const columns = `
select 'column ' || c.relname || '.' || a.attname,
  format_type(a.atttypid, a.atttypmod)
  || case when a.attnotnull then ' not null' else '' end
  || case a.attidentity when 'a' then ' identity always' when 'd' then ' identity by default' else '' end
  || case a.attgenerated when 's' then ' stored' when 'v' then ' virtual' else '' end
  || coalesce(' = ' || pg_get_expr(d.adbin, d.adrelid), '')
  || coalesce(' collate ' || nullif(a.attcollation, t.typcollation)::regcollation::text, '')
from pg_attribute a
join pg_class c on c.oid = a.attrelid and c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
join pg_type t on t.oid = a.atttypid
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attnum > 0 and not a.attisdropped`;

/** NOT NULL is a constraint in the catalogue of PostgreSQL 18; here it belongs to its column. */
const constraints = `
select 'constraint ' || conrelid::regclass || ' ' || conname,
  pg_get_constraintdef(oid) || case when convalidated then '' else ' NOT VALID' end
from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> 0 and contype <> 'n'`;

const indexes = `
select 'index ' || c.relname, pg_get_indexdef(c.oid)
from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'i'`;

const sequences = `
select 'sequence ' || c.relname, format_type(s.seqtypid, null) || ' from ' || seqstart || ' by ' || seqincrement
  || ' within ' || seqmin || '..' || seqmax || case when seqcycle then ' cycling' else '' end
from pg_sequence s join pg_class c on c.oid = s.seqrelid where c.relnamespace = 'public'::regnamespace`;

const others = `
select 'trigger ' || tgrelid::regclass || ' ' || tgname, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
union all
select 'function ' || oid::regprocedure, pg_get_functiondef(oid) from pg_proc
where pronamespace = 'public'::regnamespace and prokind in ('f', 'p')
union all
select 'type ' || typname, typtype::text from pg_type
where typnamespace = 'public'::regnamespace and typtype in ('e', 'd', 'r')`;

export async function readCatalogue(client: ClientBase): Promise<Catalogue> {
  const lines: [string, string][] = [];
  for (const query of [tables, columns, constraints, indexes, sequences, others]) {
    const { rows } = await client.query<[string, string]>({ text: query, rowMode: "array" });
    lines.push(...rows.filter(([name]) => !name.includes(notOurs)));
  }
  return Object.fromEntries(lines.toSorted());
}

/** What is not the same in two catalogues, one readable line each. */
export function differences(one: Catalogue, other: Catalogue): string[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].toSorted();
  return names
    .filter((name) => one[name] !== other[name])
    .map((name) => `${name}: ${one[name] ?? "(missing)"} ≠ ${other[name] ?? "(missing)"}`);
}
