import { sequenceFacts } from "./relation-queries.js";

/** True of what is not an extension's. */
const isOurs = (catalogue: string, oid: string) =>
  `not exists (select from member m where m.classid = '${catalogue}'::regclass and m.objid = ${oid})`;

/** The sequences of identity columns belong to those; those of other schemas' and of the runner's tables to them. */
export const sequences = `
select json_build_object(
  'kind', 'sequence', 'table', r.relname, 'name', q.relname, 'comment', obj_description(q.oid, 'pg_class'),
  'facts', ${sequenceFacts}, 'isUnlogged', q.relpersistence = 'u', 'owner', a.attname)
from pg_class q
join schema n on n.oid = q.relnamespace
join pg_sequence s on s.seqrelid = q.oid
left join pg_depend p on p.classid = 'pg_class'::regclass and p.objid = q.oid
  and p.refclassid = 'pg_class'::regclass and p.deptype in ('a', 'i')
left join relation r on r.oid = p.refobjid
left join pg_attribute a on a.attrelid = r.oid and a.attnum = p.refobjsubid
where (p.objid is null or p.deptype = 'a' and r.oid is not null) and ${isOurs("pg_class", "q.oid")}
order by q.relname`;

const domainDefinition = `
format_type(t.typbasetype, t.typtypmod)
  || coalesce(' collate ' || (
    select nullif(t.typcollation, b.typcollation)::regcollation::text from pg_type b where b.oid = t.typbasetype), '')
  || case when t.typnotnull then ' not null' else '' end
  || coalesce(' default ' || t.typdefault, '')
  || coalesce((
    select string_agg(format(' constraint %I ', k.conname) || pg_get_constraintdef(k.oid, true), '' order by k.conname)
    from pg_constraint k where k.contypid = t.oid and k.contype = 'c'), '')`;

const compositeDefinition = `
coalesce((
  select string_agg(format('%I ', a.attname) || format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum)
  from pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped), '')`;

/** A table's row type, an array's and a multirange's are the servers' own work. */
export const types = `
select json_build_object(
  'kind', 'type', 'table', null, 'name', t.typname, 'comment', obj_description(t.oid, 'pg_type'),
  'form', case t.typtype when 'e' then 'enum' when 'd' then 'domain' when 'c' then 'composite' else 'range' end,
  'labels', array(select e.enumlabel from pg_enum e where e.enumtypid = t.oid order by e.enumsortorder),
  'definition', case t.typtype
    when 'd' then ${domainDefinition}
    when 'c' then ${compositeDefinition}
    when 'r' then (select format_type(g.rngsubtype, null) from pg_range g where g.rngtypid = t.oid)
    else '' end)
from pg_type t
join schema n on n.oid = t.typnamespace
where (t.typtype in ('e', 'd', 'r') or t.typtype = 'c' and (select relkind from pg_class where oid = t.typrelid) = 'c')
  and ${isOurs("pg_type", "t.oid")}
order by t.typname`;

const aggregateDefinition = `
(select format('sfunc = %s, stype = %s', g.aggtransfn, format_type(g.aggtranstype, null))
  || coalesce(', finalfunc = ' || nullif(g.aggfinalfn::oid, 0)::regproc::text, '')
  || coalesce(', initcond = ' || quote_literal(g.agginitval), '')
  from pg_aggregate g where g.aggfnoid = f.oid)`;

/** A range type's constructors go with it. */
export const functions = `
select json_build_object(
  'kind', case f.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end, 'table', null,
  'name', f.oid::regprocedure::text, 'comment', obj_description(f.oid, 'pg_proc'),
  'definition', case f.prokind
    when 'a' then ${aggregateDefinition}
    else replace(pg_get_functiondef(f.oid),
      'CREATE OR REPLACE ' || case f.prokind when 'p' then 'PROCEDURE ' else 'FUNCTION ' end || quote_ident(n.nspname) || '.',
      'create ' || case f.prokind when 'p' then 'procedure ' else 'function ' end) end)
from pg_proc f
join schema n on n.oid = f.pronamespace
where ${isOurs("pg_proc", "f.oid")}
  and not exists (select from pg_depend p where p.classid = 'pg_proc'::regclass and p.objid = f.oid and p.deptype = 'i')
order by f.oid::regprocedure::text collate "C"`;

export const statisticsObjects = `
select json_build_object(
  'kind', 'statistics object', 'table', r.relname, 'name', x.stxname, 'comment', obj_description(x.oid, 'pg_statistic_ext'),
  'definition', replace(pg_get_statisticsobjdef(x.oid), format('CREATE STATISTICS %I.%I ', n.nspname, x.stxname), ''))
from relation r
join pg_statistic_ext x on x.stxrelid = r.oid
join schema n on n.oid = x.stxnamespace
order by x.stxname`;

const rareCatalogues = [
  "pg_operator",
  "pg_opclass",
  "pg_opfamily",
  "pg_collation",
  "pg_conversion",
  "pg_ts_config",
  "pg_ts_dict",
  "pg_ts_parser",
  "pg_ts_template",
];

/** What hardly anybody makes: that it is there is all that is told of it. */
export const rareObjects = `
select json_build_object(
  'kind', o.type, 'table', null, 'name', replace(o.identity, quote_ident(n.nspname) || '.', ''),
  'comment', obj_description(p.objid, p.classid::regclass::name), 'definition', o.type)
from pg_depend p
join schema n on n.oid = p.refobjid
cross join lateral pg_identify_object(p.classid, p.objid, 0) o
where p.refclassid = 'pg_namespace'::regclass
  and p.classid in (${rareCatalogues.map((name) => `'${name}'::regclass`).join(", ")})
  and not exists (select from member m where m.classid = p.classid and m.objid = p.objid)
order by o.type, o.identity`;
